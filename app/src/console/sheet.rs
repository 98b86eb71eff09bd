//! The page of one application: what the applicant tells beside what is decided about it.

use domain::language::Language;
use domain::places::Console;
use domain::screening::queue::Standing;
use domain::screening::views::Sheet;
use domain::screening::{Kind, QueueFilter};
use domain::words;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{OpenSheet, application};
use super::deciding::Deciding;
use super::difference::Difference;
use super::frame::{Page, query};
use super::keys::{self, KeysNote};
use super::said::Trouble;
use super::talk::{Assigned, History, Notes};
use super::wording::{Due, kind};
use crate::accounts::own::wording::grouped;
use crate::labels::{locale, locale_of};
use crate::say;
use crate::ui::{Done, FaultSummary, Icon, Moment};

/// The page.
#[component]
pub fn SheetPage(id: i64) -> impl IntoView {
    let query = query();
    let opened = Resource::new_blocking(
        move || query.get(),
        move |query| application(id.to_string(), query),
    );
    let title = say!(locale(), console.one_title, id = id).to_string();
    keys::listen_on_sheet();
    view! { <Page title here=Console::Application(id) opened role=|page: &OpenSheet| page.sheet.role content=everything /> }
}

/// The queue that the reader came from, as it stands in the address.
pub(super) fn queue() -> String {
    QueueFilter::of_query(&query().get_untracked()).query()
}

fn everything(page: OpenSheet) -> AnyView {
    let locale = locale();
    let sheet = page.sheet.clone();
    let (form, before, fields) = (sheet.form.clone(), sheet.before.clone(), sheet.fields.clone());
    view! {
        <Around sheet=sheet.clone() />
        <Said page=page.clone() />
        <Identity sheet=sheet.clone() />
        <div class="console-sheet">
            <section class="stack" aria-labelledby="form-title">
                <h2 id="form-title">{say!(locale, console.form_title)}</h2>
                <Difference kind=sheet.kind form before reasons=fields />
            </section>
            <div class="stack loose">
                <Assigned sheet=sheet.clone() />
                <Deciding page=page.clone() />
                <Notes sheet=sheet.clone() page />
                <History events=sheet.events />
            </div>
        </div>
    }
    .into_any()
}

/// The neighbours in the queue.
#[component]
fn Around(sheet: Sheet) -> impl IntoView {
    let locale = locale();
    let queue = queue();
    let step =
        |to: Option<i64>, id: &'static str, rel: &'static str, icon: &'static str, words: &'static str| {
            to.map(|to| {
                view! {
                    <a class="button" id=id rel=rel href=Console::Application(to).with(&queue)>
                        <Icon name=icon />
                        {words}
                    </a>
                }
            })
        };
    view! {
        <nav class="row" aria-label=say!(locale, console.queue_title)>
            <a class="button plain" href=Console::Applications.with(&queue)>
                {say!(locale, console.back)}
            </a>
            {step(sheet.previous, keys::PREVIOUS, "prev", "chevron-left", say!(locale, console.previous))}
            {step(sheet.next, keys::NEXT, "next", "chevron-right", say!(locale, console.next))}
            <KeysNote text=say!(locale, console.keys) />
        </nav>
    }
}

/// What became of the last form: done, missed, or come back with faults.
#[component]
fn Said(page: OpenSheet) -> AnyView {
    let locale = locale();
    if page.missed {
        return view! { <Missed sheet=page.sheet /> }.into_any();
    }
    if let Some(problem) = page.problem {
        return view! { <Trouble problem called /> }.into_any();
    }
    let done = use_query_map().with_untracked(|query| query.get("done"));
    let words = match done.as_deref() {
        Some("approve") => say!(locale, console.done_approved),
        Some("reject") => say!(locale, console.done_rejected),
        Some("ask") => say!(locale, console.done_asked),
        Some("note") => say!(locale, console.done_noted),
        Some("take") => say!(locale, console.done_taken),
        Some("give_back") => say!(locale, console.done_given_back),
        _ => return ().into_any(),
    };
    view! { <Done text=words /> }.into_any()
}

