//! The form that asks for the profile again. It is posted plainly; once the program is awake, a form with faults is not
//! sent but shown them, and the keyboard goes to their summary.

use std::collections::BTreeMap;

use domain::accounts::AccountType;
use domain::language::Language;
use domain::places::Place;
use domain::screening::Reply;
use domain::text::limits;
use domain::violations::{Violation, Violations};
use leptos::prelude::*;

use super::api::SideOpened;
use super::wording::Trouble;
use crate::accounts::agreement::{Agreement, AgreementText};
use crate::accounts::profile_fields::{CompanyFields, PersonFields, ProfileDraft};
use crate::labels::{language, locale};
use crate::problem::Problem;
use crate::say;
use crate::ui::{Control, Entry, FaultSummary, Field, FieldText, SUMMARY, focus};

/// What the names of the profile's fields begin with.
const PROFILE: &str = "form[profile]";

/// The form as it is being filled in.
#[derive(Clone, Copy)]
pub struct Draft {
    pub profile: ProfileDraft,
    /// Empty until it is ticked; nothing where it is not asked for.
    agreed: Option<Entry>,
    /// To a question; nothing where none is asked.
    answer: Option<Entry>,
}

impl Draft {
    fn faults(self) -> Violations {
        let mut faults = Violations::none();
        faults.nest("profile", self.profile.faults());
        if self.agreed.is_some_and(|agreed| agreed.text_now().is_empty()) {
            faults.add("agreed", Violation::NotTicked);
        }
        if let Some(fault) = self
            .answer
            .and_then(|answer| Reply::parse(&answer.text_now()).err())
        {
            faults.add("answer", fault);
        }
        faults
    }

    fn blame(self, faults: &Violations) {
        self.profile.blame(|field| faults.at(&format!("profile.{field}")));
        for (entry, path) in [(self.agreed, "agreed"), (self.answer, "answer")] {
            if let Some(entry) = entry {
                entry.blame(faults.at(path).cloned());
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Sheet {
    draft: Draft,
    language: Language,
    trouble: RwSignal<Option<Trouble>>,
}

impl Sheet {
    fn show(self, problem: &Problem) {
        self.trouble
            .set(Some(Trouble::of(problem, self.draft, self.language)));
        self.draft.blame(&problem.violations());
    }
}

/// The form, fresh or come back with faults.
#[component]
pub fn SideSheet(
    page: SideOpened,
    /// Whose rules are kept.
    kind: AccountType,
    /// The page that it is posted to.
    place: Place,
    /// Whether the terms have to be agreed to.
    #[prop(optional)]
    agrees: bool,
    /// Why fields were not accepted the last time (Z42).
    #[prop(optional)]
    remarks: BTreeMap<String, String>,
    /// Whether a question is answered with it.
    #[prop(optional)]
    answers: bool,
    submit: &'static str,
) -> AnyView {
    let agreed = agrees.then(|| {
        Entry::judged(page.form.agreed.clone().unwrap_or_default(), |text| {
            text.is_empty().then_some(Violation::NotTicked)
        })
    });
    let draft = Draft {
        profile: ProfileDraft::of(page.form.profile, kind, page.today).with_remarks(remarks),
        agreed,
        answer: answers.then(|| Entry::judged(page.answer, |text| Reply::parse(text).err())),
    };
    let sheet = Sheet {
        draft,
        language: language(),
        trouble: RwSignal::new(None),
    };
    if let Some(problem) = &page.problem {
        sheet.show(problem);
    }
    let check = move |event: leptos::ev::SubmitEvent| {
        let faults = draft.faults();
        if !faults.is_empty() {
            event.prevent_default();
            sheet.show(&Problem::Refused(faults.into()));
            focus(SUMMARY);
        }
    };
    let locale = locale();
    let agreement = AgreementText {
        title: say!(locale, account.agreement),
        please_read: say!(locale, account.please_read),
        agreed: say!(locale, account.agreed),
    };
    view! {
        <Summary sheet />
        <form class="form" action=place.path() method="post" novalidate=true on:submit=check>
            {draft.answer.map(|entry| view! { <Answer entry /> })}
            <PersonFields draft=draft.profile prefix=PROFILE />
            <CompanyFields draft=draft.profile prefix=PROFILE country_fixed=true />
            {agreed.map(|entry| view! { <Agreement text=agreement entry name="form[agreed]" /> })}
            <p class="actions">
                <button class="button primary large" type="submit">
                    {submit}
                </button>
                <a class="button large" href=Place::Account.path()>
                    {say!(locale, account.cancel)}
                </a>
            </p>
        </form>
    }
    .into_any()
}

#[component]
fn Summary(sheet: Sheet) -> impl IntoView {
    move || {
        let trouble = sheet.trouble.get()?;
        Some(view! { <FaultSummary title=trouble.title text=trouble.text links=trouble.links /> })
    }
}

/// What the applicant answers.
#[component]
fn Answer(entry: Entry) -> impl IntoView {
    let text = FieldText {
        id: "answer".to_owned(),
        name: "answer".to_owned(),
        label: say!(locale(), account.answer),
        help: None,
    };
    view! { <Field text entry rule=limits::ANSWER control=Control::area() /> }
}
