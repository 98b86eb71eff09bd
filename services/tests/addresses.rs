//! One's e-mail addresses, and where one is signed in.

#[path = "support/house.rs"]
mod house;
#[path = "support/people.rs"]
mod people;

use std::sync::Arc;
use std::time::Duration;

use domain::accounts::own::{Address, Standing};
use domain::accounts::{AccountType, AddAddressForm, ChangePasswordForm, PickAddressForm};
use domain::refusal::Refusal;
use domain::violations::Violation;
use house::{House, PASSWORD, forms};
use people::{
    JANE, NEW, dump, fault, gone, is_in, jane, mails, refusal, secrets_in, sign_in_with, to, token, who,
};
use services::accounts::addresses::{self, confirm, main};
use services::accounts::links::{self, Purpose};
use services::accounts::session::{SessionToken, SignedIn};
use services::accounts::{password_change, recovery, sessions};
use services::error::{Answer, Error};
use services::post::ReadyMail;

on_both!(
    r076_an_address_is_added_proved_made_the_main_one_and_the_old_one_deleted,
    r077_only_proved_addresses_become_main_and_the_main_one_stays,
    t03_a_taken_address_is_answered_like_any_other,
    t13_what_the_database_holds_proves_no_address,
    t14_of_many_uses_of_a_link_one_succeeds,
    t15_looking_at_a_link_does_not_use_it,
    t16_a_link_that_proves_lives_three_days_and_the_newest_counts,
    t16_a_link_that_proves_is_void_after_any_change_of_the_credentials,
    t16_a_link_that_takes_back_lives_seven_days,
    t21_of_two_who_prove_one_address_at_once_one_gets_it,
    t21_the_password_is_asked_for_after_five_minutes,
    t21_whoever_took_an_account_over_is_thrown_out_again,
    t21_the_oldest_link_wins,
    t25_an_ended_session_is_out_with_its_next_request,
    t25_what_is_changed_elsewhere_ends_a_session_at_once,
);

const SECOND_ADDRESS: &str = "jane@isartal.example";
const HOUR: Duration = Duration::from_secs(3_600);
const SECOND: Duration = Duration::from_secs(1);
const LONG_AGO: Duration = Duration::from_secs(301);

async fn add(house: &House, who: &SignedIn, email: &str, password: &str) -> Answer<()> {
    let form = AddAddressForm {
        email: email.to_owned(),
        password: password.to_owned(),
    };
    addresses::add(&house.market, who, &form).await
}

fn pick(id: i64, password: &str) -> PickAddressForm {
    PickAddressForm {
        address: id.to_string(),
        password: password.to_owned(),
    }
}

async fn list(house: &House, who: &SignedIn) -> Vec<Address> {
    addresses::list(&house.market, who).await.expect("lists").list
}

async fn id_of(house: &House, who: &SignedIn, address: &str) -> i64 {
    let list = list(house, who).await;
    list.iter().find(|a| a.address == address).expect("is listed").id
}

/// Jane, signed in.
async fn jane_in(house: &House) -> (SessionToken, SignedIn) {
    jane(house).await;
    house.sign_in(JANE, "buyer").await
}

/// Adds an address and answers the token of its mail.
async fn added(house: &House, who: &SignedIn, email: &str) -> String {
    add(house, who, email, PASSWORD).await.expect("adds");
    let letters = house.letters().await;
    let letter = to(&letters, email);
    assert_eq!(letter.len(), 1, "{email}");
    assert_eq!(letter[0].kind, "confirm_address");
    token(letter[0])
}

async fn proved(house: &House, who: &SignedIn, email: &str) -> i64 {
    let token = added(house, who, email).await;
    confirm::confirm(&house.market, &token).await.expect("proves");
    id_of(house, who, email).await
}

/// Makes an address the main one; answers the session as it is then, and the mail to the former address.
async fn made_main(house: &House, session: &SessionToken, id: i64, password: &str) -> (SignedIn, ReadyMail) {
    let here = who(house, session).await.expect("is in");
    main::make_main(&house.market, &here, &pick(id, password))
        .await
        .expect("changes");
    let mut letters = house.letters().await;
    letters.retain(|letter| letter.kind == "address_changed");
    assert_eq!(letters.len(), 1, "the former address is told");
    (who(house, session).await.expect("goes on"), letters.remove(0))
}

