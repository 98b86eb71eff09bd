//! Individuals and corporations: registering, adding a registration to an account, settings, and links (R085–R091, Z1, Z30).

#[path = "support/house.rs"]
mod house;
#[path = "support/people.rs"]
mod people;

use std::time::Duration;

use domain::accounts::users::UserForm;
use domain::accounts::{AccountType, Email, PersonName, Phone};
use domain::language::Language;
use domain::persons::views::Changed;
use domain::persons::{PersonForm, PersonKind, PersonRegistrationForm};
use domain::quotations::{LineForm, RequestForm};
use domain::refusal::Refusal;
use domain::violations::Violation;
use house::forms::person;
use house::{House, PASSWORD, caller, forms};
use people::{JANE, NEW, dump, fault, jane, mails, refusal, sign_in_with, to, token, who};
use services::accounts::caller::Caller;
use services::accounts::opening::{NewAccount, open_user};
use services::accounts::persons::registration::Received;
use services::accounts::persons::{adding, linking, registration, settings};
use services::accounts::session::SignedIn;
use services::accounts::users::changing;
use services::accounts::verification::{self, Proved};
use services::accounts::{leaving, own, sessions, sign_in, takeout};
use services::error::Answer;
use services::{jobs, quotations, upkeep};

on_both!(
    r086_an_individual_registers_proves_the_address_and_signs_in_at_once,
    r085_a_corporation_registers_and_whoever_names_it_is_linked,
    e06_signing_in_before_the_proof_sends_the_mail_again,
    e14_an_unknown_corporation_is_said_plainly_a_few_times_an_hour,
    t01_a_wrong_type_is_a_wrong_sign_in_for_the_same_work,
    r035_the_country_and_the_date_of_birth_stay,
    t37_the_same_form_twice_registers_once,
    z1_an_address_with_an_account_keeps_the_form_and_adds_it_after_signing_in,
    z1_one_address_serves_an_individual_and_a_corporation,
    z47_the_member_page_opens_the_trade_of_an_account_with_profiles,
    z1_nobody_else_sees_a_form_that_was_kept,
    z1_a_session_shows_nothing_of_another_profile,
    t21_whoever_adds_a_registration_shows_the_password,
    t36_the_owners_people_are_no_persons,
    z30_a_link_holds_at_once_and_the_corporation_is_told,
    z30_a_corporation_ends_a_link_and_the_individual_is_told,
    t04_a_foreign_member_is_answered_like_no_member,
    r099_whoever_works_for_a_supplier_requests_none_of_its_lots_as_an_individual,
    r054_who_is_removed_from_a_company_stays_an_individual,
    t39_an_individual_who_leaves_leaves_no_trace,
    t39_a_corporation_that_leaves_leaves_no_trace,
    the_takeout_holds_the_registrations,
);

const TARO: &str = "taro@person.example";
const CORP: &str = "training@midori.example";
const OTHER: &str = "other@company.example";
const HOUR: Duration = Duration::from_secs(3_600);
const LONG_AGO: Duration = Duration::from_secs(301);

fn form(kind: PersonKind, email: &str) -> PersonRegistrationForm {
    PersonRegistrationForm {
        submission: services::accounts::registration::new_submission(),
        person: person(kind),
        email: email.to_owned(),
        password: NEW.to_owned(),
        password_again: NEW.to_owned(),
        agreed: Some("1".to_owned()),
    }
}

fn linked_form(email: &str, corporate: &str) -> PersonRegistrationForm {
    let mut form = form(PersonKind::Individual, email);
    corporate.clone_into(&mut form.person.corporate);
    form
}

fn browser(waiting: services::accounts::token::Token) -> Caller {
    Caller {
        waiting: Some(waiting),
        ..caller()
    }
}

async fn receive(house: &House, kind: PersonKind, form: &PersonRegistrationForm) -> Answer<Caller> {
    match registration::receive(&house.market, &caller(), kind, form).await? {
        Received::Waits(registered) => Ok(browser(registered.waiting)),
        Received::HasAccount(_) => panic!("the address has an account"),
    }
}

