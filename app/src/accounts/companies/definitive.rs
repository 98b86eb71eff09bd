//! The second of a company's two steps, behind the mailed link (R043–R046): all about the company, and its coordinator.
//! Opening it uses nothing up (Z39).

use domain::accounts::Asks;
use domain::places::Place;
use domain::refusal::Refusal;
use leptos::prelude::*;

use super::api::{CompanyOpened, open_company};
use crate::accounts::linked::{Linked, done};
use crate::accounts::own::sheet::{SheetOpened, SideSheet};
use crate::labels::locale;
use crate::problem::{Problem, ProblemNotice};
use crate::say;
use crate::ui::{Arrival, Icon, PageTitle, set_status};

/// The page.
#[component]
pub fn DefinitivePage() -> impl IntoView {
    let locale = locale();
    Arrival::here().greet();
    let title = if done().is_some() {
        say!(locale, company.sent_title)
    } else {
        say!(locale, company.definitive_title)
    };
    view! {
        <PageTitle text=title.to_owned() />
        <main id="content" tabindex="-1" class="page narrow sign-up">
            <h1>{title}</h1>
            <Linked ask=open_company told=sent sheet=form dead />
        </main>
    }
}

fn form(page: CompanyOpened) -> AnyView {
    let locale = locale();
    if let Some(problem) = page.problem.clone().filter(Problem::is_about_the_link) {
        return dead(problem);
    }
    let email = page.email.clone();
    let opened = SheetOpened {
        form: page.form,
        today: page.today,
        problem: page.problem,
        coordinator: page.coordinator,
        asks_password: page.asks_password,
        ..SheetOpened::default()
    };
    view! {
        <Steps second=true />
        <p class="lead">{say!(locale, company.definitive_lead)}</p>
        <dl class="facts">
            <dt>{say!(locale, sign_up.email)}</dt>
            <dd>{email}</dd>
        </dl>
        <SideSheet
            page=opened
            asks=Asks::Definitive
            place=Place::CompanyDetails
            cancels=false
            submit=say!(locale, company.register)
        />
    }
    .into_any()
}

/// How far one has come.
#[component]
pub(in crate::accounts) fn Steps(second: bool) -> impl IntoView {
    let locale = locale();
    let here = |is_here: bool| is_here.then_some("step");
    view! {
        <ol class="two-steps" aria-label=say!(locale, company.steps)>
            <li aria-current=here(!second)>{say!(locale, company.step_first)}</li>
            <li aria-current=here(second)>{say!(locale, company.step_second)}</li>
            <li>{say!(locale, company.step_approval)}</li>
        </ol>
    }
}

/// The registration is sent: what comes next (R046, R047).
fn sent(_done: String) -> AnyView {
    let locale = locale();
    view! {
        <div class="notice safe" role="status">
            <Icon name="done" />
            <p>{say!(locale, company.sent_text)}</p>
        </div>
        <section class="form-part" aria-labelledby="next-title">
            <h2 id="next-title">{say!(locale, sign_up.done_next)}</h2>
            <ol class="steps">
                <li>{say!(locale, company.sent_looks)}</li>
                <li>{say!(locale, company.sent_mail)}</li>
                <li>{say!(locale, company.sent_meanwhile)}</li>
            </ol>
        </section>
        <p class="actions">
            <a class="button primary" href=Place::MemberSignIn.path() rel="external">
                {say!(locale, company.member_page)}
            </a>
        </p>
    }
    .into_any()
}

/// A link that is no longer good, and how to begin again (E07).
fn dead(problem: Problem) -> AnyView {
    let locale = locale();
    let (title, text) = match &problem {
        Problem::Refused(Refusal::LinkExpired) => (
            say!(locale, sign_up.expired_title),
            say!(locale, company.expired_text),
        ),
        Problem::Refused(Refusal::LinkUsed) => {
            (say!(locale, sign_up.used_title), say!(locale, company.used_text))
        }
        Problem::Refused(Refusal::LinkDead) => {
            (say!(locale, sign_up.dead_title), say!(locale, sign_up.dead_text))
        }
        _ => return view! { <ProblemNotice problem /> }.into_any(),
    };
    set_status(410);
    view! {
        <div class="notice wait" role="alert">
            <Icon name="clock" />
            <h2 class="notice-title">{title}</h2>
            <p>{text}</p>
        </div>
        <p class="actions">
            <a class="button primary" href=Place::MemberSignIn.path() rel="external">
                {say!(locale, sign_up.to_log_in)}
            </a>
            <a class="button" href=Place::SignUpCompany.path()>
                {say!(locale, company.begin_again)}
            </a>
        </p>
    }
    .into_any()
}
