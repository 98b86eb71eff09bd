//! The page of one application: what the applicant tells beside what is decided about it.

use domain::places::Console;
use domain::refusal::Refusal;
use domain::screening::QueueFilter;
use domain::screening::queue::Standing;
use domain::screening::views::Sheet;
use domain::words;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{OpenSheet, application};
use super::deciding::Deciding;
use super::difference::Difference;
use super::frame::{Page, query};
use super::keys::{self, KeysNote};
use super::talk::{Assigned, History, Notes};
use super::wording::{Due, kind};
use crate::accounts::own::wording::grouped;
use crate::labels::{language, locale, locale_of};
use crate::problem::{Problem, sentence};
use crate::say;
use crate::ui::{FaultLink, FaultSummary, Icon, Moment};

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
                <Difference form before reasons=fields />
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
        return view! { <Trouble problem /> }.into_any();
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
    view! {
        <div class="notice safe" role="status">
            <Icon name="check" />
            <p>{words}</p>
        </div>
    }
    .into_any()
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

/// What is to be corrected, with the way to it.
#[component]
fn Trouble(problem: Problem) -> AnyView {
    let language = language();
    let locale = locale_of(language);
    let Problem::Refused(Refusal::Faults(faults)) = &problem else {
        let text = Some(sentence(&problem, language));
        return view! { <FaultSummary title=say!(locale, console.not_done) text /> }.into_any();
    };
    let links: Vec<_> = faults
        .iter()
        .map(|(path, fault)| {
            let field = match path {
                "reason" => say!(locale, console.reason),
                "question" => say!(locale, console.question),
                "note" => say!(locale, console.note),
                "password" => say!(locale, console.password),
                other => words::profile_field(other.trim_start_matches("fields."), language),
            };
            let fault = words::violation(fault, language);
            FaultLink {
                field: Some(path.replace('.', "-")),
                text: say!(locale, console.fault_of_field, field = field, fault = fault).to_string(),
            }
        })
        .collect();
    let title = match links.len() {
        1 => say!(locale, console.fault_one).to_owned(),
        count => say!(locale, console.fault_many, count = count).to_string(),
    };
    view! { <FaultSummary title links /> }.into_any()
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
    let question = (!sheet.question.is_empty()).then(|| {
        view! {
            <dt>{say!(locale, console.open_question)}</dt>
            <dd class="said">{sheet.question.clone()}</dd>
        }
    });
    view! {
        <dl class="facts console-identity">
            <dt>{say!(locale, console.company)}</dt>
            <dd>
                <a href=Console::Company(sheet.company_id).path()>
                    <b>{sheet.form.company.clone()}</b>
                </a>
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
            <dd>
                <a href=Console::Person(sheet.number.clone()).path()>{grouped(&sheet.number)}</a>
            </dd>
            {decided}
            {question}
        </dl>
    }
}
