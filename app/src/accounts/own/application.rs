//! How one's application to become a supplier stands (Z19, R038–R040); after a rejection, the stored form to revise (Z42).

use domain::accounts::views::{Application, ApplicationState};
use domain::accounts::{AccountType, SideForm};
use domain::places::Place;
use leptos::prelude::*;

use super::Page;
use super::api::{SideOpened, open_side};
use super::sheet::SideSheet;
use super::wording::state;
use crate::labels::locale;
use crate::say;
use crate::ui::{Icon, Moment};

/// The page.
#[component]
pub fn ApplicationPage() -> impl IntoView {
    let opened = Resource::new_blocking(|| (), |()| open_side());
    let title = say!(locale(), account.application);
    view! { <Page title opened content=standing with_way_back=true /> }
}

fn standing(page: SideOpened) -> AnyView {
    let locale = locale();
    let Some(application) = page.account.application.clone() else {
        return view! { <p>{say!(locale, account.no_application)}</p> }.into_any();
    };
    let again = application.state == ApplicationState::Rejected && page.account.may_update;
    let form = again.then(|| view! { <Again page application=application.clone() /> });
    view! {
        <Standing application />
        {form}
    }
    .into_any()
}

#[component]
fn Standing(application: Application) -> AnyView {
    let locale = locale();
    let buys = application.buys_meanwhile;
    let (class, icon, text) = match application.state {
        ApplicationState::Pending if buys => ("notice wait", "clock", say!(locale, account.pending_buyer)),
        ApplicationState::Pending => ("notice wait", "clock", say!(locale, account.pending_supplier)),
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
        </div>
        <dl class="facts">
            <dt>{say!(locale, account.sent)}</dt>
            <dd>
                <Moment at=application.created_at />
            </dd>
            {decided}
        </dl>
    }
    .into_any()
}

/// The form as it was sent, to revise and send again; what came back with faults stays as it was typed.
#[component]
fn Again(page: SideOpened, application: Application) -> AnyView {
    let locale = locale();
    let form = if page.problem.is_some() {
        page.form.clone()
    } else {
        SideForm {
            profile: application.form,
            agreed: None,
        }
    };
    let submit = say!(locale, account.apply_again);
    view! {
        <h2>{say!(locale, account.revise)}</h2>
        <p>{say!(locale, account.revise_text)}</p>
        <SideSheet
            page=SideOpened { form, ..page }
            kind=AccountType::Supplier
            place=Place::AccountApplication
            agrees=true
            submit
        />
    }
    .into_any()
}