/// Nothing was done, because the application is not what was looked at.
#[component]
fn Missed(sheet: Sheet) -> impl IntoView {
    let locale = locale();
    let text = match (sheet.standing.is_open(), sheet.decided_by.is_empty()) {
        (true, _) => say!(locale, console.missed_changed).to_owned(),
        (false, true) => say!(locale, console.missed_operator).to_owned(),
        (false, false) => say!(locale, console.missed_decided, name = sheet.decided_by).to_string(),
    };
    view! { <FaultSummary title=say!(locale, console.missed_title) text=Some(text) /> }
}

/// How a field of this page is called.
fn called(path: &str, language: Language) -> &'static str {
    let locale = locale_of(language);
    match path {
        "reason" => say!(locale, console.reason),
        "question" => say!(locale, console.question),
        "note" => say!(locale, console.note),
        "password" => say!(locale, console.password),
        other => words::profile_field(other.trim_start_matches("fields."), language),
    }
}

/// Who applies, for what, since when, and how it stands.
#[component]
fn Identity(sheet: Sheet) -> impl IntoView {
    let locale = locale();
    let decided = sheet.decided_at.map(|at| {
        let by = if sheet.decided_by.is_empty() {
            say!(locale, console.by_operator).to_owned()
        } else {
            say!(locale, console.by, name = sheet.decided_by.clone()).to_string()
        };
        let word = match sheet.standing {
            Standing::Approved => say!(locale, console.decided_approved),
            _ => say!(locale, console.decided_rejected),
        };
        let reason = (!sheet.reason.is_empty()).then(|| view! { <p class="said">{sheet.reason.clone()}</p> });
        view! {
            <dt>{word}</dt>
            <dd>
                <Moment at=at />
                " "
                {by}
                {reason}
            </dd>
        }
    });
    let coordinator = (sheet.kind == Kind::Company).then(|| view! { <Coordinator sheet=sheet.clone() /> });
    let question = (!sheet.question.is_empty()).then(|| {
        view! {
            <dt>{say!(locale, console.open_question)}</dt>
            <dd class="said">{sheet.question.clone()}</dd>
        }
    });
    // A coordinator has this queue alone.
    let looked_up = |place: Console, words: String| {
        if sheet.role.may_look_up() {
            view! { <a href=place.path()>{words}</a> }.into_any()
        } else {
            words.into_any()
        }
    };
    let company = looked_up(Console::Company(sheet.company_id), sheet.form.company.clone());
    let number = looked_up(Console::Person(sheet.number.clone()), grouped(&sheet.number));
    view! {
        <dl class="facts console-identity">
            <dt>{say!(locale, console.company)}</dt>
            <dd>
                <b>{company}</b>
            </dd>
            <dt>{say!(locale, console.kind)}</dt>
            <dd>{kind(sheet.kind, locale)}</dd>
            <dt>{say!(locale, console.state)}</dt>
            <dd>
                <Due clock=sheet.clock stands=sheet.standing />
            </dd>
            <dt>{say!(locale, console.sent)}</dt>
            <dd>
                <Moment at=sheet.sent_at />
            </dd>
            <dt>{say!(locale, console.email)}</dt>
            <dd>{sheet.email.clone()}</dd>
            <dt>{say!(locale, console.number)}</dt>
            <dd>{number}</dd>
            {coordinator}
            {decided}
            {question}
        </dl>
    }
}

/// Who was named to decide; whoever else does so acts for them (Z4).
#[component]
fn Coordinator(sheet: Sheet) -> impl IntoView {
    let locale = locale();
    let name = if sheet.coordinator.is_empty() {
        view! { <span class="quiet">{say!(locale, console.coordinator_gone)}</span> }.into_any()
    } else {
        sheet.coordinator.clone().into_any()
    };
    let acts_for =
        (sheet.standing.is_open() && !sheet.names_me && !sheet.coordinator.is_empty()).then(|| {
            let text = say!(locale, console.acts_for, name = sheet.coordinator.clone()).to_string();
            view! { <p class="quiet small">{text}</p> }
        });
    view! {
        <dt>{say!(locale, console.coordinator)}</dt>
        <dd>{name} {acts_for}</dd>
    }
}