/// Registers, and presses the button behind the mailed link.
async fn registered(house: &House, kind: PersonKind, form: &PersonRegistrationForm) -> Proved {
    let browser = receive(house, kind, form).await.expect("registers");
    let letters = house.letters().await;
    let letter = to(&letters, &form.email);
    assert_eq!(letter.len(), 1, "one letter");
    assert_eq!(letter[0].kind, "verify_person");
    verification::prove(&house.market, &browser, &token(letter[0]), "")
        .await
        .expect("proves")
}

async fn signed_in(house: &House, kind: PersonKind, email: &str) -> SignedIn {
    let word = kind.account_type().word();
    let welcome = sign_in_with(house, word, email, NEW).await.expect("signs in");
    who(house, &welcome.token).await.expect("is in")
}

/// An individual or a corporation, registered and signed in.
async fn come(house: &House, kind: PersonKind, email: &str) -> SignedIn {
    registered(house, kind, &form(kind, email)).await;
    signed_in(house, kind, email).await
}

/// Somebody who has an account becomes an individual, too.
async fn adds_individual(house: &House, who: &SignedIn) {
    let added = form(PersonKind::Individual, "");
    adding::add(&house.market, who, &caller(), PersonKind::Individual, &added)
        .await
        .expect("adds");
}

async fn change(house: &House, who: &SignedIn, form: &PersonForm) -> Answer<Changed> {
    settings::update(&house.market, who, &caller(), form).await
}

/// Enters the address of a corporation, or clears it.
async fn enter(house: &House, who: &SignedIn, corporate: &str) -> Answer<Changed> {
    let mut form = settings::view(&house.market, who).await.expect("views").form;
    corporate.clone_into(&mut form.corporate);
    change(house, who, &form).await
}

async fn r086_an_individual_registers_proves_the_address_and_signs_in_at_once(house: &House) {
    let proved = registered(house, PersonKind::Individual, &form(PersonKind::Individual, TARO)).await;
    assert_eq!(proved.account_type, AccountType::Individual);
    assert!(
        house.letters().await.is_empty(),
        "nothing is screened, nothing more is mailed"
    );
    let who = signed_in(house, PersonKind::Individual, TARO).await;
    assert_eq!(who.visitor.name, "佐藤 太郎");
    assert_eq!(
        (who.visitor.company.as_str(), who.visitor.in_screening),
        ("", false)
    );
    let settings = settings::view(&house.market, &who).await.expect("views");
    assert_eq!(settings.form, person(PersonKind::Individual));
    assert_eq!(settings.linked, None);
    let account = own::view(&house.market, &who).await.expect("views");
    assert_eq!(
        account.agreements.len(),
        2,
        "terms and privacy policy, with their versions"
    );
    assert_eq!(account.addable, [PersonKind::Corporate]);
    let rows = sessions::list(&house.market, &who).await.expect("lists");
    assert_eq!(rows[0].account_type, AccountType::Individual);
}

async fn r085_a_corporation_registers_and_whoever_names_it_is_linked(house: &House) {
    let corporation = come(house, PersonKind::Corporate, CORP).await;
    assert_eq!(corporation.visitor.company, "Midori Works");
    registered(
        house,
        PersonKind::Individual,
        &linked_form(TARO, &CORP.to_uppercase()),
    )
    .await;
    let letters = house.letters().await;
    assert_eq!(letters.len(), 1, "M26 to the corporation");
    assert_eq!(
        (letters[0].kind.as_str(), letters[0].to.as_str()),
        ("person_linked", CORP)
    );
    let list = linking::members(&house.market, &corporation)
        .await
        .expect("lists");
    assert_eq!(list.members.len(), 1);
    assert_eq!(
        (list.members[0].email.as_str(), list.address.as_str()),
        (TARO, CORP)
    );
}

