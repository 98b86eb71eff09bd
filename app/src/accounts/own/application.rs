//! How one's application to become a supplier, or to be let in as a company, stands (Z19, R038–R040, R046); after a rejection, the stored form to revise (Z42).

use domain::accounts::views::{Application, ApplicationState};
use domain::accounts::{Asks, SideForm};
use domain::places::Place;
use domain::screening::fields::FIELDS;
use leptos::prelude::*;

use super::Page;
use super::api::{SideOpened, open_side};
use super::sheet::SideSheet;
use super::wording::state;
use crate::accounts::profile_fields::label;
use crate::labels::{Locale, locale};
use crate::say;
use crate::ui::{Icon, Moment};

/// The page.
#[component]
pub fn ApplicationPage() -> impl IntoView {
    let opened = Resource::new_blocking(|| (), |()| open_side());
    let title = say!(locale(), account.application_title);
    view! { <Page title opened content=standing with_way_back=true /> }
}

fn standing(page: SideOpened) -> AnyView {
    let locale = locale();
    let Some(application) = page.account.application.clone() else {
        return view! { <p>{say!(locale, account.no_application)}</p> }.into_any();
    };
    let form = page.account.may_update.then(|| match application.state {
        ApplicationState::Rejected => {
            Some(view! { <Again page application=application.clone() /> }.into_any())
        }
        ApplicationState::Asked => Some(view! { <Answer page application=application.clone() /> }.into_any()),
        ApplicationState::Pending | ApplicationState::Approved => None,
    });
    let form = form.flatten();
    view! {
        <Standing application />
        {form}
    }
    .into_any()
}

/// How a company's registration stands: class, icon and sentence (E10).
fn company_words(application: &Application, locale: Locale) -> (&'static str, &'static str, &'static str) {
    match application.state {
        // Whom it names is no coordinator any more.
        ApplicationState::Pending if application.coordinator.is_empty() => {
            ("notice wait", "clock", say!(locale, company.pending_owner))
        }
        ApplicationState::Pending => ("notice wait", "clock", say!(locale, company.pending_text)),
        ApplicationState::Asked => ("notice wait", "info", say!(locale, company.asked_text)),
        ApplicationState::Approved => ("notice safe", "check", say!(locale, company.approved_text)),
        ApplicationState::Rejected => ("notice wrong", "warn", say!(locale, company.rejected_text)),
    }
}

#[component]
fn Standing(application: Application) -> AnyView {
    let locale = locale();
    let buys = application.buys_meanwhile;
    let (class, icon, text) = match application.state {
        _ if application.is_company => company_words(&application, locale),
        ApplicationState::Pending if buys => ("notice wait", "clock", say!(locale, account.pending_buyer)),
        ApplicationState::Pending => ("notice wait", "clock", say!(locale, account.pending_supplier)),
        ApplicationState::Asked => ("notice wait", "info", say!(locale, account.asked_text)),
        ApplicationState::Approved => ("notice safe", "check", say!(locale, account.approved_text)),
        ApplicationState::Rejected => ("notice wrong", "warn", say!(locale, account.rejected_text)),
    };
    let reason = (!application.reason.is_empty()).then(|| {
        view! {
            <p>
                <b>{say!(locale, account.reason)}</b>
                " "
                {application.reason}
            </p>
        }
    });
    let question = (!application.question.is_empty()).then(|| {
        view! {
            <p><b>{say!(locale, account.question)}</b></p>
            <p class="said">{application.question}</p>
        }
    });
    let fields = FIELDS.into_iter().filter_map(|field| {
        let reason = application.fields.get(field)?.clone();
        Some(view! {
            <li>
                <b>{label(field, locale)}</b>
                " – "
                {reason}
            </li>
        })
    });
    let fields = (!application.fields.is_empty()).then(|| {
        view! {
            <p><b>{say!(locale, account.fields_title)}</b></p>
            <ul>{fields.collect_view()}</ul>
        }
    });
    let coordinator = (!application.coordinator.is_empty()).then(|| {
        view! {
            <dt>{say!(locale, company.coordinator)}</dt>
            <dd>{application.coordinator}</dd>
        }
    });
    let decided = application.decided_at.map(|at| {
        view! {
            <dt>{say!(locale, account.decided)}</dt>
            <dd>
                <Moment at=at />
            </dd>
        }
    });
    view! {
        <div class=class>
            <Icon name=icon />
            <h2 class="notice-title">{state(application.state, locale)}</h2>
            <p>{text}</p>
            {reason}
            {fields}
            {question}
        </div>
        <dl class="facts">
            <dt>{say!(locale, account.sent)}</dt>
            <dd>
                <Moment at=application.created_at />
            </dd>
            {coordinator}
            {decided}
        </dl>
    }
    .into_any()
}

/// Whose fields an application tells.
const fn asks(is_company: bool) -> Asks {
    if is_company {
        Asks::Definitive
    } else {
        Asks::Supplier
    }
}

/// The form as it was sent, to revise and send again; what came back with faults stays as it was typed.
#[component]
fn Again(page: SideOpened, application: Application) -> AnyView {
    let locale = locale();
    let is_company = application.is_company;
    let form = if page.returned {
        page.form.clone()
    } else {
        SideForm {
            profile: application.form,
            agreed: None,
        }
    };
    let submit = say!(locale, account.apply_again);
    // The reasons stand at the fields.
    let remarks = application
        .fields
        .into_iter()
        .map(|(field, reason)| {
            (
                field,
                say!(locale, account.field_remark, reason = reason).to_string(),
            )
        })
        .collect();
    view! {
        <h2>{say!(locale, account.revise)}</h2>
        <p>{say!(locale, account.revise_text)}</p>
        <SideSheet
            page=SideOpened { form, ..page }
            asks=asks(is_company)
            place=Place::AccountApplication
            agrees=true
            remarks
            submit
        />
    }
    .into_any()
}

/// The question is answered above the form as it was sent, which can be corrected too.
#[component]
fn Answer(page: SideOpened, application: Application) -> AnyView {
    let locale = locale();
    let is_company = application.is_company;
    let form = if page.returned {
        page.form.clone()
    } else {
        SideForm {
            profile: application.form,
            agreed: None,
        }
    };
    let submit = say!(locale, account.answer_send);
    view! {
        <h2>{say!(locale, account.answer_title)}</h2>
        <p>{say!(locale, account.answer_text)}</p>
        <SideSheet
            page=SideOpened { form, ..page }
            asks=asks(is_company)
            place=Place::AccountApplication
            answers=true
            submit
        />
    }
    .into_any()
}