async fn r076_an_address_is_added_proved_made_the_main_one_and_the_old_one_deleted(house: &House) {
    let (session, here) = jane_in(house).await;
    let other = sign_in_with(house, "buyer", JANE, PASSWORD)
        .await
        .expect("in")
        .token;
    let link = added(house, &here, SECOND_ADDRESS).await;
    let waiting = list(house, &here).await;
    assert_eq!(waiting[0].standing, Standing::Main);
    let until = house.market.now() + 3 * 24 * 3_600_000;
    assert_eq!(waiting[1].standing, Standing::Waiting { until });
    assert_eq!(
        confirm::look(&house.market, &link).await.expect("looks"),
        SECOND_ADDRESS
    );
    confirm::confirm(&house.market, &link).await.expect("proves");
    assert_eq!(list(house, &here).await[1].standing, Standing::Proved);
    assert!(
        sign_in_with(house, "buyer", SECOND_ADDRESS, PASSWORD)
            .await
            .is_err(),
        "not the login ID yet"
    );
    let id = id_of(house, &here, SECOND_ADDRESS).await;
    let (here, told) = made_main(house, &session, id, PASSWORD).await;
    assert_eq!(told.to, JANE);
    assert!(!told.text.contains(SECOND_ADDRESS), "shortened");
    assert!(!is_in(house, &other).await, "other sessions end");
    assert!(
        sign_in_with(house, "buyer", SECOND_ADDRESS, PASSWORD)
            .await
            .is_ok()
    );
    assert!(sign_in_with(house, "buyer", JANE, PASSWORD).await.is_err());
    let old = id_of(house, &here, JANE).await;
    addresses::delete(&house.market, &here, &pick(old, PASSWORD))
        .await
        .expect("deletes");
    let left = list(house, &here).await;
    assert_eq!(left.len(), 1);
    assert_eq!(
        (left[0].address.as_str(), left[0].standing),
        (SECOND_ADDRESS, Standing::Main)
    );
    assert_eq!(
        who(house, &session).await.expect("is in").visitor.email,
        SECOND_ADDRESS
    );
}

async fn r077_only_proved_addresses_become_main_and_the_main_one_stays(house: &House) {
    let (_, here) = jane_in(house).await;
    let stranger = house
        .person(AccountType::Buyer, "jack@harbour.example", "Jack", false)
        .await;
    let foreign = format!(
        "SELECT id FROM account_email WHERE account_id = {}",
        stranger.account_id
    );
    let foreign = house.number(&foreign).await;
    added(house, &here, SECOND_ADDRESS).await;
    let (own, waiting) = (
        id_of(house, &here, JANE).await,
        id_of(house, &here, SECOND_ADDRESS).await,
    );
    let make = |form: PickAddressForm| {
        let here = here.clone();
        async move { main::make_main(&house.market, &here, &form).await }
    };
    let delete = |form: PickAddressForm| {
        let here = here.clone();
        async move { addresses::delete(&house.market, &here, &form).await }
    };
    assert_eq!(
        fault(make(pick(waiting, "")).await, "address"),
        Violation::AddressUnproved
    );
    assert_eq!(
        fault(make(pick(foreign, "")).await, "address"),
        Violation::NotAChoice
    );
    assert_eq!(
        fault(delete(pick(foreign, "")).await, "address"),
        Violation::NotAChoice
    );
    assert_eq!(
        fault(delete(pick(own, "")).await, "address"),
        Violation::AddressMain
    );
    assert_eq!(
        fault(make(PickAddressForm::default()).await, "address"),
        Violation::Missing
    );
    assert_eq!(
        fault(add(house, &here, JANE, "").await, "email"),
        Violation::AddressOwn
    );
    assert_eq!(
        fault(add(house, &here, "jane@", "").await, "email"),
        Violation::EmailDomain
    );
    for nth in 0..3 {
        add(house, &here, &format!("jane{nth}@isartal.example"), "")
            .await
            .expect("adds");
    }
    assert_eq!(
        fault(add(house, &here, "sixth@isartal.example", "").await, "email"),
        Violation::TooManyAddresses { max: 5 }
    );
    delete(pick(waiting, "")).await.expect("deletes what waits");
    add(house, &here, "sixth@isartal.example", "")
        .await
        .expect("adds");
}

