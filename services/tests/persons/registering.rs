//! Registering and signing in as an individual or as a corporation (R085, R086, R035).

use domain::accounts::AccountType;
use domain::persons::views::Changed;
use domain::persons::{PersonForm, PersonKind};
use domain::refusal::Refusal;
use domain::violations::Violation;
use services::accounts::persons::registration::Received;
use services::accounts::persons::{linking, registration, settings};
use services::accounts::{own, sessions, sign_in};

use crate::persons::{CORP, TARO, change, come, enter, form, linked_form, receive, registered, signed_in};
use crate::support::house::forms::person;
use crate::support::house::{HOUR, House, PASSWORD, caller, forms};
use crate::support::people::{JANE, NEW, fault, jane, mails, refusal, sign_in_with};

on_both!(
    r086_an_individual_registers_proves_the_address_and_signs_in_at_once,
    r085_a_corporation_registers_and_whoever_names_it_is_linked,
    e06_signing_in_before_the_proof_sends_the_mail_again,
    e14_an_unknown_corporation_is_said_plainly_a_few_times_an_hour,
    t01_a_wrong_type_is_a_wrong_sign_in_for_the_same_work,
    r035_the_country_and_the_date_of_birth_stay,
    t37_the_same_form_twice_registers_once,
);

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
