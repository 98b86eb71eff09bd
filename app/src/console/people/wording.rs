//! Words that the pages about people and companies share.

use domain::accounts::{AccountType, StaffRole};
use domain::people::{Act, State};
use leptos::prelude::*;

use crate::frame::kinds::type_name;
use crate::labels::{Locale, locale};
use crate::say;
use crate::ui::Icon;

/// How somebody stands.
#[must_use]
pub fn state(state: State, locale: Locale) -> &'static str {
    match state {
        State::Active => say!(locale, people.state_active),
        State::Screening => say!(locale, people.state_screening),
        State::Rejected => say!(locale, people.state_rejected),
        State::Suspended => say!(locale, people.state_suspended),
        State::Unverified => say!(locale, people.state_unverified),
    }
}

/// As what somebody can sign in.
#[must_use]
pub fn kinds(kinds: &[AccountType], locale: Locale) -> String {
    let names: Vec<_> = kinds.iter().map(|kind| type_name(*kind, locale)).collect();
    names.join(", ")
}

/// The same with an icon, never by colour alone.
#[component]
pub fn Badge(of: State) -> impl IntoView {
    let (class, icon) = match of {
        State::Active => ("badge safe", "check"),
        State::Screening | State::Unverified => ("badge wait", "clock"),
        State::Rejected => ("badge wrong", "close"),
        State::Suspended => ("badge wrong", "warn"),
    };
    view! {
        <span class=class>
            <Icon name=icon />
            {state(of, locale())}
        </span>
    }
}

/// What somebody of the owner's people is there for.
#[must_use]
pub fn staff_role(role: StaffRole, locale: Locale) -> &'static str {
    match role {
        StaffRole::Administrator => say!(locale, people.role_administrator),
        StaffRole::Screening => say!(locale, people.role_screening),
        StaffRole::Desk => say!(locale, people.role_desk),
        StaffRole::Coordinator => say!(locale, console.coordinator),
        StaffRole::Stock => say!(locale, people.role_stock),
        StaffRole::Trainings => say!(locale, people.role_trainings),
    }
}

/// What an act is called, and what it does. `company`: about a company, not a person.
#[must_use]
pub fn act(act: Act, company: bool, locale: Locale) -> (&'static str, &'static str) {
    match (act, company) {
        (Act::Suspend, false) => (say!(locale, people.suspend), say!(locale, people.suspend_person)),
        (Act::Suspend, true) => (say!(locale, people.suspend), say!(locale, people.suspend_company)),
        (Act::Restore, false) => (say!(locale, people.restore), say!(locale, people.restore_person)),
        (Act::Restore, true) => (say!(locale, people.restore), say!(locale, people.restore_company)),
        (Act::ForcePassword, _) => (
            say!(locale, people.force_password),
            say!(locale, people.force_password_text),
        ),
        (Act::SparePassword, _) => (
            say!(locale, people.spare_password),
            say!(locale, people.spare_password_text),
        ),
        (Act::ForceCode, _) => (
            say!(locale, people.force_code),
            say!(locale, people.force_code_text),
        ),
        (Act::SpareCode, _) => (
            say!(locale, people.spare_code),
            say!(locale, people.spare_code_text),
        ),
        (Act::ForgetFactors, _) => (
            say!(locale, people.forget_factors),
            say!(locale, people.forget_factors_text),
        ),
        (Act::EndSessions, _) => (
            say!(locale, people.end_sessions),
            say!(locale, people.end_sessions_text),
        ),
        (Act::MailAgain, _) => (
            say!(locale, people.mail_again),
            say!(locale, people.mail_again_text),
        ),
        (Act::GiveRole, _) => (
            say!(locale, people.give_role),
            say!(locale, people.give_role_text),
        ),
        (Act::Remove, _) => (say!(locale, people.remove), say!(locale, people.remove_text)),
    }
}

/// What the page says after an act.
#[must_use]
pub fn done(act: Act, locale: Locale) -> &'static str {
    match act {
        Act::Suspend => say!(locale, people.done_suspend),
        Act::Restore => say!(locale, people.done_restore),
        Act::ForcePassword => say!(locale, people.done_force_password),
        Act::ForceCode => say!(locale, people.done_force_code),
        Act::SparePassword | Act::SpareCode => say!(locale, people.done_spare),
        Act::ForgetFactors => say!(locale, people.done_forget_factors),
        Act::EndSessions => say!(locale, people.done_end_sessions),
        Act::MailAgain => say!(locale, people.done_mail_again),
        Act::GiveRole => say!(locale, people.done_give_role),
        Act::Remove => say!(locale, people.done_remove),
    }
}
