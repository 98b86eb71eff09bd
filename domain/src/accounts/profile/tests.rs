use proptest::prelude::*;

use super::*;
use crate::accounts::AccountType;

fn today() -> time::Date {
    time::Date::from_calendar_date(2026, time::Month::November, 22).expect("a date")
}

pub(crate) fn filled() -> ProfileForm {
    let text = str::to_owned;
    ProfileForm {
        name: text("山田 太郎"),
        furigana: text("ヤマダ タロウ"),
        company: text("Example Trading"),
        postcode: text("100-0001"),
        address: text("東京都千代田区千代田1-1"),
        country: text("JP"),
        phone_country: text("JP"),
        phone: text("03-1234-5678"),
        url: text("なし"),
        business: text("Electronic parts"),
        established: text("2020-02-03"),
        capital: text("6,000,000"),
        representative: text("山田 花子"),
        purpose: text("Buying parts"),
        ..ProfileForm::default()
    }
}

#[test]
fn a_filled_form_is_accepted_and_reads_as_itself() {
    let profile = filled().check(AccountType::Supplier, today()).expect("fits");
    assert_eq!(profile.url.as_str(), "None");
    let again = profile.form();
    assert_eq!(again.check(AccountType::Supplier, today()), Ok(profile));
}

#[test]
fn a_supplier_tells_more_than_a_buyer() {
    let form = ProfileForm {
        established: String::new(),
        capital: String::new(),
        representative: String::new(),
        ..filled()
    };
    assert!(form.check(AccountType::Buyer, today()).is_ok());
    let faults = form.check(AccountType::Supplier, today()).expect_err("missing");
    let fields: Vec<_> = faults.iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["capital", "established", "representative"]);
}

#[test]
fn a_company_in_two_steps_tells_its_type_and_names_a_coordinator() {
    let first = ProfileForm {
        company_type: "overseas".into(),
        furigana: String::new(),
        purpose: String::new(),
        coordinator: "keiko@owner.example".into(),
        ..filled()
    };
    let kept = first.check_temporary().expect("fits");
    assert_eq!(
        (kept.address.as_str(), kept.coordinator.as_str()),
        ("", ""),
        "not asked yet"
    );
    assert_eq!(kept.phone_country, "JP");
    let profile = first.check(Asks::Definitive, today()).expect("fits");
    assert_eq!(profile.form().check(Asks::Definitive, today()), Ok(profile));
    let bare = ProfileForm::default();
    let fields = |faults: &Violations| {
        faults
            .iter()
            .map(|(field, _)| field.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        fields(&bare.faults(Asks::Temporary, today())),
        ["company", "company_type", "country", "name"]
    );
    let second = bare.faults(Asks::Definitive, today());
    assert_eq!(second.len(), 11);
    for open in ["fax", "established", "capital", "furigana", "purpose"] {
        assert_eq!(second.at(open), None, "{open}");
    }
    let later = first.check(Asks::Company, today()).expect("fits");
    assert_eq!(later.coordinator, None, "it is named once");
    let other = ProfileForm {
        company_type: "private".into(),
        ..first
    };
    assert_eq!(
        other.faults(Asks::Company, today()).at("company_type"),
        Some(&Violation::NotAChoice)
    );
}

#[test]
fn every_empty_field_is_named_but_the_fax() {
    let faults = ProfileForm::default()
        .check(AccountType::Supplier, today())
        .expect_err("nothing is filled in");
    assert_eq!(faults.len(), 13);
    assert!(
        faults
            .iter()
            .all(|(field, fault)| field != "fax" && *fault == Violation::Missing)
    );
}

#[test]
fn postcodes_are_exact_in_japan_and_loose_elsewhere() {
    for good in ["100-0001", "1000001", "１００−0001".replace('−', "-").as_str()] {
        assert!(Postcode::parse("JP", good).is_ok(), "{good}");
    }
    for bad in ["10-00001", "100-001", "100 0001", "ABC-DEFG", "100-0001-"] {
        assert_eq!(Postcode::parse("JP", bad), Err(Violation::PostcodeJapan), "{bad}");
    }
    assert!(Postcode::parse("GB", "SW1A 1AA").is_ok());
    assert_eq!(Postcode::parse("GB", "SW1A_1AA"), Err(Violation::PostcodeFormat));
    assert_eq!(
        Postcode::parse("GB", "1234567890123"),
        Err(Violation::PostcodeFormat)
    );
}

#[test]
fn a_site_is_an_address_or_none() {
    for good in [
        "https://example.com/a?b#c",
        "example.co.jp",
        "NONE",
        "なし",
        "ｎｏｎｅ",
        "http://a-b.example:8080/",
    ] {
        assert!(Site::parse(good).is_ok(), "{good}");
    }
    for bad in [
        "javascript:alert(1)",
        "ftp://example.com",
        "example",
        "http://",
        "a b.example",
        "https://.example",
    ] {
        assert_eq!(Site::parse(bad), Err(Violation::UrlFormat), "{bad}");
    }
    assert_eq!(Site::parse(" "), Err(Violation::Missing));
}

#[test]
fn nobody_was_founded_tomorrow() {
    let form = ProfileForm {
        established: "2026-11-23".into(),
        ..filled()
    };
    let faults = form.check(AccountType::Buyer, today()).expect_err("tomorrow");
    assert_eq!(faults.at("established"), Some(&Violation::DateFuture));
}

proptest! {
    #[test]
    fn whatever_is_accepted_is_accepted_again(url in any::<String>(), postcode in "[0-9A-Za-z ０-９-]{0,13}", capital in any::<String>()) {
        if let Ok(site) = Site::parse(&url) {
            prop_assert_eq!(Site::parse(site.as_str()), Ok(site.clone()));
        }
        for country in ["JP", "US"] {
            if let Ok(code) = Postcode::parse(country, &postcode) {
                prop_assert_eq!(Postcode::parse(country, code.as_str()), Ok(code.clone()));
            }
        }
        let form = ProfileForm { capital, ..filled() };
        if let Ok(profile) = form.check(AccountType::Supplier, today()) {
            prop_assert_eq!(profile.form().check(AccountType::Supplier, today()), Ok(profile.clone()));
        }
    }
}
