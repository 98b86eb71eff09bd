//! Words that the pages of the console share.

use domain::audit::{Action, Actor};
use domain::screening::queue::{Standing, Whose};
use domain::screening::views::{Clock, EventKind};
use domain::screening::{Kind, Urgency};
use leptos::prelude::*;

use crate::labels::{Locale, locale};
use crate::say;
use crate::ui::{Icon, Moment};

/// The name of a kind of application.
#[must_use]
pub fn kind(kind: Kind, locale: Locale) -> &'static str {
    match kind {
        Kind::Registration => say!(locale, console.kind_registration),
        Kind::Change => say!(locale, console.kind_change),
        Kind::Company => say!(locale, console.kind_company),
    }
}

/// How an application stands.
#[must_use]
pub fn standing(standing: Standing, locale: Locale) -> &'static str {
    match standing {
        Standing::Waiting => say!(locale, console.state_waiting),
        Standing::Asked => say!(locale, console.state_asked),
        Standing::Approved => say!(locale, console.state_approved),
        Standing::Rejected => say!(locale, console.state_rejected),
    }
}

/// Whose applications.
#[must_use]
pub fn whose(whose: Whose, locale: Locale) -> &'static str {
    match whose {
        Whose::Anyones => say!(locale, console.whose_anyone),
        Whose::Mine => say!(locale, console.whose_me),
        Whose::Nobodys => say!(locale, console.whose_nobody),
    }
}

/// Who has taken something.
#[must_use]
pub fn assigned(name: String, locale: Locale) -> AnyView {
    if name.is_empty() {
        view! { <span class="quiet">{say!(locale, console.nobody)}</span> }.into_any()
    } else {
        name.into_any()
    }
}

/// Who did something.
#[must_use]
pub fn actor(who: Actor, locale: Locale) -> String {
    match who {
        Actor::Operator => say!(locale, console.operator).to_owned(),
        Actor::Staff(name) if name.is_empty() => say!(locale, console.gone).to_owned(),
        Actor::Staff(name) => name,
    }
}

/// What happened to an application.
#[must_use]
pub fn event(event: EventKind, locale: Locale) -> &'static str {
    match event {
        EventKind::Sent => say!(locale, console.ev_sent),
        EventKind::Asked => say!(locale, console.ev_asked),
        EventKind::Answered => say!(locale, console.ev_answered),
        EventKind::Rejected => say!(locale, console.ev_rejected),
        EventKind::Approved => say!(locale, console.ev_approved),
    }
}

/// What somebody did.
#[must_use]
pub fn action(action: Action, locale: Locale) -> &'static str {
    match action {
        Action::ApplicationApproved => say!(locale, console.act_application_approved),
        Action::ApplicationRejected => say!(locale, console.act_application_rejected),
        Action::ApplicationAsked => say!(locale, console.act_application_asked),
        Action::ApplicationTaken => say!(locale, console.act_application_taken),
        Action::ApplicationGivenBack => say!(locale, console.act_application_given_back),
        Action::ApplicationNoted => say!(locale, console.act_application_noted),
        Action::ApplicationWithdrawn => say!(locale, console.act_application_withdrawn),
        Action::AuditExported => say!(locale, console.act_audit_exported),
        Action::StaffOpened => say!(locale, console.act_staff_opened),
        Action::ContactAnswered => say!(locale, desk.act_contact_answered),
        Action::ContactNoted => say!(locale, desk.act_contact_noted),
        Action::ContactTaken => say!(locale, desk.act_contact_taken),
        Action::ContactGivenBack => say!(locale, desk.act_contact_given_back),
        Action::ContactClosed => say!(locale, desk.act_contact_closed),
        Action::ContactReopened => say!(locale, desk.act_contact_reopened),
        Action::MailRetried => say!(locale, desk.act_mail_retried),
        Action::JobRetried => say!(locale, desk.act_job_retried),
        Action::NoticePublished => say!(locale, desk.act_notice_published),
        Action::NoticeChanged => say!(locale, desk.act_notice_changed),
        Action::NoticeEnded => say!(locale, desk.act_notice_ended),
        Action::PersonSuspended => say!(locale, console.act_person_suspended),
        Action::PersonRestored => say!(locale, console.act_person_restored),
        Action::CompanySuspended => say!(locale, console.act_company_suspended),
        Action::CompanyRestored => say!(locale, console.act_company_restored),
        Action::PasswordForced => say!(locale, console.act_password_forced),
        Action::PasswordSpared => say!(locale, console.act_password_spared),
        Action::CodeForced => say!(locale, console.act_code_forced),
        Action::CodeSpared => say!(locale, console.act_code_spared),
        Action::FactorsForgotten => say!(locale, console.act_factors_forgotten),
        Action::SessionsEnded => say!(locale, console.act_sessions_ended),
        Action::ProofMailed => say!(locale, console.act_proof_mailed),
        Action::StaffInvited => say!(locale, console.act_staff_invited),
        Action::StaffUninvited => say!(locale, console.act_staff_uninvited),
        Action::StaffJoined => say!(locale, console.act_staff_joined),
        Action::StaffRoleGiven => say!(locale, console.act_staff_role_given),
        Action::StaffRemoved => say!(locale, console.act_staff_removed),
        Action::OwnerChanged => say!(locale, settings.act_owner_changed),
        Action::LegalPublished => say!(locale, settings.act_legal_published),
        Action::LegalWithdrawn => say!(locale, settings.act_legal_withdrawn),
        Action::TokenMade => say!(locale, api.act_made),
        Action::TokenRevoked => say!(locale, api.act_revoked),
        Action::UserInvited => say!(locale, console.act_user_invited),
        Action::UserUninvited => say!(locale, console.act_user_uninvited),
        Action::UserJoined => say!(locale, console.act_user_joined),
        Action::UserRoleGiven => say!(locale, console.act_user_role_given),
        Action::UserRemoved => say!(locale, console.act_user_removed),
    }
}

/// How pressing it is, by word, icon and colour; what does not wait for us says how it stands.
#[component]
pub fn Due(clock: Option<Clock>, stands: Standing) -> AnyView {
    let locale = locale();
    let Some(clock) = clock else {
        let (class, icon) = match stands {
            Standing::Approved => ("badge safe", "check"),
            Standing::Rejected => ("badge wrong", "close"),
            Standing::Waiting | Standing::Asked => ("badge", "clock"),
        };
        return view! {
            <span class=class>
                <Icon name=icon />
                {standing(stands, locale)}
            </span>
        }
        .into_any();
    };
    let (class, icon, word) = match clock.urgency {
        Urgency::Calm => ("badge safe", "clock", say!(locale, console.on_time)),
        Urgency::Today => ("badge wait", "clock", say!(locale, console.today)),
        Urgency::Late => ("badge wrong", "warn", say!(locale, console.overdue)),
    };
    let left = (clock.urgency == Urgency::Calm)
        .then(|| say!(locale, console.days_left, count = clock.days_left).to_string());
    view! {
        <span class=class>
            <Icon name=icon />
            {word}
        </span>
        <span class="quiet small">
            {left}
            " "
            // Due is what ends a day; the last moment of it belongs to the day.
            <Moment at=clock.due_at - 60_000 />
        </span>
    }
    .into_any()
}