async fn e06_signing_in_before_the_proof_sends_the_mail_again(house: &House) {
    receive(house, PersonKind::Corporate, &form(PersonKind::Corporate, CORP))
        .await
        .expect("registers");
    house.letters().await;
    house.wait(HOUR);
    let wrong = sign_in_with(house, "individual", CORP, NEW).await;
    assert_eq!(refusal(wrong), Refusal::WrongCredentials);
    let early = sign_in_with(house, "corporate", CORP, NEW).await;
    assert_eq!(refusal(early), Refusal::Unverified { mailed: true });
    assert_eq!(house.letters().await[0].kind, "verify_person");
}

async fn e14_an_unknown_corporation_is_said_plainly_a_few_times_an_hour(house: &House) {
    jane(house).await;
    let individual = come(house, PersonKind::Individual, TARO).await;
    for address in ["nobody@nowhere.example", JANE, TARO] {
        let entered = enter(house, &individual, address).await;
        assert_eq!(
            fault(entered, "person.corporate"),
            Violation::CorporateUnknown,
            "{address}"
        );
        let form = linked_form("new@person.example", address);
        let registered = receive(house, PersonKind::Individual, &form).await;
        assert_eq!(fault(registered, "person.corporate"), Violation::CorporateUnknown);
    }
    for _ in 0..4 {
        assert!(enter(house, &individual, "nobody@nowhere.example").await.is_err());
    }
    let enough = enter(house, &individual, "nobody@nowhere.example").await;
    assert!(matches!(refusal(enough), Refusal::TooMany { .. }));
    assert_eq!(
        enter(house, &individual, "").await.expect("saves"),
        Changed::Saved
    );
    assert_eq!(house.rows("person_link").await, 0);
}

async fn t01_a_wrong_type_is_a_wrong_sign_in_for_the_same_work(house: &House) {
    jane(house).await;
    come(house, PersonKind::Individual, TARO).await;
    come(house, PersonKind::Corporate, CORP).await;
    let wrong = [
        ("corporate", TARO, NEW),
        ("buyer", TARO, NEW),
        ("staff", TARO, NEW),
        ("member", TARO, NEW),
        ("member", CORP, NEW),
        ("individual", CORP, NEW),
        ("individual", JANE, PASSWORD),
        ("corporate", JANE, PASSWORD),
        ("individual", "nobody@person.example", NEW),
        ("individual", TARO, "wrong"),
    ];
    for (kind, login, password) in wrong {
        let before = house.market.passwords.verifications();
        let form = forms::credentials(kind, login, password);
        let answer = sign_in::sign_in(&house.market, form, &caller(), None).await;
        assert_eq!(refusal(answer), Refusal::WrongCredentials, "{kind} {login}");
        assert_eq!(
            house.market.passwords.verifications() - before,
            1,
            "{kind} {login}"
        );
    }
}

async fn r035_the_country_and_the_date_of_birth_stay(house: &House) {
    let individual = come(house, PersonKind::Individual, TARO).await;
    let typed = PersonForm {
        name: "田中 太郎".to_owned(),
        born: "2001-01-01".to_owned(),
        country: "DE".to_owned(),
        phone: "03-5550-0199".to_owned(),
        ..person(PersonKind::Individual)
    };
    assert_eq!(
        change(house, &individual, &typed).await.expect("saves"),
        Changed::Saved
    );
    let after = settings::view(&house.market, &individual)
        .await
        .expect("views")
        .form;
    assert_eq!(
        (after.born.as_str(), after.country.as_str()),
        ("1990-02-28", "JP")
    );
    assert_eq!(
        (after.name.as_str(), after.phone.as_str()),
        ("田中 太郎", "03-5550-0199")
    );
    let name = "SELECT COUNT(*) FROM account WHERE name = '田中 太郎'";
    assert_eq!(
        house.number(name).await,
        1,
        "the account follows its only profile"
    );
    let empty = PersonForm::default();
    assert_eq!(
        fault(change(house, &individual, &empty).await, "person.name"),
        Violation::Missing
    );
}

