//! What crosses the wire when something does not happen, and how a page says it.

pub mod form;

use domain::refusal::Refusal;
use domain::violations::Violations;
use leptos::prelude::*;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

use crate::labels::{Locale, language, locale};
use crate::say;
use crate::wire::TextJson;

/// Why a call to the server gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// A polite no.
    Refused(Refusal),
    /// A fault of ours, logged under this reference.
    Broken { reference: String },
    /// The server could not be reached, or what answered was not it.
    Unreachable,
}

impl Problem {
    /// The faults of fields, if that is what it is.
    #[must_use]
    pub fn violations(&self) -> Violations {
        match self {
            Self::Refused(Refusal::Faults(violations)) => violations.clone(),
            _ => Violations::none(),
        }
    }
}

impl Problem {
    /// Whether it is about the mailed link that one came by.
    #[must_use]
    pub const fn is_about_the_link(&self) -> bool {
        matches!(
            self,
            Self::Refused(Refusal::LinkExpired | Refusal::LinkUsed | Refusal::LinkDead)
        )
    }
}

impl FromServerFnError for Problem {
    type Encoder = TextJson;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            // Arguments that cannot be read were not made by our pages.
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => unreadable(),
            // At the server the same; in a browser it is an answer that somebody else has given, as a proxy that is out of
            // order or a hotel's network.
            ServerFnErrorErr::Deserialization(_) if is_server() => unreadable(),
            _ => Self::Unreachable,
        }
    }
}

/// What the server answers to what it cannot read. The framework would call it a fault of ours.
fn unreadable() -> Problem {
    crate::ui::set_status(400);
    Problem::Refused(Refusal::NotFound)
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            // For logs only: pages say it in sentences.
            Self::Refused(_) => f.write_str("refused"),
            Self::Broken { reference } => write!(f, "broken: {reference}"),
            Self::Unreachable => f.write_str("unreachable"),
        }
    }
}

/// The sentence for a problem, in the language of the page.
#[must_use]
pub fn sentence(problem: &Problem, language: domain::language::Language) -> String {
    let locale = crate::labels::locale_of(language);
    match problem {
        Problem::Refused(refusal) => domain::words::refusal(refusal, language),
        Problem::Broken { reference } => {
            say!(locale, problem.broken, reference = reference.as_str()).to_string()
        }
        Problem::Unreachable => say!(locale, problem.unreachable).to_string(),
    }
}

/// A problem in place of what was asked for, with a way on.
#[component]
pub fn ProblemNotice(problem: Problem) -> impl IntoView {
    let text = sentence(&problem, language());
    view! { <crate::ui::Wrong text /> }
}

/// The same on a page that anyone may see, where a refusal can only mean that it is too much just now. It knows no other
/// sentences, so that the first page need not carry them.
#[component]
pub fn PassingNotice(problem: Problem) -> impl IntoView {
    let locale = locale();
    let text = match problem {
        Problem::Broken { reference } => {
            say!(locale, problem.broken, reference = reference.as_str()).to_string()
        }
        Problem::Refused(_) => say!(locale, problem.busy).to_string(),
        Problem::Unreachable => say!(locale, problem.unreachable).to_string(),
    };
    view! { <crate::ui::Wrong text /> }
}

/// A problem in place of a whole page.
#[component]
pub fn ProblemPage(problem: Problem) -> impl IntoView {
    if problem == Problem::Refused(domain::refusal::Refusal::NotFound) {
        return view! {
            <main id="content" tabindex="-1" class="page">
                <NotFound />
            </main>
        }
        .into_any();
    }
    let title = say!(locale(), problem.broken_title);
    view! {
        <crate::ui::PageTitle text=title />
        <main id="content" tabindex="-1" class="page narrow stack">
            <h1>{title}</h1>
            <ProblemNotice problem />
        </main>
    }
    .into_any()
}

/// In place of a page that somebody may not see, or of what a form was to do: the account, or its company, is suspended.
#[component]
pub fn SuspendedPage(
    /// Whether a form was sent: what was typed in it is on the page before.
    sends: bool,
) -> impl IntoView {
    let locale = locale();
    let title = say!(locale, problem.suspended_title);
    let kept = sends.then(|| view! { <p>{say!(locale, problem.suspended_kept)}</p> });
    view! {
        <crate::ui::PageTitle text=title />
        <main id="content" tabindex="-1" class="page narrow stack">
            <h1>{title}</h1>
            <crate::ui::Wrong text=say!(locale, problem.suspended_text) />
            {kept}
            {ways_out(locale)}
        </main>
    }
}

/// In place of what a form was to do: its session has ended. What was typed is in the page, to be sent again after a log-in in
/// another window. Passwords are not: they are typed anew.
#[component]
pub fn SignedOutPage(
    /// Where the form was sent to.
    action: String,
    /// Where one logs in for it.
    sign_in: String,
    /// What was typed, by the names of the fields.
    fields: Vec<(String, String)>,
) -> impl IntoView {
    let locale = locale();
    let title = say!(locale, problem.signed_out_title);
    let hidden = fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    view! {
        <crate::ui::PageTitle text=title />
        <main id="content" tabindex="-1" class="page narrow stack">
            <h1>{title}</h1>
            <crate::ui::Wrong text=say!(locale, problem.signed_out_text) />
            <p>{say!(locale, problem.signed_out_how)}</p>
            <form class="actions" action=action method="post">
                {hidden.collect_view()}
                <a class="button primary" href=sign_in target="_blank" rel="external">
                    {say!(locale, problem.signed_out_log_in)}
                </a>
                <button class="button" type="submit">
                    {say!(locale, problem.signed_out_again)}
                </button>
            </form>
        </main>
    }
}

/// What somebody can do who is suspended: write, or log out.
pub fn ways_out(locale: Locale) -> AnyView {
    view! {
        <form class="actions" action=domain::places::Place::SignOut.path() method="post">
            <a class="button primary" href=domain::places::Place::Contact.path() rel="external">
                {say!(locale, problem.suspended_contact)}
            </a>
            <button class="button" type="submit">
                {say!(locale, problem.suspended_out)}
            </button>
        </form>
    }
    .into_any()
}

/// The page for an address where there is nothing.
#[component]
pub fn NotFound() -> impl IntoView {
    let locale = locale();
    crate::ui::set_status(404);
    view! {
        <crate::ui::PageTitle text=say!(locale, problem.not_found_title).to_string() />
        <div class="problem">
            <p class="problem-code">"404"</p>
            <h1>{say!(locale, problem.not_found_title)}</h1>
            <p>{say!(locale, problem.not_found_text)}</p>
            <p class="row">
                <a class="button primary" href=domain::places::Place::Home.path() rel="external">{say!(locale, problem.to_home)}</a>
            </p>
        </div>
    }
}