async fn t03_a_taken_address_is_answered_like_any_other(house: &House) {
    let (_, here) = jane_in(house).await;
    house
        .person(AccountType::Buyer, "jack@harbour.example", "Jack", false)
        .await;
    let sizes = |dumped: &[(String, Vec<String>)]| -> Vec<(String, usize)> {
        dumped
            .iter()
            .map(|(table, rows)| (table.clone(), rows.len()))
            .collect()
    };
    let nothing = sizes(&dump(house).await);
    add(house, &here, "free@harbour.example", "").await.expect("adds");
    let free = sizes(&dump(house).await);
    add(house, &here, "jack@harbour.example", "")
        .await
        .expect("the same answer");
    let taken = sizes(&dump(house).await);
    let came = |before: &[(String, usize)], after: &[(String, usize)]| -> Vec<(String, usize)> {
        let pairs = after.iter().zip(before);
        pairs
            .map(|((table, now), (_, then))| (table.clone(), now - then))
            .collect()
    };
    assert_eq!(came(&nothing, &free), came(&free, &taken));
    let shown = list(house, &here).await;
    assert_eq!(shown[1].standing, shown[2].standing, "shown alike");
    let letters = house.letters().await;
    let kinds =
        |reader: &str| -> Vec<String> { to(&letters, reader).iter().map(|l| l.kind.clone()).collect() };
    assert_eq!(kinds("free@harbour.example"), ["confirm_address"]);
    assert_eq!(kinds("jack@harbour.example"), ["address_claimed"]);
    for _ in 0..5 {
        add(house, &here, "jack@harbour.example", "")
            .await
            .expect("the same answer");
    }
    assert_eq!(house.letters().await.len(), 0, "told once a day");
    house.wait(24 * HOUR);
    let (_, here) = house.sign_in(JANE, "buyer").await;
    add(house, &here, "jack@harbour.example", "")
        .await
        .expect("the same answer");
    assert_eq!(mails(house, "address_claimed").await, 2, "and the next day again");
}

async fn t13_what_the_database_holds_proves_no_address(house: &House) {
    let (session, here) = jane_in(house).await;
    let id = proved(house, &here, SECOND_ADDRESS).await;
    let (here, told) = made_main(house, &session, id, PASSWORD).await;
    let live = added(house, &here, "third@isartal.example").await;
    let back = token(&told);
    let dumped = dump(house).await;
    let secrets = secrets_in(
        dumped
            .iter()
            .flat_map(|(_, rows)| rows.iter().map(String::as_str)),
    );
    assert!(secrets.len() > 20, "{}", secrets.len());
    for secret in &secrets {
        assert!(*secret != live && *secret != back && secret != session.cookie_value());
        assert!(confirm::confirm(&house.market, secret).await.is_err(), "{secret}");
        assert!(main::take_back(&house.market, secret).await.is_err(), "{secret}");
        if let Some(token) = SessionToken::of_cookie(secret) {
            assert!(!is_in(house, &token).await, "{secret}");
        }
    }
    // Nor does a link do what another is for.
    assert_eq!(
        refusal(main::take_back(&house.market, &live).await),
        Refusal::LinkDead
    );
    assert_eq!(
        refusal(confirm::confirm(&house.market, &back).await),
        Refusal::LinkDead
    );
    let form = forms::new_password(NEW);
    assert_eq!(
        refusal(recovery::set(&house.market, &back, &form).await),
        Refusal::LinkDead
    );
    confirm::confirm(&house.market, &live).await.expect("proves");
}

/// How many of 64 uses at once succeed; the others are refused.
async fn winners<F, U>(house: &House, token: &str, using: F) -> usize
where
    F: Fn(services::market::Market, Arc<str>) -> U,
    U: Future<Output = Answer<()>> + Send + 'static,
{
    let token: Arc<str> = token.into();
    let uses: Vec<_> = (0..64)
        .map(|_| tokio::spawn(using(house.market.clone(), token.clone())))
        .collect();
    let mut won = 0;
    for one in uses {
        match one.await.expect("ends") {
            Ok(()) => won += 1,
            Err(Error::Refused(Refusal::LinkUsed | Refusal::LinkDead)) => {}
            // On a busy machine SQLite's one writer may be out of reach for so many: they are asked to come back.
            Err(error) if error.is_passing() => {}
            Err(error) => panic!("{error:#}"),
        }
    }
    won
}

