//! The form of whoever was invited (R052): a plain form that is judged while it is filled in, by the rules that the server
//! will apply. Opening it uses nothing up (Z39).

use domain::accounts::users::{JoinForm, Joining};
use domain::accounts::{Furigana, PersonName, Phone, password};
use domain::places::Place;
use domain::text::{TextRule, limits};
use domain::violations::{Violation, Violations};
use leptos::prelude::*;

use super::api::{self, OpenJoin};
use super::joined::{DeadInvitation, Joined};
use super::pieces::{Trouble, role_name};
use crate::accounts::agreement::{Agreement, Tick};
use crate::accounts::linked::{LinkMark, Linked};
use crate::accounts::password_field::PasswordField;
use crate::accounts::phone_field::PhoneField;
use crate::accounts::profile_fields::label;
use crate::accounts::sign_up::log_in_fields::{Strength, repeats};
use crate::frame::kinds::type_name;
use crate::labels::locale;
use crate::problem::Problem;
use crate::say;
use crate::ui::{Arrival, Control, Entry, Field, PageTitle, SUMMARY, focus, named};

/// The page.
#[component]
pub fn JoinPage() -> impl IntoView {
    let locale = locale();
    Arrival::here().greet();
    view! {
        <PageTitle text=say!(locale, users.join_title).to_owned() />
        <main id="content" tabindex="-1" class="page narrow sign-up">
            <h1>{say!(locale, users.join_title)}</h1>
            <Linked ask=api::join told=joined sheet dead />
        </main>
    }
}

fn joined(kind: String) -> AnyView {
    view! { <Joined kind /> }.into_any()
}

fn dead(problem: Problem) -> AnyView {
    view! { <DeadInvitation problem /> }.into_any()
}

/// The form as it is being filled in.
#[derive(Clone, Copy)]
struct Draft {
    name: Entry,
    furigana: Entry,
    phone_country: RwSignal<String>,
    phone: Entry,
    password: Entry,
    password_again: Entry,
    /// Empty until it is ticked.
    agreed: Entry,
    /// Company and address, which the password may not be made of.
    own: StoredValue<[String; 2]>,
}

impl Draft {
    fn of(form: JoinForm, joining: &Joining) -> Self {
        let own = StoredValue::new([joining.company.clone(), joining.address.clone()]);
        let phone_country = RwSignal::new(form.phone_country);
        let name = Entry::judged(form.name, |text| PersonName::parse(text).err());
        let furigana = Entry::judged(form.furigana, |text| {
            (!text.trim().is_empty())
                .then(|| Furigana::parse(text).err())
                .flatten()
        });
        let password = Entry::judged("", move |text| {
            let alone = JoinForm {
                name: name.text_now(),
                furigana: furigana.text_now(),
                password: text.to_owned(),
                ..JoinForm::default()
            };
            own.with_value(|own| alone.judge_password(&own.each_ref().map(String::as_str)).err())
        });
        Self {
            name,
            furigana,
            phone_country,
            phone: Entry::judged(form.phone, move |text| {
                Phone::parse(&phone_country.get_untracked(), text).err()
            }),
            password,
            password_again: Entry::judged("", move |text| {
                password::repeated(&password.text_now(), text).err()
            }),
            agreed: Entry::judged(form.agreed.unwrap_or_default(), |text| {
                text.is_empty().then_some(Violation::NotTicked)
            }),
            own,
        }
    }

    fn form(self) -> JoinForm {
        JoinForm {
            name: self.name.text_now(),
            furigana: self.furigana.text_now(),
            phone_country: self.phone_country.get_untracked(),
            phone: self.phone.text_now(),
            password: self.password.text_now(),
            password_again: self.password_again.text_now(),
            agreed: Some(self.agreed.text_now()).filter(|ticked| !ticked.is_empty()),
        }
    }

    fn faults(self) -> Violations {
        let form = self.form();
        self.own
            .with_value(|own| form.check(&own.each_ref().map(String::as_str)).err())
            .unwrap_or_else(Violations::none)
    }

    /// How good the password seems, from 0 to 4; tracks the password alone.
    fn strength(self) -> u8 {
        let (password, form) = (self.password.text(), self.form());
        self.own.with_value(|own| {
            let own = own.each_ref().map(String::as_str);
            password::strength(&password, password::LEAST, &form.own_words(&own))
        })
    }

    fn blame(self, problem: &Problem) {
        let faults = problem.violations();
        let entries = [
            ("name", self.name),
            ("furigana", self.furigana),
            ("phone", self.phone),
            ("password", self.password),
            ("password_again", self.password_again),
            ("agreed", self.agreed),
        ];
        if !faults.is_empty() {
            for (field, entry) in entries {
                entry.blame(faults.at(field).cloned());
            }
        }
    }
}

