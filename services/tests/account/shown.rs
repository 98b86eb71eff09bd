//! What an account shows, changes and takes home.

use domain::accounts::views::{Change, Document};
use domain::accounts::{AccountType, ProfileForm, SideForm};
use domain::language::Language;
use domain::refusal::Refusal;
use domain::violations::Violation;
use services::accounts::session;
use services::accounts::{own, sides, takeout};
use services::contact;
use services::screening::State;

use crate::account::{ask, buyer, form, found, line, seller};
use crate::support::house::{House, caller, forms};
use crate::support::people::{JANE, faults, refusal};

on_both!(
    everything_about_an_account_is_shown,
    staff_see_what_there_is_about_them,
    an_update_keeps_the_rules_and_the_country,
    r054_who_may_speak_for_a_company_changes_it,
    what_is_being_examined_stays_as_it_was_sent,
    z44_mails_come_in_the_language_that_was_chosen_last,
    the_takeout_holds_everything_and_no_secret,
);

async fn everything_about_an_account_is_shown(house: &House) {
    let (_, who) = buyer(house).await;
    own::update(&house.market, &who, &form()).await.expect("updates");
    let view = own::view(&house.market, &who).await.expect("shows");
    assert_eq!(view.number, who.visitor.number);
    assert_eq!(view.email, JANE);
    assert_eq!(view.profile, form().profile);
    assert_eq!((view.change, view.may_update), (Change::ToSupplier, true));
    assert_eq!((view.agreements.len(), view.application), (0, None));
    sides::to_supplier(&house.market, &who, &form())
        .await
        .expect("applies");
    let view = own::view(&house.market, &who).await.expect("shows");
    let documents: Vec<_> = view.agreements.iter().map(|agreed| agreed.document).collect();
    assert_eq!(documents, [Document::Terms, Document::Privacy]);
    assert_eq!(view.agreements[0].version, domain::legal::TERMS);
    assert_eq!(view.change, Change::Waiting);
    assert_eq!(
        view.application.map(|application| application.state),
        Some(State::Pending)
    );
}

async fn staff_see_what_there_is_about_them(house: &House) {
    house
        .person(AccountType::Staff, "desk@owner.example", "", false)
        .await;
    let (_, who) = house.sign_in("desk@owner.example", "staff").await;
    let view = own::view(&house.market, &who).await.expect("shows");
    assert_eq!(view.profile.name, "山田 太郎");
    assert_eq!(view.profile.company, "");
    assert_eq!((view.change, view.may_update), (Change::None, false));
    assert_eq!(
        refusal(own::update(&house.market, &who, &form()).await),
        Refusal::NotAllowed
    );
}

async fn an_update_keeps_the_rules_and_the_country(house: &House) {
    let (token, who) = buyer(house).await;
    let mut wrong = form();
    wrong.profile.postcode = "1".to_owned();
    wrong.profile.purpose = String::new();
    let found = faults(own::update(&house.market, &who, &wrong).await);
    assert_eq!(found.at("profile.postcode"), Some(&Violation::PostcodeJapan));
    assert_eq!(found.at("profile.purpose"), Some(&Violation::Missing));
    let mut elsewhere = form();
    elsewhere.profile.country = "US".to_owned();
    own::update(&house.market, &who, &elsewhere)
        .await
        .expect("updates");
    let view = own::view(&house.market, &who).await.expect("shows");
    assert_eq!(view.profile, form().profile, "the country is fixed (R035)");
    let again = session::find(&house.market, &token)
        .await
        .expect("looks")
        .expect("is in");
    assert_eq!(again.visitor.name, "Anna Quay");
}

