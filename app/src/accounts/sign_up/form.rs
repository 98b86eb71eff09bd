//! The form of registration. It is posted plainly; once the program is awake, a form with faults is not sent but shown
//! them, and the keyboard goes to their summary.

use domain::accounts::AccountType;
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
    fn of(page: RegistrationOpened, kind: AccountType) -> Self {
        let problem = page.problem.clone();
        let sheet = Self {
            draft: Draft::of(page, kind),
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
pub(in crate::accounts) const fn place(kind: AccountType) -> Place {
    match kind {
        AccountType::Supplier => Place::SignUpSupplier,
        AccountType::Individual => Place::SignUpIndividual,
        AccountType::Corporate => Place::SignUpCorporate,
        AccountType::Buyer | AccountType::Staff => Place::SignUpBuyer,
    }
}

/// The form, fresh or come back with faults.
#[component]
pub fn RegistrationSheet(page: RegistrationOpened, kind: AccountType) -> AnyView {
    let locale = locale();
    let sheet = Sheet::of(page, kind);
    let draft = sheet.draft;
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
        <form class="form" action=place(kind).path() method="post" novalidate=true on:submit=check>
            <input type="hidden" name="form[submission]" value=draft.submission() />
            <PersonFields draft=draft.profile prefix=PROFILE />
            <LogInFields
                log_in=draft.log_in()
                strength=Memo::new(move |_| draft.strength())
                instead=(Place::SignInAs(kind).path(), say!(locale, sign_up.taken_link))
            />
            <CompanyFields draft=draft.profile prefix=PROFILE />
            <Agreement entry=draft.agreed />
            <p class="actions">
                <button class="button primary large" type="submit">
                    {say!(locale, sign_up.send)}
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
            let fresh = place(sheet.draft.kind).path();
            Some((fresh, say!(locale, sign_up.fresh_form)))
        } else {
            taken.then(|| {
                let sign_in = Place::SignInAs(sheet.draft.kind).path();
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

/// The documents, and the one tick for them and for the contents (R021).
#[component]
fn Agreement(entry: Entry) -> AnyView {
    let locale = locale();
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
            <Tick entry />
        </fieldset>
    }
    .into_any()
}

#[component]
fn Tick(entry: Entry) -> impl IntoView {
    let locale = locale();
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
            <label class="check" for="agreed">
                <input
                    node_ref=node
                    type="checkbox"
                    id="agreed"
                    name="form[agreed]"
                    value="1"
                    required=true
                    checked=!entry.text_now().is_empty()
                    aria-invalid=move || entry.is_wrong().then_some("true")
                    aria-describedby=move || entry.is_wrong().then_some("agreed-fault")
                    on:change=change
                />
                <span>{say!(locale, sign_up.agreed)} {star()}</span>
            </label>
            <Fault id="agreed-fault".to_owned() entry />
        </div>
    }
}
