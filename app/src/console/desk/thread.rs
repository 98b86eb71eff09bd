//! One message: what was written, what was answered, and what can be done about it. Each act is a form of its own, so that none is
//! sent by accident.

use domain::contact::thread::{EntryKind, MailStanding, Thread, ThreadEntry};
use domain::contact::{ContactNumber, ThreadForm, ThreadState};
use domain::language::Language;
use domain::places::Console;
use domain::text::limits;
use domain::words::topic;
use leptos::prelude::*;

use super::api::one_thread;
use super::threads::badge;
use super::{Opened, Password, Said};
use crate::accounts::own::wording::grouped;
use crate::console::deciding::{looked_at, password_id};
use crate::console::frame::Page;
use crate::labels::{Locale, language, locale};
use crate::problem::Problem;
use crate::problem::form::entry;
use crate::say;
use crate::ui::{Control, Field, Moment, named};

type Open = Opened<Thread, ThreadForm>;

/// The page.
#[component]
pub fn ThreadPage(id: i64) -> impl IntoView {
    let opened = Resource::new_blocking(|| (), move |()| one_thread(id.to_string()));
    let number = ContactNumber(id).to_string();
    let title = say!(locale(), desk.message_title, number = number.as_str()).to_string();
    view! { <Page title here=Console::Thread(id) opened role=|open: &Open| open.page.role content=everything /> }
}

fn done(word: &str, locale: Locale) -> Option<&'static str> {
    Some(match word {
        "answer" => say!(locale, desk.done_answered),
        "ask" => say!(locale, desk.done_asked),
        "note" => say!(locale, console.done_noted),
        "take" => say!(locale, desk.done_taken),
        "give_back" => say!(locale, desk.done_given_back),
        "close" => say!(locale, desk.done_closed),
        "reopen" => say!(locale, desk.done_reopened),
        _ => return None,
    })
}

fn everything(open: Open) -> AnyView {
    let locale = locale();
    let page = open.page.clone();
    let said = if page.entries.is_empty() {
        ().into_any()
    } else {
        view! { <Entries entries=page.entries.clone() /> }.into_any()
    };
    view! {
        <nav class="row" aria-label=say!(locale, desk.messages)>
            <a class="button plain" href=Console::Threads.path()>
                {say!(locale, desk.back_to_messages)}
            </a>
        </nav>
        <Said opened=open.clone() missed=say!(locale, desk.missed_message) done />
        <Facts page=page.clone() />
        <div class="console-sheet">
            <div class="stack loose">
                <section class="stack tight" aria-labelledby="message-title">
                    <h2 id="message-title">{say!(locale, contact.message)}</h2>
                    <p class="card said">{message(&page, locale)}</p>
                </section>
                {said}
                <Answer open=open.clone() />
            </div>
            <div class="stack loose">
                <Hands open=open.clone() />
                <Note open=open.clone() />
                <Ends open />
            </div>
        </div>
    }
    .into_any()
}

fn message(page: &Thread, locale: Locale) -> String {
    if page.gone {
        say!(locale, desk.writer_gone).to_owned()
    } else {
        page.message.clone()
    }
}

#[component]
fn Facts(page: Thread) -> AnyView {
    let (locale, language) = (locale(), language());
    let fact = |name: &'static str, text: String| {
        (!text.is_empty()).then(|| {
            view! {
                <dt>{name}</dt>
                <dd>{text}</dd>
            }
        })
    };
    let spoken = match page.language {
        Language::En => say!(locale, desk.english),
        Language::Ja => say!(locale, desk.japanese),
    };
    let account = if page.account.is_empty() {
        say!(locale, desk.no_account).to_owned()
    } else {
        grouped(&page.account)
    };
    view! {
        <dl class="facts console-identity">
            <dt>{say!(locale, console.state)}</dt>
            <dd>{badge(page.state, locale)}</dd>
            <dt>{say!(locale, contact.topic)}</dt>
            <dd>{topic(page.topic, language)}</dd>
            <dt>{say!(locale, console.sent)}</dt>
            <dd>
                <Moment at=page.sent_at />
            </dd>
            {fact(say!(locale, console.person), page.name)}
            {fact(say!(locale, console.company), page.company)}
            {fact(say!(locale, console.email), page.email)}
            {fact(say!(locale, contact.phone), page.phone)}
            {fact(say!(locale, console.number), account)}
            <dt>{say!(locale, desk.spoken)}</dt>
            <dd>{spoken}</dd>
        </dl>
    }
    .into_any()
}

#[component]
fn Entries(entries: Vec<ThreadEntry>) -> AnyView {
    let locale = locale();
    view! {
        <section class="stack tight" aria-labelledby="entries-title">
            <h2 id="entries-title">{say!(locale, desk.so_far)}</h2>
            <ol class="console-talk">{entries.into_iter().map(one).collect_view()}</ol>
        </section>
    }
    .into_any()
}