fn sheet(page: OpenJoin) -> AnyView {
    let locale = locale();
    let OpenJoin {
        joining,
        form,
        problem,
    } = page;
    if let Some(problem) = problem.clone().filter(Problem::is_about_the_link) {
        return dead(problem);
    }
    let draft = Draft::of(form, &joining);
    let trouble = RwSignal::new(problem);
    if let Some(problem) = trouble.get_untracked() {
        draft.blame(&problem);
    }
    let check = move |event: leptos::ev::SubmitEvent| {
        let faults = draft.faults();
        if !faults.is_empty() {
            event.prevent_default();
            let problem = Problem::Refused(faults.into());
            draft.blame(&problem);
            trouble.set(Some(problem));
            focus(SUMMARY);
        }
    };
    let tick = Tick {
        id: "agreed",
        name: "agreed",
        entry: draft.agreed,
        words: say!(locale, users.join_agreed),
    };
    view! {
        {move || trouble.get().map(|problem| view! { <Trouble problem fields=fields() /> })}
        <Who joining />
        <form class="form" action=Place::Join.path() method="post" novalidate=true on:submit=check>
            <LinkMark />
            <Person draft />
            <LogIn draft />
            <Agreement
                title=say!(locale, sign_up.agreement)
                please_read=say!(locale, sign_up.please_read)
                ticks=vec![tick]
                required=true
            />
            <p class="actions">
                <button class="button primary large" type="submit">
                    {say!(locale, users.join_send)}
                </button>
            </p>
            <p class="quiet small">{say!(locale, users.join_not_mine)}</p>
        </form>
    }
    .into_any()
}

fn fields() -> Vec<(&'static str, &'static str, &'static str)> {
    let locale = locale();
    vec![
        ("name", "name", label("name", locale)),
        ("furigana", "furigana", label("furigana", locale)),
        ("phone", "phone", label("phone", locale)),
        ("password", "password", say!(locale, sign_up.password)),
        (
            "password_again",
            "password_again",
            say!(locale, sign_up.password_again),
        ),
        ("agreed", "agreed", say!(locale, sign_up.agreement)),
    ]
}

/// Which company it is, and as what one will be there.
#[component]
fn Who(joining: Joining) -> AnyView {
    let locale = locale();
    view! {
        <p class="lead">{say!(locale, users.join_lead, company = joining.company.as_str()).to_string()}</p>
        <dl class="facts">
            <dt>{say!(locale, users.join_role)}</dt>
            <dd>{role_name(joining.role, locale)}</dd>
            <dt>{say!(locale, users.join_kind)}</dt>
            <dd>{type_name(joining.account_type, locale)}</dd>
            <dt>{say!(locale, users.join_address)}</dt>
            <dd>{joining.address}</dd>
        </dl>
        <p class="quiet small">{say!(locale, users.join_address_text)}</p>
    }
    .into_any()
}

#[component]
fn Person(draft: Draft) -> AnyView {
    let locale = locale();
    view! {
        <fieldset class="form-part" aria-labelledby="person-title">
            <h2 id="person-title">{say!(locale, sign_up.person)}</h2>
            <Field
                text=named("name", "name", label("name", locale), None)
                entry=draft.name
                rule=limits::NAME
                control=Control::default().known_as("name")
            />
            <Field
                text=named("furigana", "furigana", label("furigana", locale), Some(say!(locale, sign_up.furigana_help)))
                entry=draft.furigana
                rule=TextRule { required: false, ..limits::FURIGANA }
            />
            <PhoneField
                text=named("phone", "phone", label("phone", locale), Some(say!(locale, sign_up.phone_help)))
                entry=draft.phone
                country=draft.phone_country
                country_name="phone_country"
            />
        </fieldset>
    }
    .into_any()
}

#[component]
fn LogIn(draft: Draft) -> AnyView {
    let locale = locale();
    repeats(draft.password, draft.password_again);
    view! {
        <fieldset class="form-part" aria-labelledby="log-in-title">
            <h2 id="log-in-title">{say!(locale, sign_up.log_in)}</h2>
            <PasswordField
                text=named(
                    "password",
                    "password",
                    say!(locale, sign_up.password),
                    Some(say!(locale, sign_up.password_help)),
                )
                entry=draft.password
                autocomplete="new-password"
            />
            <Strength password=draft.password strength=Memo::new(move |_| draft.strength()) />
            <PasswordField
                text=named(
                    "password_again",
                    "password_again",
                    say!(locale, sign_up.password_again),
                    Some(say!(locale, sign_up.password_again_help)),
                )
                entry=draft.password_again
                autocomplete="new-password"
            />
        </fieldset>
    }
    .into_any()
}
