//! The server side of a call: where a server function picks up the market and the visitor. The one module of this crate
//! that exists on the server only.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::http::request::Parts;
use domain::language::Language;
use domain::refusal::Refusal;
use domain::violations::Violations;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use services::accounts::caller::Caller;
use services::accounts::session::SignedIn;
use services::accounts::token::Token;
use services::error::{Answer, Error};
use services::market::Market;
use services::proofs::Staff;

use crate::console::desk::{Back, Opened};
use crate::problem::Problem;
use crate::session::{HouseInfo, Session};

/// Who is there, as the session layer found it; travels in the request's extensions.
#[derive(Clone)]
pub struct Arrival {
    pub session: Session,
    pub house: HouseInfo,
    pub signed_in: Option<SignedIn>,
    /// Whether somebody is signed in who may do nothing: suspended, or their company (E10).
    pub suspended: bool,
    /// The browser, for limits and guards.
    pub caller: Caller,
    /// The mailed link that this browser opened a moment ago.
    pub flow: Option<String>,
    /// The sign-in of this browser that waits for its second step.
    pub half: Option<Token>,
    /// Names this request in the log.
    pub reference: String,
}

/// A form that was posted and came back with faults: the page shows it again as it was typed.
#[derive(Clone)]
pub struct Returned<F> {
    pub form: F,
    pub problem: Option<Problem>,
}

/// What came back in place of a form that was opened with another mailed link than the last one. It is not shown again: it
/// would be the form of that one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherLink;

/// The desk of one call.
pub struct Desk {
    pub market: Market,
    arrival: Arc<Arrival>,
}

/// Opens the desk in a server function or while a page is rendered.
///
/// # Errors
/// Only if the router forgot to provide the market or the session layer: a fault of ours.
pub fn open() -> Result<Desk, Problem> {
    let broken = || Problem::Broken {
        reference: "desk".to_owned(),
    };
    let market = use_context::<Market>().ok_or_else(broken)?;
    let arrival = use_context::<Arc<Arrival>>().ok_or_else(broken)?;
    Ok(Desk { market, arrival })
}

impl Desk {
    /// The person signed in.
    #[must_use]
    pub fn signed_in(&self) -> Option<&SignedIn> {
        self.arrival.signed_in.as_ref()
    }

    /// The person signed in, for what nobody else may see.
    ///
    /// # Errors
    /// [`Refusal::SignInFirst`], with its status set for script clients.
    pub fn who(&self) -> Result<&SignedIn, Problem> {
        match self.signed_in() {
            Some(who) => Ok(who),
            None => self.answer(Err(Refusal::SignInFirst.into())),
        }
    }

    /// Asks that nobody is suspended who sends something that others may send without signing in.
    ///
    /// # Errors
    /// [`Refusal::Suspended`], with its status set for script clients.
    pub fn not_suspended(&self) -> Result<(), Problem> {
        if self.arrival.suspended {
            return self.answer(Err(Refusal::Suspended.into()));
        }
        Ok(())
    }

    /// Somebody of the owner's people, with their session. To anybody else the console is not there.
    ///
    /// # Errors
    /// [`Refusal::SignInFirst`]; [`Refusal::NotFound`] for buyers and suppliers.
    pub fn staff(&self) -> Result<(Staff, &SignedIn), Problem> {
        let who = self.who()?;
        match who.staff(self.caller()) {
            Some(staff) => Ok((staff, who)),
            None => self.answer(Err(Refusal::NotFound.into())),
        }
    }

    /// The browser that asks.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        &self.arrival.caller
    }

    /// The mailed link that this browser opened a moment ago; empty when there is none.
    ///
    /// # Errors
    /// [`Refusal::LinkOther`] where the page answers a form that was opened with another one.
    pub fn flow(&self) -> Result<&str, Problem> {
        if returned::<OtherLink>().is_some() {
            return self.answer(Err(Refusal::LinkOther.into()));
        }
        Ok(self.arrival.flow.as_deref().unwrap_or_default())
    }

    /// The sign-in of this browser that waits for its second step.
    #[must_use]
    pub fn half(&self) -> Option<&Token> {
        self.arrival.half.as_ref()
    }

    /// The language of the page.
    #[must_use]
    pub fn language(&self) -> Language {
        self.arrival.session.language
    }

    /// What a page shows instead of what was asked for, where that is a part of its answer. A breakage is logged here.
    #[must_use]
    pub fn problem(&self, error: Error) -> Problem {
        problem_of(error, &self.arrival.reference)
    }

    /// Turns a use case's answer into what crosses the wire. A breakage is logged here, once.
    ///
    /// # Errors
    /// The problem, with its status set for script clients.
    pub fn answer<T>(&self, answer: Answer<T>) -> Result<T, Problem> {
        answer.map_err(|error| {
            let problem = match self.problem(error) {
                // They are signed in, and it would not help to do so again.
                Problem::Refused(Refusal::SignInFirst) if self.arrival.suspended => {
                    Problem::Refused(Refusal::Suspended)
                }
                other => other,
            };
            if let Some(response) = use_context::<ResponseOptions>() {
                // The address of a form that was posted plainly answers with a redirect, which a status would spoil.
                if !is_plain_post() {
                    response.set_status(status_of(&problem));
                }
            }
            problem
        })
    }
}