async fn t37_the_same_form_twice_registers_once(house: &House) {
    let form = form(PersonKind::Individual, TARO);
    let first = receive(house, PersonKind::Individual, &form)
        .await
        .expect("registers");
    let again = registration::receive(&house.market, &first, PersonKind::Individual, &form).await;
    assert!(matches!(again, Ok(Received::Waits(_))));
    assert_eq!(mails(house, "verify_person").await, 1);
}

async fn z1_an_address_with_an_account_keeps_the_form_and_adds_it_after_signing_in(house: &House) {
    jane(house).await;
    let sent = form(PersonKind::Individual, JANE);
    let kept = registration::receive(&house.market, &caller(), PersonKind::Individual, &sent).await;
    let Ok(Received::HasAccount(kept)) = kept else {
        panic!("{kept:?}")
    };
    assert!(house.letters().await.is_empty(), "nobody is asked for a proof");
    let browser = browser(kept);
    let (session, jane) = house.sign_in(JANE, "buyer").await;
    let opened = adding::open(&house.market, &jane, &browser, PersonKind::Individual)
        .await
        .expect("opens");
    assert_eq!(opened.form, sent.clone().without_passwords());
    assert_eq!(
        (opened.email.as_str(), opened.has_it, opened.asks_password),
        (JANE, false, false)
    );
    for _ in 0..2 {
        adding::add(
            &house.market,
            &jane,
            &browser,
            PersonKind::Individual,
            &opened.form,
        )
        .await
        .expect("adds, and adds once");
    }
    assert_eq!(house.rows("kept_form").await, 0);
    let now = who(house, &session).await.expect("is in still");
    assert_eq!(now.visitor.account_type, AccountType::Individual);
    assert_eq!(now.visitor.name, "佐藤 太郎");
    house.sign_in(JANE, "individual").await;
    let (_, buyer) = house.sign_in(JANE, "buyer").await;
    assert_eq!(buyer.visitor.company, "Harbour", "the trade stays as it was");
    assert_eq!(buyer.visitor.name, "山田 太郎");
    // Whoever forgets to come back is forgotten.
    let sent = form(PersonKind::Corporate, JANE);
    let kept = registration::receive(&house.market, &caller(), PersonKind::Corporate, &sent).await;
    assert!(matches!(kept, Ok(Received::HasAccount(_))));
    house.wait(HOUR);
    upkeep::arrange(&house.market).await.expect("arranges");
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(house.rows("kept_form").await, 0);
}

async fn z1_one_address_serves_an_individual_and_a_corporation(house: &House) {
    let corporation = come(house, PersonKind::Corporate, CORP).await;
    let form = PersonRegistrationForm {
        password: String::new(),
        ..linked_form("", CORP)
    };
    adding::add(
        &house.market,
        &corporation,
        &caller(),
        PersonKind::Individual,
        &form,
    )
    .await
    .expect("adds");
    let individual = signed_in(house, PersonKind::Individual, CORP).await;
    let corporation = signed_in(house, PersonKind::Corporate, CORP).await;
    assert_eq!(
        individual.visitor.number, corporation.visitor.number,
        "one account"
    );
    let list = linking::members(&house.market, &corporation)
        .await
        .expect("lists");
    assert_eq!(
        list.members.len(),
        1,
        "whoever is in charge may take trainings too"
    );
    assert_eq!(
        (
            individual.visitor.name.as_str(),
            corporation.visitor.name.as_str()
        ),
        ("佐藤 太郎", "鈴木 恵子")
    );
}

async fn z47_the_member_page_opens_the_trade_of_an_account_with_profiles(house: &House) {
    jane(house).await;
    let (_, jane) = house.sign_in(JANE, "buyer").await;
    let form = form(PersonKind::Individual, "");
    adding::add(&house.market, &jane, &caller(), PersonKind::Individual, &form)
        .await
        .expect("adds");
    for (entrance, kind) in [
        ("member", AccountType::Buyer),
        ("buyer", AccountType::Buyer),
        ("individual", AccountType::Individual),
    ] {
        let welcome = sign_in_with(house, entrance, JANE, PASSWORD)
            .await
            .expect("signs in");
        assert_eq!(welcome.account_type, kind, "{entrance}");
        let who = who(house, &welcome.token).await.expect("is in");
        assert_eq!(who.visitor.account_type, kind);
        assert_eq!(who.visitor.company.is_empty(), kind == AccountType::Individual);
    }
}

