//! The form itself, and how it is sent without leaving the page.

use domain::contact::ContactForm;
use domain::language::Language;
use domain::places::Place;
use domain::refusal::Refusal;
use domain::text::{TextRule, limits};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::api::{OpenPage, write};
use super::draft::Draft;
use super::topics::TopicChoice;
use super::wording::{complaint, label};
use crate::labels::{language, locale};
use crate::problem::Problem;
use crate::problem::form::{Complained, Complaint};
use crate::say;
use crate::ui::{Control, Field, FieldText, SUMMARY, Select, calling_codes, focus};

/// What the parts of the form share.
#[derive(Clone, Copy)]
struct Sheet {
    draft: Draft,
    language: Language,
    trouble: RwSignal<Option<Complaint>>,
    sending: RwSignal<bool>,
}

impl Sheet {
    fn of(page: OpenPage) -> Self {
        let sheet = Self {
            draft: Draft::of(page.open),
            language: language(),
            trouble: RwSignal::new(None),
            sending: RwSignal::new(false),
        };
        if let Some(problem) = page.problem {
            sheet.show(&problem);
        }
        sheet
    }

    /// Shows what is wrong, above the form and at its fields. Nothing that was typed is lost.
    fn show(self, problem: &Problem) {
        self.trouble
            .set(Some(complaint(problem, self.draft, self.language)));
        if let Problem::Refused(Refusal::Faults(faults)) = problem {
            self.draft.blame(faults);
        }
    }

    /// The form, if every rule is kept and it is not on its way already.
    fn ready(self) -> Option<ContactForm> {
        if self.sending.get_untracked() {
            return None;
        }
        let checked = self.draft.check();
        if let Err(faults) = &checked {
            self.show(&Problem::Refused(faults.clone().into()));
            focus(SUMMARY);
        }
        checked.ok()
    }
}

/// The contact form, fresh or come back with faults.
#[component]
pub fn ContactSheet(page: OpenPage) -> impl IntoView {
    let sheet = Sheet::of(page);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(form) = sheet.ready() else { return };
        sheet.sending.set(true);
        spawn_local(async move {
            let answer = write(form).await;
            if sheet.sending.try_set(false).is_some() {
                // The page was left meanwhile.
                return;
            }
            match answer {
                // The server writes that page alone: the browser opens it as a new one.
                Ok(sent) => drop(
                    window()
                        .location()
                        .assign(&Place::ContactReceived(sent.key).path()),
                ),
                Err(problem) => {
                    sheet.show(&problem);
                    focus(SUMMARY);
                }
            }
        });
    };
    view! {
        <Complained of=sheet.trouble fresh=Place::Contact />
        <form class="contact-form" action=Place::Contact.path() method="post" novalidate=true on:submit=submit>
            <SheetParts sheet />
        </form>
    }
}

#[component]
fn SheetParts(sheet: Sheet) -> AnyView {
    let locale = locale();
    let draft = sheet.draft;
    view! {
        <input type="hidden" name="form[submission]" value=draft.form().submission />
        <TopicChoice entry=draft.topic />
        <Field
            text=text("message", None)
            entry=draft.message
            rule=limits::CONTACT_MESSAGE
            control=Control::area()
            class="contact-message"
        />
        <SenderFields draft />
        <div class="contact-send">
            <button
                class="button primary large"
                type="submit"
                disabled=move || sheet.sending.get()
                aria-busy=move || sheet.sending.get().then_some("true")
            >
                {move || if sheet.sending.get() { say!(locale, contact.sending) } else { say!(locale, contact.send) }}
            </button>
            <p class="quiet small">
                {say!(locale, contact.use_of_details)} " "
                <a href=Place::Privacy.path() rel="external">
                    {say!(locale, frame.privacy)}
                </a>
            </p>
        </div>
    }
    .into_any()
}

/// Who writes, and how to reach the person.
#[component]
fn SenderFields(draft: Draft) -> AnyView {
    let locale = locale();
    Effect::new(move |_| {
        // Whether a number can be called depends on its country.
        draft.phone_country.track();
        draft.phone.reconsider();
    });
    let country = view! {
        <Select
            name="form[phone_country]"
            label=say!(locale, contact.phone_country)
            chosen=draft.phone_country
            options=calling_codes(language())
            autocomplete="tel-country-code"
        />
    };
    let email_help = if draft.known {
        say!(locale, contact.email_help_known)
    } else {
        say!(locale, contact.email_help)
    };
    view! {
        <fieldset class="contact-who" aria-labelledby="who-title">
            <h2 id="who-title">{say!(locale, contact.who)}</h2>
            <div class="fields">
                <Field text=text("name", None) entry=draft.name rule=limits::NAME control=Control::default().known_as("name") />
                <Field
                    text=text("company", None)
                    entry=draft.company
                    rule=TextRule { required: false, ..limits::COMPANY }
                    control=Control::default().known_as("organization")
                />
                <Field
                    text=text("email", Some(email_help))
                    entry=draft.email
                    rule=limits::EMAIL
                    control=Control::of("email").known_as("email")
                />
                <Field
                    text=text("phone", Some(say!(locale, contact.phone_help)))
                    entry=draft.phone
                    rule=TextRule { required: false, ..limits::PHONE }
                    control=Control::of("tel").known_as("tel-national")
                    before=country.into_any()
                />
            </div>
        </fieldset>
    }
    .into_any()
}

fn text(field: &str, help: Option<&'static str>) -> FieldText {
    FieldText {
        id: field.to_owned(),
        name: format!("form[{field}]"),
        label: label(field, locale()),
        help,
    }
}