async fn t14_of_many_uses_of_a_link_one_succeeds(house: &House) {
    let (mut session, mut here) = jane_in(house).await;
    for round in 0..house::rounds(3, 200) {
        let email = format!("jane{round}@isartal.example");
        let link = added(house, &here, &email).await;
        let proving = |market, token: Arc<str>| async move { confirm::confirm(&market, &token).await };
        assert_eq!(winners(house, &link, proving).await, 1, "round {round}");
        let id = id_of(house, &here, &email).await;
        let (_, told) = made_main(house, &session, id, PASSWORD).await;
        let taking = |market, token: Arc<str>| async move { main::take_back(&market, &token).await };
        assert_eq!(winners(house, &token(&told), taking).await, 1, "round {round}");
        let letters = house.letters().await;
        assert_eq!(letters.len(), 1, "one link to a new password");
        assert_eq!(
            (letters[0].kind.as_str(), letters[0].to.as_str()),
            ("reset_password", JANE)
        );
        let form = forms::new_password(PASSWORD);
        recovery::set(&house.market, &token(&letters[0]), &form)
            .await
            .expect("sets");
        house.letters().await;
        (session, here) = house.sign_in(JANE, "buyer").await;
    }
}

async fn t15_looking_at_a_link_does_not_use_it(house: &House) {
    let (session, here) = jane_in(house).await;
    let link = added(house, &here, SECOND_ADDRESS).await;
    for _ in 0..20 {
        let purpose = links::purpose_of(&house.market, &link).await.expect("a link");
        assert_eq!(purpose, Purpose::AddAddress);
        confirm::look(&house.market, &link).await.expect("looks");
    }
    confirm::confirm(&house.market, &link).await.expect("proves");
    assert_eq!(
        refusal(confirm::look(&house.market, &link).await),
        Refusal::LinkUsed
    );
    let id = id_of(house, &here, SECOND_ADDRESS).await;
    let back = token(&made_main(house, &session, id, PASSWORD).await.1);
    for _ in 0..20 {
        let purpose = links::purpose_of(&house.market, &back).await.expect("a link");
        assert_eq!(purpose, Purpose::RevertAddress);
        assert_eq!(main::look_back(&house.market, &back).await.expect("looks"), JANE);
    }
    main::take_back(&house.market, &back).await.expect("takes back");
    assert_eq!(
        refusal(main::look_back(&house.market, &back).await),
        Refusal::LinkUsed
    );
}

async fn t16_a_link_that_proves_lives_three_days_and_the_newest_counts(house: &House) {
    let (_, here) = jane_in(house).await;
    let first = added(house, &here, SECOND_ADDRESS).await;
    house.wait(72 * HOUR - SECOND);
    assert!(
        confirm::look(&house.market, &first).await.is_ok(),
        "one second before"
    );
    house.wait(2 * SECOND);
    assert_eq!(
        refusal(confirm::confirm(&house.market, &first).await),
        Refusal::LinkExpired
    );
    let (_, here) = house.sign_in(JANE, "buyer").await;
    assert_eq!(list(house, &here).await[1].standing, Standing::Lapsed);
    let second = added(house, &here, SECOND_ADDRESS).await;
    let third = added(house, &here, SECOND_ADDRESS).await;
    assert_eq!(list(house, &here).await.len(), 2, "one row for one address");
    assert_eq!(
        refusal(confirm::confirm(&house.market, &second).await),
        Refusal::LinkDead
    );
    house.wait(72 * HOUR - SECOND);
    confirm::confirm(&house.market, &third)
        .await
        .expect("one second before");
}

async fn t16_a_link_that_proves_is_void_after_any_change_of_the_credentials(house: &House) {
    let (session, here) = jane_in(house).await;
    let link = added(house, &here, SECOND_ADDRESS).await;
    let change = ChangePasswordForm {
        current: PASSWORD.to_owned(),
        password: NEW.to_owned(),
        password_again: NEW.to_owned(),
    };
    password_change::change(&house.market, &here, &change)
        .await
        .expect("changes");
    assert_eq!(
        refusal(confirm::confirm(&house.market, &link).await),
        Refusal::LinkDead
    );
    house.letters().await;
    let here = who(house, &session).await.expect("goes on");
    let other = proved(house, &here, "third@isartal.example").await;
    let link = added(house, &here, SECOND_ADDRESS).await;
    let (here, _) = made_main(house, &session, other, NEW).await;
    assert_eq!(
        refusal(confirm::look(&house.market, &link).await),
        Refusal::LinkDead
    );
    let link = added(house, &here, SECOND_ADDRESS).await;
    let id = id_of(house, &here, SECOND_ADDRESS).await;
    addresses::delete(&house.market, &here, &pick(id, NEW))
        .await
        .expect("deletes");
    assert_eq!(
        refusal(confirm::confirm(&house.market, &link).await),
        Refusal::LinkDead
    );
    let link = added(house, &here, SECOND_ADDRESS).await;
    gone(house).await;
    assert_eq!(
        refusal(confirm::confirm(&house.market, &link).await),
        Refusal::LinkDead
    );
}

