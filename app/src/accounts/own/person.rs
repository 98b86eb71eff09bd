//! One's own name and telephone, of whoever may not speak for the company.

use domain::accounts::{Furigana, PersonName, Phone};
use domain::places::Place;
use domain::text::{TextRule, limits};
use leptos::prelude::*;

use super::api::SideOpened;
use crate::accounts::phone_field::PhoneField;
use crate::accounts::profile_fields::label;
use crate::labels::locale;
use crate::problem::form::{Trouble, fault_at};
use crate::say;
use crate::ui::{Control, Entry, Field, FieldText};

/// The form, fresh or come back with faults.
#[component]
pub fn PersonSheet(page: SideOpened) -> AnyView {
    let locale = locale();
    let (form, problem) = (page.form.profile, page.problem);
    let phone_country = RwSignal::new(form.phone_country);
    let blamed = |entry: Entry, field: &str| {
        entry.blame(fault_at(problem.as_ref(), &format!("profile.{field}")));
        entry
    };
    let name = Entry::judged(form.name, |text| PersonName::parse(text).err());
    let furigana = Entry::judged(form.furigana, |text| {
        let typed = !text.trim().is_empty();
        typed.then(|| Furigana::parse(text).err()).flatten()
    });
    let phone = Entry::judged(form.phone, move |text| {
        Phone::parse(&phone_country.get_untracked(), text).err()
    });
    let (name, furigana, phone) = (
        blamed(name, "name"),
        blamed(furigana, "furigana"),
        blamed(phone, "phone"),
    );
    let text = |field: &'static str, help: Option<&'static str>| FieldText {
        id: field.to_owned(),
        name: format!("form[profile][{field}]"),
        label: label(field, locale),
        help,
    };
    let trouble = problem.clone().map(|problem| {
        let fields = ["name", "furigana", "phone"].map(|field| {
            let path = match field {
                "name" => "profile.name",
                "furigana" => "profile.furigana",
                _ => "profile.phone",
            };
            (path, field.to_owned(), label(field, locale))
        });
        view! { <Trouble problem title=say!(locale, account.not_done) fields=fields.into() /> }
    });
    view! {
        {trouble}
        <form class="form" action=Place::AccountUpdate.path() method="post" novalidate=true>
            <Field text=text("name", None) entry=name rule=limits::NAME control=Control::default().known_as("name") />
            <Field
                text=text("furigana", Some(say!(locale, sign_up.furigana_help)))
                entry=furigana
                rule=TextRule { required: false, ..limits::FURIGANA }
            />
            <PhoneField
                text=text("phone", Some(say!(locale, sign_up.phone_help)))
                entry=phone
                country=phone_country
                country_name="form[profile][phone_country]"
            />
            <p class="actions">
                <button class="button primary large" type="submit">
                    {say!(locale, account.send)}
                </button>
                <a class="button large" href=Place::Account.path()>
                    {say!(locale, account.cancel)}
                </a>
            </p>
        </form>
    }
    .into_any()
}
