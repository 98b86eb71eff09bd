//! The form of registration. It is posted plainly; once the program is awake, a form with faults is not sent but shown
//! them, and the keyboard goes to their summary.

use domain::accounts::Asks;
use domain::language::Language;
use domain::places::Place;
use domain::violations::Violation;
use leptos::html;
use leptos::prelude::*;

use super::api::RegistrationOpened;
use super::draft::Draft;
use super::log_in_fields::LogInFields;
use super::wording::Trouble;
use crate::accounts::profile_fields::{CompanyFields, PersonFields};
use crate::labels::{language, locale};
use crate::problem::Problem;
use crate::say;
use crate::ui::{Entry, Fault, FaultSummary, SUMMARY, focus, star};

/// What the names of the profile's fields begin with.
const PROFILE: &str = "form[profile]";

#[derive(Clone, Copy)]
struct Sheet {
    draft: Draft,
    language: Language,
    trouble: RwSignal<Option<Trouble>>,
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
            .set(Some(Trouble::of(problem, self.draft, self.language)));
        self.draft.blame(problem);
    }
}

/// The page of a type's form.
pub(super) const fn place(asks: Asks) -> Place {
    match asks {
        Asks::Supplier => Place::SignUpSupplier,
        Asks::Buyer => Place::SignUpBuyer,
        Asks::Temporary | Asks::Definitive | Asks::Company => Place::SignUpCompany,
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
            <LogInFields draft />
            <CompanyFields draft=draft.profile prefix=PROFILE />
            <Agreement draft />
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
            Some((fresh, say!(locale, sign_up.fresh_form)))
        } else {
            taken.then(|| {
                let sign_in = Place::SignInAs(sheet.draft.asks.account_type()).path();
                (sign_in, say!(locale, sign_up.taken_link))
            })
        };
        let way_on = way_on.map(|(path, text)| {
            view! {
                <p>
                    <a href=path rel="external">
                        {text}
                    </a>
                </p>
            }
            .into_any()
        });
        Some(view! { <FaultSummary title=trouble.title text=trouble.text links=trouble.links way_on /> })
    }
}

/// The documents, and the one tick for them and for the contents (R021); a company ticks each of the two (R041).
#[component]
fn Agreement(draft: Draft) -> AnyView {
    let locale = locale();
    let ticks = if draft.asks.is_company() {
        view! {
            <Tick id="agreed" entry=draft.agreed words=say!(locale, company.agreed_terms) />
            <Tick id="privacy" entry=draft.privacy words=say!(locale, company.agreed_privacy) />
        }
        .into_any()
    } else {
        view! { <Tick id="agreed" entry=draft.agreed words=say!(locale, sign_up.agreed) /> }.into_any()
    };
    let document = |place: Place, name: &'static str| {
        view! {
            <li>
                <a href=place.path() target="_blank" rel="external noopener">
                    {name}
                </a>
            </li>
        }
    };
    view! {
        <fieldset class="form-part" aria-labelledby="agreement-title">
            <h2 id="agreement-title">{say!(locale, sign_up.agreement)}</h2>
            <p>{say!(locale, sign_up.please_read)}</p>
            <ul class="documents">
                {document(Place::Terms, say!(locale, frame.terms))}
                {document(Place::Privacy, say!(locale, frame.privacy))}
            </ul>
            {ticks}
        </fieldset>
    }
    .into_any()
}

#[component]
fn Tick(id: &'static str, entry: Entry, words: &'static str) -> impl IntoView {
    let fault = format!("{id}-fault");
    let described = fault.clone();
    let node = NodeRef::<html::Input>::new();
    let text = |ticked: bool| if ticked { "1".to_owned() } else { String::new() };
    Effect::new(move |_| {
        // What was ticked before the program woke stays ticked.
        if let Some(node) = node.get() {
            entry.adopt(text(node.checked()));
        }
    });
    let change = move |event| {
        entry.type_in(text(event_target_checked(&event)));
        entry.leave();
    };
    view! {
        <div class="stack tight">
            <label class="check" for=id>
                <input
                    node_ref=node
                    type="checkbox"
                    id=id
                    name=format!("form[{id}]")
                    value="1"
                    required=true
                    checked=!entry.text_now().is_empty()
                    aria-invalid=move || entry.is_wrong().then_some("true")
                    aria-describedby=move || entry.is_wrong().then(|| described.clone())
                    on:change=change
                />
                <span>{words} {star()}</span>
            </label>
            <Fault id=fault entry />
        </div>
    }
}