async fn z1_nobody_else_sees_a_form_that_was_kept(house: &House) {
    jane(house).await;
    let sent = form(PersonKind::Individual, JANE);
    let kept = registration::receive(&house.market, &caller(), PersonKind::Individual, &sent).await;
    let Ok(Received::HasAccount(kept)) = kept else {
        panic!("{kept:?}")
    };
    let corporation = come(house, PersonKind::Corporate, CORP).await;
    let browser = browser(kept);
    let opened = adding::open(&house.market, &corporation, &browser, PersonKind::Individual).await;
    let name = opened.expect("opens").form.person.name;
    assert_eq!(name, "鈴木 恵子", "filled with what the one who asks has told");
    let (_, jane) = house.sign_in(JANE, "buyer").await;
    let elsewhere = adding::open(&house.market, &jane, &caller(), PersonKind::Individual).await;
    assert_eq!(elsewhere.expect("opens").form.person.born, "", "another browser");
    house.wait(HOUR);
    let late = adding::open(&house.market, &jane, &browser, PersonKind::Individual).await;
    assert_eq!(late.expect("opens").form.person.born, "", "another hour");
}

async fn z1_a_session_shows_nothing_of_another_profile(house: &House) {
    let supplier = house.supplier(JANE).await;
    house.stock(&supplier, &["TC74HC4050AFTEL"]).await;
    let (_, seller) = house.sign_in(JANE, "supplier").await;
    adds_individual(house, &seller).await;
    let (_, individual) = house.sign_in(JANE, "individual").await;
    assert!(individual.supplier().is_none() && individual.administrator().is_none());
    assert_eq!(individual.visitor.company, "");
    let account = own::view(&house.market, &individual).await.expect("views");
    assert_eq!(account.profile.company, "");
    assert!(!account.may_update && !account.has_users && account.application.is_none());
    let (_, seller) = house.sign_in(JANE, "supplier").await;
    assert_eq!(
        refusal(settings::view(&house.market, &seller).await),
        Refusal::NotAllowed
    );
    assert_eq!(
        refusal(linking::members(&house.market, &individual).await),
        Refusal::NotAllowed
    );
    assert!(seller.supplier().is_some());
}

async fn t21_whoever_adds_a_registration_shows_the_password(house: &House) {
    jane(house).await;
    let (_, jane) = house.sign_in(JANE, "buyer").await;
    house.wait(LONG_AGO);
    let add = async |password: &str| {
        let form = PersonRegistrationForm {
            password: password.to_owned(),
            ..form(PersonKind::Corporate, "")
        };
        adding::add(&house.market, &jane, &caller(), PersonKind::Corporate, &form).await
    };
    assert_eq!(fault(add("").await, "password"), Violation::Missing);
    assert_eq!(fault(add("wrong").await, "password"), Violation::PasswordWrong);
    add(PASSWORD).await.expect("adds");
    house.sign_in(JANE, "corporate").await;
}

async fn t36_the_owners_people_are_no_persons(house: &House) {
    const DESK: &str = "desk@owner.example";
    house.person(AccountType::Staff, DESK, "", false).await;
    let (_, desk) = house.sign_in(DESK, "staff").await;
    let opened = adding::open(&house.market, &desk, &caller(), PersonKind::Individual).await;
    assert_eq!(refusal(opened), Refusal::NotAllowed);
    let form = form(PersonKind::Individual, "");
    let added = adding::add(&house.market, &desk, &caller(), PersonKind::Individual, &form).await;
    assert_eq!(refusal(added), Refusal::NotAllowed);
}

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
    changing::remove(&house.market, &chief, &remove)
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

/// What is left of some words, with where they are.
async fn traces(house: &House, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (table, rows) in dump(house).await {
        for row in rows {
            let row = row.to_lowercase();
            let left = words.iter().filter(|word| row.contains(&word.to_lowercase()));
            found.extend(left.map(|word| format!("{word} in {table}: {row}")));
        }
    }
    found
}