async fn r054_who_may_speak_for_a_company_changes_it(house: &House) {
    let (_, who) = seller(house).await;
    house.run("UPDATE membership SET role = 'stock'").await;
    let view = own::view(&house.market, &who).await.expect("shows");
    assert_eq!((view.change, view.may_update), (Change::None, false));
    assert_eq!(
        refusal(own::update(&house.market, &who, &form()).await),
        Refusal::NotAllowed
    );
    assert_eq!(
        refusal(sides::to_buyer(&house.market, &who, &caller(), &form()).await),
        Refusal::NotAllowed
    );
    assert_eq!(
        refusal(sides::to_supplier(&house.market, &who, &form()).await),
        Refusal::NotAllowed
    );
    assert_eq!(found(house, "q=TC74HC").await, 2);
    // A member may do all that an administrator may, but for the users (R054).
    house.run("UPDATE membership SET role = 'member'").await;
    let view = own::view(&house.market, &who).await.expect("shows");
    assert_eq!((view.change, view.may_update), (Change::ToBuyer, true));
    own::update(&house.market, &who, &form()).await.expect("updates");
    house.run("UPDATE membership SET role = 'administrator'").await;
}

async fn what_is_being_examined_stays_as_it_was_sent(house: &House) {
    let (_, who) = buyer(house).await;
    sides::to_supplier(&house.market, &who, &form())
        .await
        .expect("applies");
    let view = own::view(&house.market, &who).await.expect("shows");
    assert!(view.is_held() && view.may_update);
    let mut other = form();
    other.profile.company = "Another House".to_owned();
    assert_eq!(
        refusal(own::update(&house.market, &who, &other).await),
        Refusal::UnderReview
    );
    let own_name = SideForm {
        profile: ProfileForm {
            name: "Anna Pier".to_owned(),
            phone_country: form().profile.phone_country,
            phone: form().profile.phone,
            ..ProfileForm::default()
        },
        agreed: None,
    };
    own::update(&house.market, &who, &own_name)
        .await
        .expect("one's own name is one's own");
    let view = own::view(&house.market, &who).await.expect("shows");
    assert_eq!(
        (view.profile.name.as_str(), view.profile.company.as_str()),
        ("Anna Pier", "Harbour Trading")
    );
    house
        .run("UPDATE application SET state = 'rejected', decided_at = 1")
        .await;
    own::update(&house.market, &who, &other)
        .await
        .expect("it is decided");
}

async fn z44_mails_come_in_the_language_that_was_chosen_last(house: &House) {
    let (_, who) = buyer(house).await;
    for language in [Language::Ja, Language::En] {
        own::choose_language(&house.market, &who, language)
            .await
            .expect("chooses");
        let view = own::view(&house.market, &who).await.expect("shows");
        assert_eq!(view.language, language);
        let told = format!("account WHERE language = '{}'", language.tag());
        assert_eq!(house.rows(&told).await, 1);
    }
}

async fn the_takeout_holds_everything_and_no_secret(house: &House) {
    let (token, who) = buyer(house).await;
    let received = ask(house, Some(&who), vec![line("TC74HC4050AFTEL")])
        .await
        .expect("asks");
    sides::to_supplier(&house.market, &who, &form())
        .await
        .expect("applies");
    contact::receive(
        &house.market,
        Some(&who),
        Language::En,
        forms::message(JANE, "authenticity"),
    )
    .await
    .expect("writes");
    let takeout = takeout::take(&house.market, &who).await.expect("takes");
    let json = serde_json::to_value(&takeout).expect("is JSON");
    assert_eq!(json["account"]["number"], who.visitor.number);
    assert_eq!(json["profile"]["company"], "Harbour Trading");
    assert_eq!(json["addresses"][0]["address"], JANE);
    assert_eq!(json["sessions"][0]["account_type"], "buyer");
    assert_eq!(json["agreements"][0]["document"], "terms");
    assert_eq!(json["applications"][0]["state"], "pending");
    assert_eq!(json["requests"][0]["number"], received.number.to_string());
    assert_eq!(json["requests"][0]["lines"][0]["remarks"], "call me at home");
    assert_eq!(json["messages"][0]["topic"], "authenticity");
    assert_eq!(
        json["messages"][0]["message"],
        "Lot 1024 looks odd.\n\nIs it genuine?"
    );
    assert_eq!(json["messages"][0]["answers"], serde_json::json!([]));
    assert_eq!(json["browsers"].as_array().map(Vec::len), Some(1));
    let text = json.to_string();
    for secret in [
        token.cookie_value(),
        "argon2",
        "hash",
        &received.key.to_string(),
        &received.key.simple().to_string(),
    ] {
        assert!(!text.contains(secret), "{secret}");
    }
}
