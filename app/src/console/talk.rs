//! What is said about an application: whose it is, notes for each other, and what happened so far.

use domain::screening::fields::FIELDS;
use domain::screening::views::{Event, EventKind, Sheet};
use domain::text::limits;
use domain::words::profile_field;
use leptos::prelude::*;

use super::api::OpenSheet;
use super::deciding::{address, came_back};
use super::part::{Part, listed};
use super::wording::event;
use crate::labels::{language, locale};
use crate::problem::form::entry;
use crate::say;
use crate::ui::{Control, Field, Moment, named};

/// Whose it is; taking it, and giving it back.
#[component]
pub fn Assigned(sheet: Sheet) -> AnyView {
    let locale = locale();
    let text = if sheet.mine {
        say!(locale, console.assigned_me).to_owned()
    } else if sheet.assigned.is_empty() {
        say!(locale, console.assigned_nobody).to_owned()
    } else {
        say!(locale, console.assigned_to, name = sheet.assigned.clone()).to_string()
    };
    let act = if sheet.assigned.is_empty() {
        Some(("take", say!(locale, console.take)))
    } else if sheet.mine || sheet.role.may_audit() {
        Some(("give_back", say!(locale, console.give_back)))
    } else {
        None
    };
    let act = act.filter(|_| sheet.standing.is_open()).map(|(act, words)| {
        view! {
            <button class="button" type="submit" name="act" value=act>
                {words}
            </button>
        }
    });
    view! {
        <form class="row" action=address(sheet.id) method="post">
            <span>{text}</span>
            {act}
        </form>
    }
    .into_any()
}

/// Notes, and a new one.
#[component]
pub fn Notes(sheet: Sheet, page: OpenSheet) -> AnyView {
    let locale = locale();
    let (form, problem) = came_back(&page, "note").unwrap_or_default();
    let note = entry(form.note, problem.as_ref(), "note");
    let text = named(
        "note",
        "note",
        say!(locale, console.note),
        Some(say!(locale, console.notes_text)),
    );
    let notes = sheet.notes.iter().map(|note| {
        view! {
            <li>
                <p class="quiet small">
                    {note.by.clone()}
                    " · "
                    <Moment at=note.at />
                </p>
                <p class="said">{note.text.clone()}</p>
            </li>
        }
    });
    let list = listed(notes, say!(locale, console.no_notes));
    view! {
        <Part id="notes-title" title=say!(locale, console.notes)>
            {list}
            <form class="stack tight" action=address(sheet.id) method="post" novalidate=true>
                <Field text entry=note rule=limits::NOTE control=Control::area() />
                <p class="actions">
                    <button class="button" type="submit" name="act" value="note">
                        {say!(locale, console.note_send)}
                    </button>
                </p>
            </form>
        </Part>
    }
    .into_any()
}

/// What happened, the newest first.
#[component]
pub fn History(events: Vec<Event>) -> impl IntoView {
    let locale = locale();
    view! {
        <Part id="history-title" title=say!(locale, console.history)>
            <ol class="console-talk">{events.into_iter().map(one).collect_view()}</ol>
        </Part>
    }
}

fn one(happened: Event) -> impl IntoView {
    let (locale, language) = (locale(), language());
    let by = match (happened.what, happened.by.is_empty()) {
        (EventKind::Sent | EventKind::Answered, _) => say!(locale, console.by_applicant).to_owned(),
        (_, true) => say!(locale, console.by_operator).to_owned(),
        (_, false) => say!(locale, console.by, name = happened.by).to_string(),
    };
    let fields = FIELDS.into_iter().filter_map(|field| {
        let reason = happened.fields.get(field)?.clone();
        Some(view! { <li>{profile_field(field, language)} " – " {reason}</li> })
    });
    let fields = (!happened.fields.is_empty()).then(|| view! { <ul>{fields.collect_view()}</ul> });
    view! {
        <li>
            <p>
                <b>{event(happened.what, locale)}</b>
                " "
                <span class="quiet small">
                    <Moment at=happened.at />
                    " · "
                    {by}
                </span>
            </p>
            {(!happened.text.is_empty()).then(|| view! { <p class="said">{happened.text}</p> })}
            {fields}
        </li>
    }
}
