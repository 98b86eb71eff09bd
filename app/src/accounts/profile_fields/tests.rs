use domain::accounts::AccountType;

use super::*;

fn filled() -> ProfileForm {
    ProfileForm {
        name: "Hannah Schmidt".into(),
        furigana: "Hannah Schmidt".into(),
        company: "Isartal Components GmbH".into(),
        postcode: "80331".into(),
        address: "Marienplatz 1, München".into(),
        country: "DE".into(),
        phone_country: "DE".into(),
        phone: "089-5550-0102".into(),
        fax_country: "DE".into(),
        url: "None".into(),
        business: "Electronic parts".into(),
        purpose: "Buying".into(),
        ..ProfileForm::default()
    }
}

fn with_draft(kind: AccountType, test: impl FnOnce(ProfileDraft)) {
    Owner::new().with(|| test(ProfileDraft::of(filled(), kind, "2026-11-22".into())));
}

#[test]
fn a_draft_is_the_form_it_was_opened_with() {
    with_draft(AccountType::Buyer, |draft| {
        assert_eq!(draft.form(), filled());
        assert!(draft.faults().is_empty());
    });
}

#[test]
fn a_supplier_is_asked_for_more() {
    with_draft(AccountType::Supplier, |draft| {
        let faults = draft.faults();
        assert_eq!(faults.len(), 3);
        draft.blame(|field| faults.at(field));
        assert_eq!(draft.capital.fault(), Some(Violation::Missing));
        assert_eq!(draft.purpose.fault(), None);
    });
}

#[test]
fn a_postcode_is_judged_by_its_country() {
    with_draft(AccountType::Buyer, |draft| {
        draft.postcode.type_in("80331".into());
        draft.postcode.leave();
        assert_eq!(draft.postcode.fault(), None);
        draft.country.type_in("JP".into());
        draft.postcode.reconsider();
        assert_eq!(draft.postcode.fault(), Some(Violation::PostcodeJapan));
    });
}

#[test]
fn a_company_is_not_founded_in_the_future() {
    with_draft(AccountType::Buyer, |draft| {
        draft.established.type_in("2026-11-23".into());
        draft.established.leave();
        assert_eq!(draft.established.fault(), Some(Violation::DateFuture));
    });
}
