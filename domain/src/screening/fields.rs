//! The fields of an application one by one: to be compared with the last submission, and to be given reasons.

use super::Kind;
use crate::accounts::ProfileForm;
use crate::countries::Country;

/// Their names, in the order of the form.
pub const FIELDS: [&str; 16] = [
    "name",
    "furigana",
    "company_type",
    "company",
    "country",
    "postcode",
    "address",
    "phone",
    "fax",
    "url",
    "business",
    "established",
    "capital",
    "representative",
    "purpose",
    "coordinator",
];

/// Those that an application of a kind tells.
pub fn of(kind: Kind) -> impl Iterator<Item = &'static str> {
    let others: [&str; 2] = match kind {
        Kind::Company => ["furigana", "purpose"],
        Kind::Registration | Kind::Change => ["company_type", "coordinator"],
    };
    FIELDS.into_iter().filter(move |field| !others.contains(field))
}

/// The name of a field, if there is such a field.
#[must_use]
pub fn known(name: &str) -> Option<&'static str> {
    FIELDS.into_iter().find(|field| *field == name)
}

/// What stands in a field; a number with the calling code of its country.
#[must_use]
pub fn value(form: &ProfileForm, field: &str) -> String {
    match field {
        "name" => form.name.clone(),
        "furigana" => form.furigana.clone(),
        "company_type" => form.company_type.clone(),
        "company" => form.company.clone(),
        "country" => form.country.clone(),
        "postcode" => form.postcode.clone(),
        "address" => form.address.clone(),
        "phone" => called(&form.phone_country, &form.phone),
        "fax" => called(&form.fax_country, &form.fax),
        "url" => form.url.clone(),
        "business" => form.business.clone(),
        "established" => form.established.clone(),
        "capital" => form.capital.clone(),
        "representative" => form.representative.clone(),
        "coordinator" => form.coordinator.clone(),
        _ => form.purpose.clone(),
    }
}

fn called(country: &str, number: &str) -> String {
    match Country::of_code(country) {
        Some(country) if !number.is_empty() => format!("+{} {number}", country.calling),
        _ => number.to_owned(),
    }
}

/// The fields of a kind that say something else than before.
#[must_use]
pub fn changed(kind: Kind, before: &ProfileForm, now: &ProfileForm) -> Vec<&'static str> {
    let differs = |field: &&str| value(before, field) != value(now, field);
    of(kind).filter(differs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_changed_differs() {
        let before = ProfileForm {
            phone_country: "JP".into(),
            phone: "03-1234-5678".into(),
            capital: "1".into(),
            ..ProfileForm::default()
        };
        assert_eq!(changed(Kind::Change, &before, &before), Vec::<&str>::new());
        let now = ProfileForm {
            phone_country: "DE".into(),
            capital: "2".into(),
            // Without a number its country says nothing.
            fax_country: "DE".into(),
            ..before.clone()
        };
        assert_eq!(changed(Kind::Change, &before, &now), ["phone", "capital"]);
        let now = ProfileForm {
            coordinator: "keiko@owner.example".into(),
            ..now
        };
        assert_eq!(
            changed(Kind::Company, &before, &now),
            ["phone", "capital", "coordinator"]
        );
        assert_eq!(
            changed(Kind::Change, &before, &now),
            ["phone", "capital"],
            "what an application of the kind does not tell does not differ"
        );
        assert_eq!(value(&now, "phone"), "+49 03-1234-5678");
        assert!(FIELDS.into_iter().all(|field| known(field) == Some(field)));
        assert_eq!(known("password"), None);
        let told: Vec<_> = of(Kind::Company).collect();
        assert!(told.contains(&"coordinator") && !told.contains(&"purpose"));
        assert_eq!(of(Kind::Change).count(), 14);
    }
}
