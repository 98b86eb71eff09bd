//! Registering as an individual or as a corporation (R085–R087), and adding such a registration to the account that one is
//! signed in with (Z1): the same form without address and new password.

use domain::accounts::AccountType;
use domain::persons::PersonKind;
use domain::places::Place;
use domain::violations::Violation;
use leptos::prelude::*;

use super::api::{AddsTo, RegistrationOpened, open_registration};
use super::draft::RegistrationDraft;
use super::fields::PersonSheet;
use super::frame::held_back;
use crate::accounts::agreement::{Agreement, Tick};
use crate::accounts::password_field::PasswordField;
use crate::accounts::sign_up::form::place_of;
use crate::accounts::sign_up::log_in_fields::LogInFields;
use crate::accounts::sign_up::registering::Bones;
use crate::accounts::sign_up::wording::label;
use crate::accounts::users::pieces::Trouble;
use crate::labels::locale;
use crate::problem::Problem;
use crate::problem::form::{FormMissing, elsewhere};
use crate::say;
use crate::ui::{Arrival, Icon, PageTitle, Starred, named};

/// The page of a kind.
#[component]
pub fn PersonRegistrationPage(kind: PersonKind) -> impl IntoView {
    let locale = locale();
    Arrival::here().greet();
    let opened = Resource::new_blocking(|| (), move |()| open_registration(kind));
    let (title, lead) = match kind {
        PersonKind::Individual => (
            say!(locale, frame.sign_up_individual),
            say!(locale, persons.individual_lead),
        ),
        PersonKind::Corporate => (
            say!(locale, frame.sign_up_corporate),
            say!(locale, persons.corporate_lead),
        ),
    };
    view! {
        <PageTitle text=title.to_owned() />
        <main id="content" tabindex="-1" class="page narrow sign-up">
            <div class="stack tight">
                <h1>{title}</h1>
                <p class="lead">{lead}</p>
                <Other kind />
                <Starred />
            </div>
            {(kind == PersonKind::Corporate).then(|| view! { <TellYourStaff /> })}
            <Suspense fallback=Bones>
                {move || Suspend::new(async move {
                    match opened.await {
                        Ok(page) => sheet(page, kind),
                        Err(problem) => view! { <FormMissing problem form=place_of(kind.account_type()) /> }.into_any(),
                    }
                })}
            </Suspense>
        </main>
    }
}

/// The way to the other form.
#[component]
fn Other(kind: PersonKind) -> impl IntoView {
    let locale = locale();
    let (other, text) = match kind {
        PersonKind::Individual => (Place::SignUpCorporate, say!(locale, persons.to_corporate)),
        PersonKind::Corporate => (Place::SignUpIndividual, say!(locale, persons.to_individual)),
    };
    // Loaded anew: the two forms ask the server for different things.
    view! {
        <p>
            <a href=other.path() rel="external">
                {text}
            </a>
        </p>
    }
}

/// What corporations are told beforehand (R087, R090).
#[component]
fn TellYourStaff() -> impl IntoView {
    let locale = locale();
    view! {
        <div class="notice info">
            <Icon name="info" />
            <h2 class="notice-title">{say!(locale, persons.tell_title)}</h2>
            <ol>
                <li>{say!(locale, persons.tell_register)}</li>
                <li>{say!(locale, persons.tell_address)}</li>
                <li>{say!(locale, persons.tell_staff)}</li>
            </ol>
            <p>{say!(locale, persons.tell_same)}</p>
        </div>
    }
}

fn sheet(page: RegistrationOpened, kind: PersonKind) -> AnyView {
    if let Some(adds) = page.adds.as_ref().filter(|adds| adds.has_it) {
        let email = adds.email.clone();
        return view! { <HasIt kind email /> }.into_any();
    }
    view! { <RegistrationSheet page kind /> }.into_any()
}

/// The account has this registration already.
#[component]
fn HasIt(kind: PersonKind, email: String) -> impl IntoView {
    let locale = locale();
    let text = match kind {
        PersonKind::Individual => say!(locale, persons.has_individual, email = email).to_string(),
        PersonKind::Corporate => say!(locale, persons.has_corporate, email = email).to_string(),
    };
    view! {
        <div class="notice info">
            <Icon name="user" />
            <h2 class="notice-title">{say!(locale, persons.has_title)}</h2>
            <p>{text}</p>
        </div>
        <p class="actions">
            <a class="button" href=Place::Account.path()>
                {say!(locale, frame.account_info)}
            </a>
        </p>
    }
}