async fn t16_a_link_that_takes_back_lives_seven_days(house: &House) {
    let (session, here) = jane_in(house).await;
    let id = proved(house, &here, SECOND_ADDRESS).await;
    let back = token(&made_main(house, &session, id, PASSWORD).await.1);
    house.wait(7 * 24 * HOUR - SECOND);
    assert!(
        main::look_back(&house.market, &back).await.is_ok(),
        "one second before"
    );
    house.wait(2 * SECOND);
    assert_eq!(
        refusal(main::take_back(&house.market, &back).await),
        Refusal::LinkExpired
    );
    gone(house).await;
    assert!(main::take_back(&house.market, &back).await.is_err());
}

async fn t21_of_two_who_prove_one_address_at_once_one_gets_it(house: &House) {
    let (_, one) = jane_in(house).await;
    house
        .person(AccountType::Supplier, "jack@harbour.example", "Jack", false)
        .await;
    let (_, two) = house.sign_in("jack@harbour.example", "supplier").await;
    for round in 0..200 {
        let email = format!("shared{round}@harbour.example");
        let (first, second) = (added(house, &one, &email).await, added(house, &two, &email).await);
        let proving = |token: String| {
            let market = house.market.clone();
            tokio::spawn(async move { confirm::confirm(&market, &token).await })
        };
        let (first, second) = tokio::join!(proving(first), proving(second));
        let answers = [first.expect("ends"), second.expect("ends")];
        let won = answers.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(won, 1, "round {round}: {answers:?}");
        let lost = answers.into_iter().find(Result::is_err).expect("one lost");
        assert_eq!(refusal(lost), Refusal::LinkDead, "round {round}");
        let owners = format!(
            "SELECT COUNT(*) FROM account_email WHERE canonical = '{email}' AND verified_at IS NOT NULL"
        );
        assert_eq!(house.number(&owners).await, 1, "round {round}");
        house.run("DELETE FROM account_email WHERE NOT main").await;
    }
}

async fn t21_the_password_is_asked_for_after_five_minutes(house: &House) {
    let (session, here) = jane_in(house).await;
    assert!(
        !addresses::list(&house.market, &here)
            .await
            .expect("lists")
            .asks_password
    );
    let id = proved(house, &here, SECOND_ADDRESS).await;
    house.wait(LONG_AGO);
    assert!(
        addresses::list(&house.market, &here)
            .await
            .expect("lists")
            .asks_password
    );
    assert_eq!(
        fault(add(house, &here, "x@isartal.example", "").await, "password"),
        Violation::Missing
    );
    for form in [pick(id, ""), pick(id, "Wrong-guess-1")] {
        let wrong = if form.password.is_empty() {
            Violation::Missing
        } else {
            Violation::PasswordWrong
        };
        let made = main::make_main(&house.market, &here, &form).await;
        assert_eq!(fault(made, "password"), wrong);
        let deleted = addresses::delete(&house.market, &here, &form).await;
        assert_eq!(fault(deleted, "password"), wrong);
    }
    add(house, &here, "x@isartal.example", PASSWORD)
        .await
        .expect("adds");
    let here = who(house, &session).await.expect("is in");
    assert!(
        !addresses::list(&house.market, &here)
            .await
            .expect("lists")
            .asks_password,
        "shown a moment ago"
    );
}

async fn t21_whoever_took_an_account_over_is_thrown_out_again(house: &House) {
    let (session, here) = jane_in(house).await;
    let number = here.visitor.number.clone();
    // Somebody in Jane's place adds an address, makes it the main one, deletes hers and changes the password.
    let id = proved(house, &here, SECOND_ADDRESS).await;
    let (here, told) = made_main(house, &session, id, PASSWORD).await;
    assert_eq!(told.to, JANE);
    let hers = id_of(house, &here, JANE).await;
    addresses::delete(&house.market, &here, &pick(hers, PASSWORD))
        .await
        .expect("deletes");
    let change = ChangePasswordForm {
        current: PASSWORD.to_owned(),
        password: NEW.to_owned(),
        password_again: NEW.to_owned(),
    };
    password_change::change(&house.market, &here, &change)
        .await
        .expect("changes");
    house.letters().await;
    main::take_back(&house.market, &token(&told))
        .await
        .expect("takes back");
    assert!(!is_in(house, &session).await);
    for login in [JANE, SECOND_ADDRESS, number.as_str()] {
        for password in [PASSWORD, NEW] {
            let answer = sign_in_with(house, "buyer", login, password).await;
            assert!(answer.is_err(), "{login}: nobody knows the password");
        }
    }
    let letters = house.letters().await;
    let letter = to(&letters, JANE)
        .into_iter()
        .find(|l| l.kind == "reset_password");
    let form = forms::new_password("tokyo!lamp77orchid");
    recovery::set(&house.market, &token(letter.expect("M07 to her address")), &form)
        .await
        .expect("sets");
    assert!(
        sign_in_with(house, "buyer", JANE, "tokyo!lamp77orchid")
            .await
            .is_ok()
    );
}

