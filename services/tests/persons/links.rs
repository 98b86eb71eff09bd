//! Individuals and the corporations and companies that they belong to (Z30, T04, R099, R054).

use domain::accounts::users::UserForm;
use domain::accounts::{AccountType, Email, PersonName, Phone};
use domain::language::Language;
use domain::persons::PersonKind;
use domain::persons::views::Changed;
use domain::quotations::{LineForm, RequestForm};
use domain::refusal::Refusal;
use domain::violations::Violation;
use services::accounts::opening::{NewAccount, open_user};
use services::accounts::persons::{linking, settings};
use services::accounts::session::SignedIn;
use services::accounts::users::changing;
use services::quotations;

use crate::persons::{CORP, OTHER, TARO, adds_individual, come, enter};
use crate::support::house::{House, PASSWORD, caller, forms};
use crate::support::people::{JANE, fault, refusal, sign_in_with, to, who};

on_both!(
    z30_a_link_holds_at_once_and_the_corporation_is_told,
    z30_a_corporation_ends_a_link_and_the_individual_is_told,
    t04_a_foreign_member_is_answered_like_no_member,
    r099_whoever_works_for_a_supplier_requests_none_of_its_lots_as_an_individual,
    r054_who_is_removed_from_a_company_stays_an_individual,
);

async fn z30_a_link_holds_at_once_and_the_corporation_is_told(house: &House) {
    let first = come(house, PersonKind::Corporate, CORP).await;
    let second = come(house, PersonKind::Corporate, OTHER).await;
    let individual = come(house, PersonKind::Individual, TARO).await;
    let names = async |who: &SignedIn| -> Vec<String> {
        let list = linking::members(&house.market, who).await.expect("lists");
        list.members.into_iter().map(|member| member.name).collect()
    };
    assert_eq!(
        enter(house, &individual, CORP).await.expect("links"),
        Changed::Linked
    );
    assert_eq!(names(&first).await, ["佐藤 太郎"]);
    let shown = settings::view(&house.market, &individual).await.expect("views");
    assert_eq!(shown.linked.expect("is linked").company, "Midori Works");
    assert_eq!(shown.form.corporate, CORP);
    assert_eq!(
        enter(house, &individual, CORP).await.expect("saves"),
        Changed::Saved
    );
    let letters = house.letters().await;
    assert_eq!(letters.len(), 1, "M26, once");
    assert!(letters[0].text.contains("佐藤 太郎"), "{}", letters[0].text);
    // One corporation: another one takes its place.
    assert_eq!(
        enter(house, &individual, OTHER).await.expect("links"),
        Changed::Linked
    );
    assert!(names(&first).await.is_empty());
    assert_eq!(names(&second).await, ["佐藤 太郎"]);
    let letters = house.letters().await;
    assert_eq!(to(&letters, CORP)[0].kind, "person_unlinked");
    assert_eq!(to(&letters, OTHER)[0].kind, "person_linked");
    assert_eq!(
        enter(house, &individual, "").await.expect("unlinks"),
        Changed::Unlinked
    );
    assert!(names(&second).await.is_empty());
    let letters = house.letters().await;
    assert_eq!((letters.len(), letters[0].to.as_str()), (1, OTHER), "M36");
}

async fn z30_a_corporation_ends_a_link_and_the_individual_is_told(house: &House) {
    let corporation = come(house, PersonKind::Corporate, CORP).await;
    let individual = come(house, PersonKind::Individual, TARO).await;
    enter(house, &individual, CORP).await.expect("links");
    house.letters().await;
    let number = individual.visitor.number.clone();
    linking::part(&house.market, &corporation, &number)
        .await
        .expect("parts");
    let letters = house.letters().await;
    assert_eq!((letters.len(), letters[0].to.as_str()), (1, TARO));
    assert!(letters[0].text.contains("Midori Works"), "{}", letters[0].text);
    let shown = settings::view(&house.market, &individual).await.expect("views");
    assert_eq!((shown.linked, shown.form.corporate.as_str()), (None, ""));
    let again = linking::part(&house.market, &corporation, &number).await;
    assert_eq!(refusal(again), Refusal::NotFound);
}

async fn t04_a_foreign_member_is_answered_like_no_member(house: &House) {
    come(house, PersonKind::Corporate, CORP).await;
    let stranger = come(house, PersonKind::Corporate, OTHER).await;
    let individual = come(house, PersonKind::Individual, TARO).await;
    enter(house, &individual, CORP).await.expect("links");
    for number in [individual.visitor.number.as_str(), "123456789", ""] {
        let parted = linking::part(&house.market, &stranger, number).await;
        assert_eq!(refusal(parted), Refusal::NotFound, "{number}");
    }
    let list = linking::members(&house.market, &stranger).await.expect("lists");
    assert!(list.members.is_empty());
    let own = linking::part(&house.market, &individual, &individual.visitor.number).await;
    assert_eq!(refusal(own), Refusal::NotAllowed);
}

fn request(email: &str, lot: i64) -> RequestForm {
    let line = LineForm {
        lot: lot.to_string(),
        quantity: "1".to_owned(),
        ..forms::line("TC74HC4050AFTEL")
    };
    forms::request(email, vec![line])
}

async fn r099_whoever_works_for_a_supplier_requests_none_of_its_lots_as_an_individual(house: &House) {
    let supplier = house.supplier(JANE).await;
    house.stock(&supplier, &["TC74HC4050AFTEL"]).await;
    let (_, seller) = house.sign_in(JANE, "supplier").await;
    adds_individual(house, &seller).await;
    let (_, individual) = house.sign_in(JANE, "individual").await;
    let lot = house.number("SELECT MIN(id) FROM lot").await;
    let asked = quotations::receive(&house.market, Some(&individual), Language::En, request(JANE, lot)).await;
    assert_eq!(fault(asked, "lines.0.lot"), Violation::OwnLot);
}

async fn r054_who_is_removed_from_a_company_stays_an_individual(house: &House) {
    const JIRO: &str = "jiro@midori.example";
    house.supplier(JANE).await;
    let new = NewAccount {
        account_type: AccountType::Supplier,
        email: Email::parse(JIRO).expect("an address"),
        password: PASSWORD.to_owned(),
        name: PersonName::parse("高橋 次郎").expect("a name"),
        furigana: None,
        phone: Phone::parse("JP", "03-5550-0105").expect("a number"),
        language: Language::En,
    };
    let colleague = Email::parse(JANE).expect("an address");
    let opened = open_user(&house.market, new, &colleague, domain::accounts::Role::Member)
        .await
        .expect("opens");
    let (_, jiro) = house.sign_in(JIRO, "supplier").await;
    adds_individual(house, &jiro).await;
    let (at_work, _) = house.sign_in(JIRO, "supplier").await;
    let (at_home, _) = house.sign_in(JIRO, "individual").await;
    let (_, chief) = house.sign_in(JANE, "supplier").await;
    let remove = UserForm {
        number: opened.number,
        ..UserForm::default()
    };
    changing::remove(&house.market, &chief, &caller(), &remove)
        .await
        .expect("removes");
    assert!(who(house, &at_work).await.is_none());
    assert!(who(house, &at_home).await.is_some());
    let letters = house.letters().await;
    let letter = to(&letters, JIRO);
    let told = letter.iter().find(|letter| letter.kind == "removed_from_company");
    assert!(told.expect("M34").text.contains("You keep your account"));
    let trade = sign_in_with(house, "supplier", JIRO, PASSWORD).await;
    assert_eq!(refusal(trade), Refusal::WrongCredentials);
    house.sign_in(JIRO, "individual").await;
}
