//! The decision: approving, rejecting with reasons, asking for more. Three forms, so that none is sent by accident.

use std::collections::BTreeMap;

use domain::places::Console;
use domain::refusal::Refusal;
use domain::screening::fields::of;
use domain::screening::queue::Standing;
use domain::screening::{Kind, ReviewForm};
use domain::text::limits;
use domain::words::profile_field;
use leptos::prelude::*;

use super::api::OpenSheet;
use super::keys;
use super::part::Typed;
use super::sheet::queue;
use crate::labels::{language, locale};
use crate::problem::Problem;
pub(super) use crate::problem::form::entry;
use crate::say;
pub(super) use crate::ui::named;
use crate::ui::{Control, Field};

/// The address that the forms of an application are posted to: its page's own.
pub(super) fn address(id: i64) -> String {
    Console::Application(id).with(&queue())
}

/// What a form of this page has come back with, if it was this one.
pub(super) fn came_back(page: &OpenSheet, act: &str) -> Option<(ReviewForm, Option<Problem>)> {
    let is_this = page.form.act == act && (page.problem.is_some() || page.missed);
    is_this.then(|| (page.form.clone(), page.problem.clone()))
}

/// The parts of the decision that are open.
#[component]
pub fn Deciding(page: OpenSheet) -> AnyView {
    let locale = locale();
    let waits = page.sheet.standing == Standing::Waiting;
    if !page.sheet.standing.is_open() {
        return left_over(&page, &[]).into_any();
    }
    let forms: &[&str] = if waits {
        &["approve", "reject", "ask"]
    } else {
        &["approve", "reject"]
    };
    let typed = left_over(&page, forms);
    view! {
        <section class="card stack" aria-labelledby="decide-title">
            <h2 id="decide-title">{say!(locale, console.decide_title)}</h2>
            <Approve page=page.clone() />
            <Reject page=page.clone() />
            {typed}
            {waits.then(|| view! { <Ask page /> })}
        </section>
    }
    .into_any()
}

/// The version that a form of the console carries: what was looked at stays what was looked at, also when the form comes back for a
/// password; whoever is told that somebody was faster goes on from the newest.
pub(super) const fn looked_at(problem: Option<&Problem>, missed: bool, posted: i32, newest: i32) -> i32 {
    if problem.is_some() && !missed {
        posted
    } else {
        newest
    }
}

/// What was typed into one of these forms that is not there any more.
fn left_over(page: &OpenSheet, forms: &[&str]) -> Option<AnyView> {
    let form = &page.form;
    let is_gone = page.missed && !forms.contains(&form.act.as_str());
    let texts = || {
        let texts = [&form.reason, &form.question]
            .into_iter()
            .chain(form.fields.values());
        texts.cloned().collect::<Vec<_>>()
    };
    is_gone.then(|| view! { <Typed texts=texts() /> }.into_any())
}

/// What every form of the decision carries.
#[component]
fn Carried(page: OpenSheet) -> impl IntoView {
    let newest = page.sheet.version;
    let version = looked_at(page.problem.as_ref(), page.missed, page.form.version, newest);
    view! { <input type="hidden" name="version" value=version.to_string() /> }
}

/// The password, where it was not shown within a quarter of an hour (T36).
#[component]
pub(super) fn Password(
    /// Unique on the page; the one of the form that came back is found by its summary.
    id: String,
    asks: bool,
    #[prop(optional_no_strip)] problem: Option<Problem>,
) -> impl IntoView {
    let locale = locale();
    let asks = asks || problem == Some(Problem::Refused(Refusal::ProveFirst));
    asks.then(|| {
        let entry = entry(String::new(), problem.as_ref(), "password");
        let help = Some(say!(locale, console.password_help));
        let text = named(id, "password", say!(locale, console.password), help);
        let control = Control::password();
        view! { <Field text entry required=true control /> }
    })
}

/// The id of a form's password field.
pub(super) fn password_id(back: bool, act: &str) -> String {
    if back {
        "password".to_owned()
    } else {
        format!("{act}-password")
    }
}

