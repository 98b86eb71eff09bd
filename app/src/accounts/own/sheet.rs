//! The form that asks for the profile again. It is posted plainly; once the program is awake, a form with faults is not
//! sent but shown them, and the keyboard goes to their summary.

use std::collections::BTreeMap;

use domain::accounts::{Asks, SideForm};
use domain::language::Language;
use domain::places::Place;
use domain::screening::Reply;
use domain::text::limits;
use domain::violations::{Violation, Violations};
use leptos::prelude::*;

use super::api::SideOpened;
use super::wording::complaint;
use crate::accounts::agreement::{Agreement, Tick};
use crate::accounts::linked::LinkMark;
use crate::accounts::password_field::PasswordField;
use crate::accounts::profile_fields::{CompanyFields, CoordinatorField, PersonFields, ProfileDraft};
use crate::labels::{language, locale};
use crate::problem::Problem;
use crate::problem::form::{Complained, Complaint};
use crate::say;
use crate::ui::{Control, Entry, Field, SUMMARY, focus, named};

/// What the names of the profile's fields begin with.
const PROFILE: &str = "form[profile]";

/// A form about the profile as it opens: as it is stored, or come back with what was wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetOpened {
    pub form: SideForm,
    /// `YYYY-MM-DD` in Japan: the latest date of establishment.
    pub today: String,
    pub problem: Option<Problem>,
    /// To a question, where one is asked.
    pub answer: String,
    /// Whose the coordinator's address is; empty while nobody knows.
    pub coordinator: String,
    /// Whether the chosen password is asked for, since this is another browser (Z20).
    pub asks_password: bool,
}

impl From<SideOpened> for SheetOpened {
    fn from(page: SideOpened) -> Self {
        Self {
            form: page.form,
            today: page.today,
            problem: page.problem,
            answer: page.answer,
            coordinator: page.coordinator,
            asks_password: false,
        }
    }
}

/// The form as it is being filled in.
#[derive(Clone, Copy)]
pub struct Draft {
    pub profile: ProfileDraft,
    /// Empty until it is ticked; nothing where it is not asked for.
    agreed: Option<Entry>,
    /// To a question; nothing where none is asked.
    answer: Option<Entry>,
    /// Nothing where it is not asked for.
    password: Option<Entry>,
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
        if self
            .password
            .is_some_and(|password| password.text_now().is_empty())
        {
            faults.add("password", Violation::Missing);
        }
        faults
    }

    fn blame(self, faults: &Violations) {
        self.profile.blame(|field| faults.at(&format!("profile.{field}")));
        for (entry, path) in [
            (self.agreed, "agreed"),
            (self.answer, "answer"),
            (self.password, "password"),
        ] {
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
    trouble: RwSignal<Option<Complaint>>,
}

impl Sheet {
    fn show(self, problem: &Problem) {
        self.trouble
            .set(Some(complaint(problem, self.draft, self.language)));
        self.draft.blame(&problem.violations());
    }
}

/// The form, fresh or come back with faults.
#[component]
pub fn SideSheet(
    #[prop(into)] page: SheetOpened,
    /// Whose rules are kept.
    #[prop(into)]
    asks: Asks,
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
    /// Whether there is an account to go back to.
    #[prop(default = true)]
    cancels: bool,
    submit: &'static str,
) -> AnyView {
    let agreed = agrees.then(|| {
        Entry::judged(page.form.agreed.clone().unwrap_or_default(), |text| {
            text.is_empty().then_some(Violation::NotTicked)
        })
    });
    let draft = Draft {
        profile: ProfileDraft::of(page.form.profile, asks, page.today).with_remarks(remarks),
        agreed,
        answer: answers.then(|| Entry::judged(page.answer, |text| Reply::parse(text).err())),
        password: page.asks_password.then(|| Entry::unjudged("")),
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
    let agreement = agreed.map(|entry| {
        let tick = Tick {
            id: "agreed",
            name: "form[agreed]",
            entry,
            words: say!(locale, account.agreed),
        };
        let (title, please_read) = (say!(locale, account.agreement), say!(locale, account.please_read));
        view! { <Agreement title please_read ticks=vec![tick] /> }
    });
    let names = asks.wants_coordinator();
    let coordinator = names.then(|| {
        view! { <CoordinatorField draft=draft.profile prefix=PROFILE name=page.coordinator /> }
    });
    // The first button of a form is what the Enter key presses.
    let first = names.then(|| {
        view! {
            <button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true">
                {submit}
            </button>
        }
    });
    let linked = matches!(place, Place::CompanyDetails).then(|| view! { <LinkMark /> });
    let cancel = cancels.then(|| {
        view! {
            <a class="button large" href=Place::Account.path()>
                {say!(locale, account.cancel)}
            </a>
        }
    });
    view! {
        <Complained of=sheet.trouble />
        <form class="form" action=place.path() method="post" novalidate=true on:submit=check>
            {first}
            {linked}
            {draft.answer.map(|entry| view! { <Answer entry /> })}
            <PersonFields draft=draft.profile prefix=PROFILE />
            <CompanyFields draft=draft.profile prefix=PROFILE country_fixed=true />
            {coordinator}
            {draft.password.map(|entry| view! { <Password entry /> })}
            {agreement}
            <p class="actions">
                <button class="button primary large" type="submit">
                    {submit}
                </button>
                {cancel}
            </p>
        </form>
    }
    .into_any()
}

/// The chosen password, in a browser that has not chosen it.
#[component]
fn Password(entry: Entry) -> impl IntoView {
    let locale = locale();
    let text = named(
        "password",
        "password",
        say!(locale, sign_up.password),
        Some(say!(locale, company.password_why)),
    );
    view! {
        <fieldset class="form-part" aria-labelledby="password-title">
            <h2 id="password-title">{say!(locale, company.password_part)}</h2>
            <PasswordField text entry autocomplete="current-password" />
        </fieldset>
    }
}

/// What the applicant answers.
#[component]
fn Answer(entry: Entry) -> impl IntoView {
    let text = named("answer", "answer", say!(locale(), account.answer), None);
    view! { <Field text entry rule=limits::ANSWER control=Control::area() /> }
}