async fn t21_the_oldest_link_wins(house: &House) {
    let (session, here) = jane_in(house).await;
    let second = proved(house, &here, SECOND_ADDRESS).await;
    let (here, first_told) = made_main(house, &session, second, PASSWORD).await;
    house.wait(SECOND);
    let third = proved(house, &here, "third@isartal.example").await;
    let (_, second_told) = made_main(house, &session, third, PASSWORD).await;
    assert_eq!(
        (first_told.to.as_str(), second_told.to.as_str()),
        (JANE, SECOND_ADDRESS)
    );
    main::take_back(&house.market, &token(&first_told))
        .await
        .expect("takes back");
    assert_eq!(
        refusal(main::take_back(&house.market, &token(&second_told)).await),
        Refusal::LinkDead
    );
    let main_address = "SELECT COUNT(*) FROM account_email WHERE main AND canonical = 'jane@harbour.example'";
    assert_eq!(house.number(main_address).await, 1);
}

async fn t25_an_ended_session_is_out_with_its_next_request(house: &House) {
    let (session, here) = jane_in(house).await;
    let (second, third) = (
        sign_in_with(house, "buyer", JANE, PASSWORD)
            .await
            .expect("in")
            .token,
        sign_in_with(house, "buyer", JANE, PASSWORD)
            .await
            .expect("in")
            .token,
    );
    house
        .person(AccountType::Buyer, "jack@harbour.example", "Jack", false)
        .await;
    let (stranger, jack) = house.sign_in("jack@harbour.example", "buyer").await;
    let rows = sessions::list(&house.market, &here).await.expect("lists");
    assert_eq!(rows.len(), 3);
    assert_eq!(
        rows.iter().map(|row| row.here).collect::<Vec<_>>(),
        [true, false, false]
    );
    assert_eq!(rows[0].device, "Firefox, Linux");
    sessions::end(&house.market, &jack, &rows[1].id)
        .await
        .expect("nothing of his own");
    assert!(is_in(house, &second).await && is_in(house, &third).await);
    sessions::end(&house.market, &here, &rows[1].id)
        .await
        .expect("ends");
    sessions::end(&house.market, &here, &rows[1].id)
        .await
        .expect("twice is no fault");
    let left = [is_in(house, &second).await, is_in(house, &third).await];
    assert_eq!(left.iter().filter(|left| **left).count(), 1);
    assert_eq!(
        refusal(sessions::end(&house.market, &here, "x").await),
        Refusal::NotFound
    );
    sessions::end_others(&house.market, &here).await.expect("ends");
    assert!(!is_in(house, &second).await && !is_in(house, &third).await);
    assert!(is_in(house, &session).await && is_in(house, &stranger).await);
    assert_eq!(
        sessions::list(&house.market, &here).await.expect("lists").len(),
        1
    );
    house.wait(2 * HOUR);
    let (_, here) = house.sign_in(JANE, "buyer").await;
    assert_eq!(
        sessions::list(&house.market, &here).await.expect("lists").len(),
        1,
        "idle ones are over"
    );
}

async fn t25_what_is_changed_elsewhere_ends_a_session_at_once(house: &House) {
    for change in [
        "UPDATE account SET state = 'suspended', suspended_at = 1",
        "DELETE FROM membership",
        "UPDATE account SET generation = generation + 1",
        "DELETE FROM session",
        "DELETE FROM account",
    ] {
        let (session, here) = jane_in(house).await;
        assert!(is_in(house, &session).await);
        house.run(change).await;
        assert!(!is_in(house, &session).await, "{change}");
        let late = add(house, &here, SECOND_ADDRESS, PASSWORD).await;
        if !change.ends_with("membership") && !change.ends_with("session") {
            assert_eq!(refusal(late), Refusal::SignInFirst, "{change}");
        }
        gone(house).await;
    }
}