#[component]
fn Approve(page: OpenSheet) -> impl IntoView {
    let locale = locale();
    let back = came_back(&page, "approve");
    let id = password_id(back.is_some(), "approve");
    let problem = back.and_then(|(_, problem)| problem);
    let sheet = page.sheet.clone();
    let text = match sheet.kind {
        Kind::Company => say!(locale, console.approve_company_text),
        Kind::Registration | Kind::Change => say!(locale, console.approve_text),
    };
    view! {
        <form class="stack tight" action=address(sheet.id) method="post" novalidate=true>
            <Carried page=page.clone() />
            <Password id asks=sheet.asks_password problem />
            <p class="help">{text}</p>
            <p class="actions">
                <button class="button primary" id=keys::APPROVE type="submit" name="act" value="approve">
                    {say!(locale, console.approve)}
                </button>
            </p>
        </form>
    }
}

#[component]
fn Reject(page: OpenSheet) -> AnyView {
    let locale = locale();
    let back = came_back(&page, "reject");
    let open = back.is_some();
    let id = password_id(open, "reject");
    let (form, problem) = back.unwrap_or_default();
    let sheet = page.sheet.clone();
    let general = named(keys::REASON, "reason", say!(locale, console.reason), None);
    let reason = entry(form.reason, problem.as_ref(), "reason");
    view! {
        <details class="console-act" id=keys::REJECT open=open>
            <summary class="button danger">{say!(locale, console.reject)}</summary>
            <form class="stack" action=address(sheet.id) method="post" novalidate=true>
                <Carried page=page.clone() />
                <p class="help">{say!(locale, console.reject_text)}</p>
                <Field text=general entry=reason rule=limits::REASON control=Control::area() />
                <FieldReasons kind=sheet.kind given=form.fields problem=problem.clone() />
                <Password id asks=sheet.asks_password problem />
                <p class="actions">
                    <button class="button danger" type="submit" name="act" value="reject">
                        {say!(locale, console.reject_send)}
                    </button>
                </p>
            </form>
        </details>
    }
    .into_any()
}

#[component]
fn FieldReasons(
    kind: Kind,
    given: BTreeMap<String, String>,
    #[prop(optional_no_strip)] problem: Option<Problem>,
) -> AnyView {
    let locale = locale();
    let language = language();
    let fields = of(kind).map(|field| {
        let text = given.get(field).cloned().unwrap_or_default();
        let entry = entry(text, problem.as_ref(), &format!("fields.{field}"));
        let text = named(
            format!("fields-{field}"),
            format!("fields[{field}]"),
            profile_field(field, language),
            None,
        );
        view! { <Field text entry rule=limits::FIELD_REASON /> }
    });
    view! {
        <fieldset class="stack tight" aria-labelledby="field-reasons">
            <h3 id="field-reasons">{say!(locale, console.field_reasons)}</h3>
            {fields.collect_view()}
        </fieldset>
    }
    .into_any()
}

#[component]
fn Ask(page: OpenSheet) -> AnyView {
    let locale = locale();
    let back = came_back(&page, "ask");
    let open = back.is_some();
    let id = password_id(open, "ask");
    let (form, problem) = back.unwrap_or_default();
    let sheet = page.sheet.clone();
    let text = named("question", "question", say!(locale, console.question), None);
    let question = entry(form.question, problem.as_ref(), "question");
    view! {
        <details class="console-act" open=open>
            <summary class="button">{say!(locale, console.ask)}</summary>
            <form class="stack" action=address(sheet.id) method="post" novalidate=true>
                <Carried page=page.clone() />
                <p class="help">{say!(locale, console.ask_text)}</p>
                <Field text entry=question rule=limits::QUESTION control=Control::area() />
                <Password id asks=sheet.asks_password problem />
                <p class="actions">
                    <button class="button" type="submit" name="act" value="ask">
                        {say!(locale, console.ask_send)}
                    </button>
                </p>
            </form>
        </details>
    }
    .into_any()
}