/// Whoever has an account signs in and comes back to this form.
fn sign_in_first(kind: AccountType) -> String {
    Place::SignInFor(place_of(kind).path()).path()
}

#[component]
fn RegistrationSheet(page: RegistrationOpened, kind: PersonKind) -> AnyView {
    let locale = locale();
    let account_type = kind.account_type();
    let submission = page.form.submission.clone();
    let draft = RegistrationDraft::of(page.form, kind, page.today, page.adds.is_some());
    let trouble = RwSignal::new(page.problem.clone());
    if let Some(problem) = &page.problem {
        draft.blame(problem);
    }
    let check = move |event: leptos::ev::SubmitEvent| {
        if let Some(problem) = held_back(&event, draft.faults()) {
            draft.blame(&problem);
            trouble.set(Some(problem));
        }
    };
    let log_in = match page.adds {
        Some(adds) => view! { <OwnAccount draft adds /> }.into_any(),
        None => view! {
            <LogInFields
                log_in=draft.log_in()
                strength=Memo::new(move |_| draft.strength())
                instead=(sign_in_first(account_type), say!(locale, persons.sign_in_to_add))
            />
        }
        .into_any(),
    };
    let tick = Tick {
        id: "agreed",
        name: "form[agreed]",
        entry: draft.agreed,
        words: say!(locale, sign_up.agreed),
    };
    view! {
        <Summary draft trouble />
        <form class="form" action=place_of(account_type).path() method="post" novalidate=true on:submit=check>
            <input type="hidden" name="form[submission]" value=submission />
            <PersonSheet draft=draft.person />
            {log_in}
            <Agreement
                title=say!(locale, sign_up.agreement)
                please_read=say!(locale, sign_up.please_read)
                ticks=vec![tick]
                required=true
            />
            <p class="actions">
                <button class="button primary large" type="submit">
                    {say!(locale, persons.register)}
                </button>
                {(!draft.adds).then(|| view! { <span class="quiet small">{say!(locale, sign_up.send_note)}</span> })}
            </p>
        </form>
    }
    .into_any()
}

/// What to correct, and for whoever has an account the way to it.
#[component]
fn Summary(draft: RegistrationDraft, trouble: RwSignal<Option<Problem>>) -> impl IntoView {
    let locale = locale();
    let mut fields = draft.person.labels(locale);
    for field in ["email", "password", "password_again", "agreed"] {
        fields.push((field, field, label(field, locale)));
    }
    move || {
        let problem = trouble.get()?;
        let faults = problem.violations();
        let taken = faults.at("email") == Some(&Violation::AddressTaken);
        let way = taken.then(|| {
            view! {
                <div class="notice info">
                    <Icon name="user" />
                    <h2 class="notice-title">{say!(locale, persons.taken_title)}</h2>
                    <p>{say!(locale, persons.taken_text)}</p>
                    <p>
                        <a class="button" href=sign_in_first(draft.person.kind.account_type()) rel="external">
                            {say!(locale, persons.sign_in_to_add)}
                        </a>
                    </p>
                </div>
            }
        });
        // A form that was used up is no longer good for anything.
        let fresh = faults.at("submission").map(|_| {
            let form = place_of(draft.person.kind.account_type());
            elsewhere(form.path(), say!(locale, problem.fresh_form))
        });
        // What comes back from the server comes back without its passwords.
        let retype = (!draft.adds && !taken && draft.password.text_now().is_empty())
            .then(|| view! { <p>{say!(locale, sign_up.password_retype)}</p> });
        Some(view! {
            <Trouble problem fields=fields.clone() />
            {way}
            {fresh}
            {retype}
        })
    }
}

/// The account that the registration is added to, and its password, where it was not shown a moment ago.
#[component]
fn OwnAccount(draft: RegistrationDraft, adds: AddsTo) -> AnyView {
    let locale = locale();
    let password = adds.asks_password.then(|| {
        let text = named(
            "password",
            "form[password]",
            say!(locale, account.login_password),
            Some(say!(locale, persons.password_why)),
        );
        view! { <PasswordField text entry=draft.password autocomplete="current-password" /> }
    });
    view! {
        <fieldset class="form-part" aria-labelledby="log-in-title">
            <h2 id="log-in-title">{say!(locale, sign_up.log_in)}</h2>
            <p>{say!(locale, persons.adds_text)}</p>
            <p class="sent-to">{adds.email}</p>
            {password}
        </fieldset>
    }
    .into_any()
}