async fn t39_an_individual_who_leaves_leaves_no_trace(house: &House) {
    come(house, PersonKind::Corporate, CORP).await;
    let canary = PersonRegistrationForm {
        person: PersonForm {
            name: "Canary name".to_owned(),
            furigana: "Canary kana".to_owned(),
            born: "1977-06-05".to_owned(),
            phone: "077-6543-2101".to_owned(),
            corporate: CORP.to_owned(),
            ..person(PersonKind::Individual)
        },
        ..form(PersonKind::Individual, "canary@canary.example")
    };
    registered(house, PersonKind::Individual, &canary).await;
    let kept = registration::receive(&house.market, &caller(), PersonKind::Individual, &canary).await;
    assert!(matches!(kept, Ok(Received::HasAccount(_))));
    let individual = signed_in(house, PersonKind::Individual, "canary@canary.example").await;
    enter(house, &individual, "").await.expect("unlinks");
    let number = individual.visitor.number.clone();
    let words = ["canary", "1977-06-05", "077-6543", number.as_str()];
    assert!(!traces(house, &words).await.is_empty(), "the dump finds them");
    let farewell = leaving::look(&house.market, &individual).await.expect("looks");
    assert_eq!(
        (farewell.obstacle, farewell.persons.as_slice()),
        (None, &[PersonKind::Individual][..])
    );
    leaving::leave(&house.market, &individual, NEW)
        .await
        .expect("leaves");
    assert_eq!(house.letters().await.last().expect("M30").kind, "account_deleted");
    assert_eq!(traces(house, &words).await, Vec::<String>::new());
}

async fn t39_a_corporation_that_leaves_leaves_no_trace(house: &House) {
    let canary = PersonRegistrationForm {
        person: PersonForm {
            company: "Canary Works".to_owned(),
            department: "Canary part".to_owned(),
            address: "Canary street".to_owned(),
            ..person(PersonKind::Corporate)
        },
        ..form(PersonKind::Corporate, "canary@canary.example")
    };
    registered(house, PersonKind::Corporate, &canary).await;
    let corporation = signed_in(house, PersonKind::Corporate, "canary@canary.example").await;
    for email in [TARO, "jiro@person.example"] {
        let individual = come(house, PersonKind::Individual, email).await;
        enter(house, &individual, "canary@canary.example")
            .await
            .expect("links");
    }
    let list = linking::members(&house.market, &corporation)
        .await
        .expect("lists");
    linking::part(&house.market, &corporation, &list.members[0].number)
        .await
        .expect("parts");
    house.letters().await;
    assert!(
        !traces(house, &["canary"]).await.is_empty(),
        "the dump finds them"
    );
    leaving::leave(&house.market, &corporation, NEW)
        .await
        .expect("leaves");
    house.letters().await;
    assert_eq!(traces(house, &["canary"]).await, Vec::<String>::new());
    assert_eq!(house.rows("person_link").await, 0);
    let individual = signed_in(house, PersonKind::Individual, TARO).await;
    let shown = settings::view(&house.market, &individual).await.expect("views");
    assert_eq!(shown.linked, None, "the individual stays, without a corporation");
}

async fn the_takeout_holds_the_registrations(house: &House) {
    come(house, PersonKind::Corporate, CORP).await;
    let individual = come(house, PersonKind::Individual, TARO).await;
    enter(house, &individual, CORP).await.expect("links");
    let takeout = takeout::take(&house.market, &individual).await.expect("takes");
    let json = serde_json::to_value(&takeout).expect("is JSON");
    assert_eq!(json["account"]["account_type"], "individual");
    let registration = &json["registrations"][0];
    assert_eq!(
        (registration["kind"].as_str(), registration["born"].as_str()),
        (Some("individual"), Some("1990-02-28"))
    );
    assert_eq!(registration["corporate"], CORP);
    assert_eq!(json["registrations"].as_array().map(Vec::len), Some(1));
}