/// Logs a breakage under the request's reference; a refusal is nobody's fault.
#[must_use]
pub fn problem_of(error: Error, reference: &str) -> Problem {
    match error {
        Error::Refused(refusal) => Problem::Refused(refusal),
        broken if broken.is_passing() => {
            tracing::warn!(reference, error = format!("{broken:#}"), "busy");
            Problem::Refused(Refusal::Busy)
        }
        Error::Broken(error) => {
            tracing::error!(reference, error = format!("{error:#}"), "a call broke");
            Problem::Broken {
                reference: reference.to_owned(),
            }
        }
    }
}

/// The status that says the same to a script.
#[must_use]
pub fn status_of(problem: &Problem) -> StatusCode {
    match problem {
        Problem::Refused(Refusal::Faults(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        Problem::Refused(
            Refusal::WrongCredentials
            | Refusal::SignInFirst
            | Refusal::StepOver
            | Refusal::ProveFirst
            | Refusal::PasskeyFailed,
        ) => StatusCode::UNAUTHORIZED,
        Problem::Refused(
            Refusal::NotAllowed
            | Refusal::Unverified { .. }
            | Refusal::Suspended
            | Refusal::PassOnFirst
            | Refusal::OnlyAdministrator
            | Refusal::UnderReview,
        ) => StatusCode::FORBIDDEN,
        Problem::Refused(
            Refusal::Locked { .. } | Refusal::Closed | Refusal::TooMany { .. } | Refusal::TriesUsed,
        ) => StatusCode::TOO_MANY_REQUESTS,
        Problem::Refused(Refusal::LinkExpired | Refusal::LinkUsed | Refusal::LinkDead) => StatusCode::GONE,
        Problem::Refused(Refusal::LinkOther) => StatusCode::CONFLICT,
        Problem::Refused(Refusal::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
        Problem::Refused(Refusal::TooSlow) => StatusCode::REQUEST_TIMEOUT,
        Problem::Refused(Refusal::NotFound) => StatusCode::NOT_FOUND,
        Problem::Refused(Refusal::Busy) | Problem::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
        Problem::Broken { .. } => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The form that came back, if this page answers a post.
#[must_use]
pub fn returned<F: Clone + Send + Sync + 'static>() -> Option<Returned<F>> {
    use_context::<Returned<F>>()
}

/// A page of the console with the form that came back to it, if one did.
#[must_use]
pub fn with_form<P, F: Clone + Default + Send + Sync + 'static>(page: P) -> Opened<P, F> {
    with_form_or(page, F::default())
}

/// The same, with another form in place of an empty one.
#[must_use]
pub fn with_form_or<P, F: Clone + Send + Sync + 'static>(page: P, form: F) -> Opened<P, F> {
    let (back, problem) = match returned::<Back<F>>() {
        Some(back) => (back.form, back.problem),
        None => {
            let missed = false;
            (Back { form, missed }, None)
        }
    };
    Opened {
        page,
        form: back.form,
        problem,
        missed: back.missed,
    }
}

impl From<Option<Returned<crate::console::Cared>>> for crate::console::people::api::Back {
    fn from(returned: Option<Returned<crate::console::Cared>>) -> Self {
        returned.map_or_else(Self::default, |returned| Self {
            form: returned.form.form,
            problem: returned.problem,
            missed: returned.form.missed,
        })
    }
}

/// Faults of a returned form.
#[must_use]
pub fn violations_of(problem: Option<&Problem>) -> Violations {
    problem.map(Problem::violations).unwrap_or_default()
}

fn is_plain_post() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        let wants_page = parts
            .headers
            .get("accept")
            .and_then(|v| v.to_str().ok())
            .is_some_and(|v| v.contains("text/html"));
        parts.method == axum::http::Method::POST && wants_page
    })
}
