//! The form of registration. It is posted plainly; once the program is awake, a form with faults is not sent but shown
//! them, and the keyboard goes to their summary.

use domain::accounts::{AccountType, Asks};
use domain::language::Language;
use domain::places::Place;
use domain::violations::Violation;
use leptos::prelude::*;

use super::api::RegistrationOpened;
use super::draft::Draft;
use super::log_in_fields::LogInFields;
use super::wording::complaint;
use crate::accounts::agreement::{Agreement, Tick};
use crate::accounts::profile_fields::{CompanyFields, PersonFields};
use crate::labels::{language, locale};
use crate::problem::Problem;
use crate::problem::form::{Complaint, elsewhere};
use crate::say;
use crate::ui::{FaultSummary, SUMMARY, focus};

/// What the names of the profile's fields begin with.
const PROFILE: &str = "form[profile]";

#[derive(Clone, Copy)]
struct Sheet {
    draft: Draft,
    language: Language,
    trouble: RwSignal<Option<Complaint>>,
}

impl Sheet {
    fn of(page: RegistrationOpened, asks: Asks) -> Self {
        let problem = page.problem.clone();
        let sheet = Self {
            draft: Draft::of(page, asks),
            language: language(),
            trouble: RwSignal::new(None),
        };
        if let Some(problem) = problem {
            sheet.show(&problem);
        }
        sheet
    }

    fn show(self, problem: &Problem) {
        self.trouble
            .set(Some(complaint(problem, self.draft, self.language)));
        self.draft.blame(problem);
    }
}

/// The page of a form.
pub(super) const fn place(asks: Asks) -> Place {
    match asks {
        Asks::Supplier => Place::SignUpSupplier,
        Asks::Buyer => Place::SignUpBuyer,
        Asks::Temporary | Asks::Definitive | Asks::Company => Place::SignUpCompany,
    }
}

/// The page of a type's form, where no company in two steps is meant.
pub(in crate::accounts) const fn place_of(kind: AccountType) -> Place {
    match kind {
        AccountType::Supplier => Place::SignUpSupplier,
        AccountType::Individual => Place::SignUpIndividual,
        AccountType::Corporate => Place::SignUpCorporate,
        AccountType::Buyer | AccountType::Staff => Place::SignUpBuyer,
    }
}

/// The form, fresh or come back with faults.
#[component]
pub fn RegistrationSheet(page: RegistrationOpened, asks: Asks) -> AnyView {
    let locale = locale();
    let sheet = Sheet::of(page, asks);
    let draft = sheet.draft;
    let send = if asks.is_company() {
        say!(locale, company.register)
    } else {
        say!(locale, sign_up.send)
    };
    let check = move |event: leptos::ev::SubmitEvent| {
        let faults = draft.faults();
        if !faults.is_empty() {
            event.prevent_default();
            sheet.show(&Problem::Refused(faults.into()));
            focus(SUMMARY);
        }
    };
    view! {
        <Summary sheet />
        <form class="form" action=place(asks).path() method="post" novalidate=true on:submit=check>
            <input type="hidden" name="form[submission]" value=draft.submission() />
            <PersonFields draft=draft.profile prefix=PROFILE />
            <LogInFields
                log_in=draft.log_in()
                strength=Memo::new(move |_| draft.strength())
                instead=(Place::SignInAs(asks.account_type()).path(), say!(locale, sign_up.taken_link))
            />
            <CompanyFields draft=draft.profile prefix=PROFILE />
            <Agreement
                title=say!(locale, sign_up.agreement)
                please_read=say!(locale, sign_up.please_read)
                ticks=ticks(draft)
                required=true
            />
            <p class="actions">
                <button class="button primary large" type="submit">
                    {send}
                </button>
                <span class="quiet small">{say!(locale, sign_up.send_note)}</span>
            </p>
        </form>
    }
    .into_any()
}

#[component]
fn Summary(sheet: Sheet) -> impl IntoView {
    let locale = locale();
    move || {
        let trouble = sheet.trouble.get()?;
        let taken = sheet.draft.email.fault() == Some(Violation::AddressTaken);
        let way_on = if trouble.fresh {
            let fresh = place(sheet.draft.asks).path();
            Some((fresh, say!(locale, problem.fresh_form)))
        } else {
            taken.then(|| {
                let sign_in = Place::SignInAs(sheet.draft.asks.account_type()).path();
                (sign_in, say!(locale, sign_up.taken_link))
            })
        };
        let way_on = way_on.map(|(path, text)| elsewhere(path, text));
        Some(view! { <FaultSummary title=trouble.title text=trouble.text links=trouble.links way_on /> })
    }
}

/// One tick for the documents and the contents (R021); a company ticks each of the two documents (R041).
fn ticks(draft: Draft) -> Vec<Tick> {
    let locale = locale();
    let agreed = |words| Tick {
        id: "agreed",
        name: "form[agreed]",
        entry: draft.agreed,
        words,
    };
    if !draft.asks.is_company() {
        return vec![agreed(say!(locale, sign_up.agreed))];
    }
    let privacy = Tick {
        id: "privacy",
        name: "form[privacy]",
        entry: draft.privacy,
        words: say!(locale, company.agreed_privacy),
    };
    vec![agreed(say!(locale, company.agreed_terms)), privacy]
}