fn one(entry: ThreadEntry) -> impl IntoView {
    let locale = locale();
    let what = match entry.kind {
        EntryKind::Answer => say!(locale, desk.ev_answer),
        EntryKind::Note => say!(locale, desk.ev_note),
        EntryKind::Closed => say!(locale, desk.ev_closed),
        EntryKind::Reopened => say!(locale, desk.ev_reopened),
    };
    let by = (!entry.by.is_empty()).then(|| format!(" · {}", entry.by));
    let mail = entry.mail.map(|mail| match mail {
        MailStanding::Waiting => say!(locale, desk.mail_waits),
        MailStanding::Sent => say!(locale, desk.mail_sent),
        MailStanding::Failed => say!(locale, desk.mail_failed),
    });
    let mail = mail.map(|words| view! { " · " {words} });
    view! {
        <li>
            <p>
                <b>{what}</b>
                " "
                <span class="quiet small">
                    <Moment at=entry.at />
                    {by}
                    {mail}
                </span>
            </p>
            {(!entry.text.is_empty()).then(|| view! { <p class="said">{entry.text.clone()}</p> })}
        </li>
    }
}

/// What a form of this page has come back with, if it was one of these.
fn came_back(open: &Open, acts: &[&str]) -> Option<(ThreadForm, Option<Problem>)> {
    let is_this = acts.contains(&open.form.act.as_str()) && (open.problem.is_some() || open.missed);
    is_this.then(|| (open.form.clone(), open.problem.clone()))
}

/// A form of this page: the version that was looked at, and the password where it has to be shown.
fn form(open: &Open, acts: &'static [&'static str], fields: AnyView, buttons: AnyView) -> AnyView {
    let back = came_back(open, acts);
    let id = password_id(back.is_some(), acts.first().copied().unwrap_or_default());
    let problem = back.and_then(|(_, problem)| problem);
    let page = &open.page;
    let version = looked_at(
        open.problem.as_ref(),
        open.missed,
        open.form.version,
        page.version,
    );
    view! {
        <form class="stack tight" action=Console::Thread(page.id).path() method="post" novalidate=true>
            <input type="hidden" name="version" value=version.to_string() />
            {fields}
            <Password id asks=page.asks_password problem />
            <p class="actions">{buttons}</p>
        </form>
    }
    .into_any()
}

fn button(act: &'static str, class: &'static str, words: &'static str) -> impl IntoView {
    view! {
        <button class=class type="submit" name="act" value=act>
            {words}
        </button>
    }
}

#[component]
fn Answer(open: Open) -> AnyView {
    const ACTS: &[&str] = &["answer", "ask"];
    let locale = locale();
    if open.page.gone {
        return ().into_any();
    }
    let (back, problem) = came_back(&open, ACTS).unwrap_or_default();
    let text = named(
        "answer",
        "answer",
        say!(locale, desk.answer),
        Some(say!(locale, desk.answer_help)),
    );
    let entry = entry(back.answer, problem.as_ref(), "answer");
    let field = view! { <Field text entry rule=limits::CONTACT_ANSWER control=Control::area() /> };
    let buttons = view! {
        {button("answer", "button primary", say!(locale, desk.answer_send))}
        {button("ask", "button", say!(locale, desk.ask_send))}
    };
    view! {
        <section class="card stack" aria-labelledby="answer-title">
            <h2 id="answer-title">{say!(locale, desk.answer_title)}</h2>
            {form(&open, ACTS, field.into_any(), buttons.into_any())}
        </section>
    }
    .into_any()
}

/// Whose it is; taking it, and giving it back.
#[component]
fn Hands(open: Open) -> AnyView {
    let locale = locale();
    let page = &open.page;
    let text = if page.mine {
        say!(locale, console.assigned_me).to_owned()
    } else if page.assigned.is_empty() {
        say!(locale, console.assigned_nobody).to_owned()
    } else {
        say!(locale, console.assigned_to, name = page.assigned.clone()).to_string()
    };
    let words = view! { <p>{text}</p> }.into_any();
    if page.assigned.is_empty() {
        let take = button("take", "button", say!(locale, console.take)).into_any();
        form(&open, &["take"], words, take)
    } else if page.mine || page.role.may_audit() {
        let back = button("give_back", "button", say!(locale, console.give_back)).into_any();
        form(&open, &["give_back"], words, back)
    } else {
        words
    }
}

#[component]
fn Note(open: Open) -> AnyView {
    const ACTS: &[&str] = &["note"];
    let locale = locale();
    let (back, problem) = came_back(&open, ACTS).unwrap_or_default();
    let help = Some(say!(locale, console.notes_text));
    let text = named("note", "note", say!(locale, console.note), help);
    let entry = entry(back.note, problem.as_ref(), "note");
    let field = view! { <Field text entry rule=limits::NOTE control=Control::area() /> };
    let send = button("note", "button", say!(locale, console.note_send)).into_any();
    form(&open, ACTS, field.into_any(), send)
}

/// Closing the thread, and opening it again.
#[component]
fn Ends(open: Open) -> AnyView {
    let locale = locale();
    if open.page.state == ThreadState::Closed {
        let reopen = button("reopen", "button", say!(locale, desk.reopen)).into_any();
        form(&open, &["reopen"], ().into_any(), reopen)
    } else {
        let close = button("close", "button", say!(locale, desk.close)).into_any();
        form(&open, &["close"], ().into_any(), close)
    }
}
