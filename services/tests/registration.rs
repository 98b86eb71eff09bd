//! Registering, proving the address, and the screening that follows.

#[path = "support/house.rs"]
mod house;
#[path = "support/people.rs"]
mod people;

use std::sync::Arc;
use std::time::Duration;

use domain::accounts::profile::Reason;
use domain::accounts::{AccountType, ProfileForm, RegistrationForm};
use domain::refusal::Refusal;
use domain::violations::Violation;
use house::forms::agreed;
use house::{House, caller, forms};
use people::{JANE, NEW, fault, refusal, sign_in_with, token, who};
use services::accounts::caller::Caller;
use services::accounts::links::{self, Purpose};
use services::accounts::token::Token;
use services::accounts::{registration, session, sides, verification};
use services::error::Error;
use services::post::ReadyMail;
use services::screening::{self, Decision, State};

on_both!(
    a_buyer_registers_proves_the_address_and_signs_in,
    a_supplier_is_screened_before_it_sells,
    a_rejected_supplier_revises_and_applies_again,
    a_buyer_who_applies_stays_a_buyer_until_it_is_approved,
    t35_an_application_is_decided_once,
    t14_of_many_uses_of_a_link_one_succeeds,
    t15_looking_at_a_link_does_not_use_it,
    t16_a_link_lives_three_days_and_the_newest_counts,
    z20_another_browser_is_asked_for_the_password,
    z20_signing_in_sends_the_mail_again,
    z20_a_later_registration_replaces_one_that_waits,
    the_mailed_code_does_the_same_as_the_link,
    t19_a_code_has_five_tries,
    z41_a_taken_address_is_said_plainly_a_few_times_an_hour,
    t37_the_same_form_twice_registers_once,
    t37_the_same_form_at_once_registers_once,
    t20_one_reader_gets_ten_mails_a_day,
    t13_what_the_database_holds_opens_nothing,
    t10_a_guessable_password_is_refused,
);

const HOUR: Duration = Duration::from_secs(3_600);

fn form(kind: &str, email: &str) -> RegistrationForm {
    forms::registration(kind, email, NEW)
}

async fn register(house: &House, kind: &str, email: &str) -> Caller {
    let registered = registration::receive(&house.market, &caller(), form(kind, email))
        .await
        .expect("registers");
    Caller {
        waiting: Some(registered.waiting),
        ..caller()
    }
}

async fn only_letter(house: &House) -> ReadyMail {
    let mut letters = house.letters().await;
    assert_eq!(letters.len(), 1, "one mail");
    letters.remove(0)
}

async fn mailed_token(house: &House) -> String {
    token(&only_letter(house).await)
}

async fn signed_in(house: &House, kind: &str, email: &str) -> session::SignedIn {
    let welcome = sign_in_with(house, kind, email, NEW).await.expect("signs in");
    who(house, &welcome.token).await.expect("is in")
}

async fn proved(house: &House, kind: &str, email: &str) {
    let browser = register(house, kind, email).await;
    let token = mailed_token(house).await;
    verification::prove(&house.market, &browser, &token, "")
        .await
        .expect("proves");
}

async fn a_buyer_registers_proves_the_address_and_signs_in(house: &House) {
    let browser = register(house, "buyer", JANE).await;
    let letter = only_letter(house).await;
    assert_eq!(letter.to, JANE);
    let before = verification::waiting(&house.market, &browser)
        .await
        .expect("waits");
    assert!(!before.proved && before.address == JANE && before.again_in == 60);
    assert_eq!(
        house.rows("account").await,
        0,
        "nothing is reserved before the proof"
    );
    let proved = verification::prove(&house.market, &browser, &token(&letter), "")
        .await
        .expect("proves");
    assert_eq!(proved.account_type, AccountType::Buyer);
    assert!(
        verification::waiting(&house.market, &browser)
            .await
            .expect("knows")
            .proved
    );
    let told = only_letter(house).await;
    assert_eq!(told.to, JANE, "M02");
    let who = signed_in(house, "buyer", JANE).await;
    assert_eq!(who.visitor.company, "Harbour Trading");
    assert_eq!(house.rows("agreement").await, 2);
    let kept = "SELECT COUNT(*) FROM registration WHERE profile <> '' OR password_hash <> ''";
    assert_eq!(
        house.number(kept).await,
        0,
        "what the account has now is not kept twice"
    );
}

async fn a_supplier_is_screened_before_it_sells(house: &House) {
    proved(house, "supplier", JANE).await;
    assert_eq!(only_letter(house).await.to, JANE, "M03");
    let who = signed_in(house, "supplier", JANE).await;
    assert!(
        who.visitor.in_screening && who.supplier().is_none(),
        "no supplier functions (R040)"
    );
    let own = screening::own(&house.market, &who.member)
        .await
        .expect("looks")
        .expect("is there");
    assert_eq!(own.state, State::Pending);
    let waiting = screening::waiting(&house.market).await.expect("lists");
    assert_eq!(waiting.len(), 1);
    screening::decide(
        &house.market,
        waiting[0].id,
        waiting[0].version,
        &Decision::Approve,
    )
    .await
    .expect("decides");
    assert_eq!(only_letter(house).await.to, JANE, "M05");
    assert!(signed_in(house, "supplier", JANE).await.supplier().is_some());
}

async fn a_rejected_supplier_revises_and_applies_again(house: &House) {
    proved(house, "supplier", JANE).await;
    house.letters().await;
    let waiting = screening::waiting(&house.market).await.expect("lists").remove(0);
    let reason = Decision::Reject(
        Reason::parse("The site cannot be opened.")
            .expect("a reason")
            .into(),
    );
    screening::decide(&house.market, waiting.id, waiting.version, &reason)
        .await
        .expect("decides");
    assert_eq!(only_letter(house).await.to, JANE, "M06");
    let who = signed_in(house, "supplier", JANE).await;
    let own = screening::own(&house.market, &who.member)
        .await
        .expect("looks")
        .expect("is there");
    assert_eq!(
        (own.state, own.reason.as_str()),
        (State::Rejected, "The site cannot be opened.")
    );
    let revised = ProfileForm {
        url: "https://harbour.example".to_owned(),
        country: "US".to_owned(),
        ..own.form
    };
    sides::to_supplier(&house.market, &who, &agreed(revised.clone()))
        .await
        .expect("applies again");
    let own = screening::own(&house.market, &who.member)
        .await
        .expect("looks")
        .expect("is there");
    assert_eq!(own.state, State::Pending);
    assert_eq!(own.form.url, "https://harbour.example");
    assert_eq!(own.form.country, "JP", "the country is fixed (R035)");
    let again = sides::to_supplier(&house.market, &who, &agreed(revised)).await;
    assert_eq!(refusal(again), Refusal::NotAllowed, "one application at a time");
}

async fn a_buyer_who_applies_stays_a_buyer_until_it_is_approved(house: &House) {
    proved(house, "buyer", JANE).await;
    house.letters().await;
    let who = signed_in(house, "buyer", JANE).await;
    sides::to_supplier(&house.market, &who, &agreed(form("buyer", JANE).profile))
        .await
        .expect("applies");
    assert!(sign_in_with(house, "supplier", JANE, NEW).await.is_err());
    let waiting = screening::waiting(&house.market).await.expect("lists").remove(0);
    let reject = Decision::Reject(Reason::parse("").expect("no reason").into());
    screening::decide(&house.market, waiting.id, waiting.version, &reject)
        .await
        .expect("decides");
    let who = signed_in(house, "buyer", JANE).await;
    sides::to_supplier(&house.market, &who, &agreed(form("buyer", JANE).profile))
        .await
        .expect("applies again");
    let waiting = screening::waiting(&house.market).await.expect("lists").remove(0);
    screening::decide(&house.market, waiting.id, waiting.version, &Decision::Approve)
        .await
        .expect("decides");
    assert!(
        sign_in_with(house, "buyer", JANE, NEW).await.is_err(),
        "buyer or supplier, not both (Z1)"
    );
    assert!(signed_in(house, "supplier", JANE).await.supplier().is_some());
}

async fn t35_an_application_is_decided_once(house: &House) {
    proved(house, "supplier", JANE).await;
    house.letters().await;
    let waiting = screening::waiting(&house.market).await.expect("lists").remove(0);
    let stale = screening::decide(&house.market, waiting.id, waiting.version + 1, &Decision::Approve).await;
    assert_eq!(refusal(stale), Refusal::NotFound);
    let deciders: Vec<_> = (0..8)
        .map(|_| {
            let (market, waiting) = (house.market.clone(), waiting.clone());
            tokio::spawn(async move {
                screening::decide(&market, waiting.id, waiting.version, &Decision::Approve)
                    .await
                    .is_ok()
            })
        })
        .collect();
    let mut decided = 0;
    for decider in deciders {
        decided += usize::from(decider.await.expect("ends"));
    }
    assert_eq!((decided, house.letters().await.len()), (1, 1));
}

async fn t14_of_many_uses_of_a_link_one_succeeds(house: &House) {
    let rounds = house::rounds(10, 200);
    for round in 0..rounds {
        let browser = Arc::new(register(house, "buyer", &format!("jane{round}@harbour.example")).await);
        let token = Arc::new(mailed_token(house).await);
        let uses: Vec<_> = (0..64)
            .map(|_| {
                let (market, browser, token) = (house.market.clone(), browser.clone(), token.clone());
                tokio::spawn(async move { verification::prove(&market, &browser, &token, "").await })
            })
            .collect();
        let mut won = 0;
        for one in uses {
            match one.await.expect("ends") {
                Ok(_) => won += 1,
                Err(Error::Refused(Refusal::LinkUsed | Refusal::LinkDead)) => {}
                Err(error) => panic!("{error:#}"),
            }
        }
        assert_eq!(won, 1, "round {round}");
        house.letters().await;
    }
    assert_eq!(house.rows("account").await, i64::from(rounds));
}

async fn t15_looking_at_a_link_does_not_use_it(house: &House) {
    let browser = register(house, "buyer", JANE).await;
    let token = mailed_token(house).await;
    for _ in 0..20 {
        assert_eq!(
            links::purpose_of(&house.market, &token).await.expect("a link"),
            Purpose::Verify
        );
        assert!(
            !verification::look(&house.market, &browser, &token)
                .await
                .expect("looks")
                .password
        );
    }
    verification::prove(&house.market, &browser, &token, "")
        .await
        .expect("proves");
    assert_eq!(
        refusal(verification::look(&house.market, &browser, &token).await),
        Refusal::LinkUsed
    );
}

async fn t16_a_link_lives_three_days_and_the_newest_counts(house: &House) {
    let browser = register(house, "buyer", JANE).await;
    let first = mailed_token(house).await;
    house.wait(72 * HOUR - Duration::from_secs(1));
    assert!(verification::look(&house.market, &browser, &first).await.is_ok());
    house.wait(Duration::from_secs(1));
    assert_eq!(
        refusal(verification::prove(&house.market, &browser, &first, "").await),
        Refusal::LinkExpired
    );
    verification::send_again(&house.market, &browser)
        .await
        .expect("sends again");
    let second = mailed_token(house).await;
    house.wait(Duration::from_secs(60));
    verification::send_again(&house.market, &browser)
        .await
        .expect("sends again");
    let third = mailed_token(house).await;
    assert_eq!(
        refusal(verification::prove(&house.market, &browser, &second, "").await),
        Refusal::LinkDead
    );
    verification::prove(&house.market, &browser, &third, "")
        .await
        .expect("proves");
}

async fn z20_another_browser_is_asked_for_the_password(house: &House) {
    register(house, "buyer", JANE).await;
    let token = mailed_token(house).await;
    let other = caller();
    assert!(
        verification::look(&house.market, &other, &token)
            .await
            .expect("looks")
            .password
    );
    let prove = async |password: &str| verification::prove(&house.market, &other, &token, password).await;
    assert_eq!(fault(prove("").await, "password"), Violation::Missing);
    for _ in 0..5 {
        assert_eq!(
            fault(prove("Wrong-guess-1").await, "password"),
            Violation::PasswordWrong
        );
    }
    assert_eq!(refusal(prove(NEW).await), Refusal::Locked { seconds: 600 });
    house.wait(Duration::from_secs(600));
    prove(NEW).await.expect("proves");
}

async fn z20_signing_in_sends_the_mail_again(house: &House) {
    let browser = register(house, "buyer", JANE).await;
    let first = mailed_token(house).await;
    let attempt = async || refusal(sign_in_with(house, "buyer", JANE, NEW).await);
    assert_eq!(
        attempt().await,
        Refusal::Unverified { mailed: false },
        "once a minute"
    );
    house.wait(Duration::from_secs(60));
    assert_eq!(attempt().await, Refusal::Unverified { mailed: true });
    let second = mailed_token(house).await;
    assert_eq!(
        refusal(verification::prove(&house.market, &browser, &first, "").await),
        Refusal::LinkDead
    );
    // The wrong type or password learns nothing.
    let wrong = refusal(sign_in_with(house, "supplier", JANE, NEW).await);
    assert_eq!(wrong, Refusal::WrongCredentials);
    verification::prove(&house.market, &browser, &second, "")
        .await
        .expect("proves");
}

async fn z20_a_later_registration_replaces_one_that_waits(house: &House) {
    let stranger = register(house, "buyer", JANE).await;
    let first = mailed_token(house).await;
    let jane = register(house, "supplier", "Jane@Harbour.example").await;
    let second = mailed_token(house).await;
    assert_eq!(
        refusal(verification::prove(&house.market, &stranger, &first, "").await),
        Refusal::LinkDead
    );
    verification::prove(&house.market, &jane, &second, "")
        .await
        .expect("proves");
    assert!(signed_in(house, "supplier", JANE).await.visitor.in_screening);
}

fn code(letter: &ReadyMail) -> String {
    let text = &letter.text;
    let digits: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| run.len() == 8)
        .collect();
    digits
        .first()
        .map(|code| (*code).to_owned())
        .unwrap_or_else(|| panic!("no code in {text}"))
}

async fn the_mailed_code_does_the_same_as_the_link(house: &House) {
    let browser = register(house, "buyer", JANE).await;
    let letter = only_letter(house).await;
    let code = code(&letter);
    let spaced = format!("{} {}", &code[..4], &code[4..]);
    let elsewhere = verification::prove_by_code(&house.market, &caller(), &spaced).await;
    assert_eq!(
        refusal(elsewhere),
        Refusal::LinkDead,
        "the code is for the browser that waits"
    );
    verification::prove_by_code(&house.market, &browser, &spaced)
        .await
        .expect("proves");
    assert_eq!(
        refusal(verification::prove(&house.market, &browser, &token(&letter), "").await),
        Refusal::LinkUsed
    );
    signed_in(house, "buyer", JANE).await;
}

async fn t19_a_code_has_five_tries(house: &House) {
    let browser = Arc::new(register(house, "buyer", JANE).await);
    let code = code(&only_letter(house).await);
    let wrong = if code == "00000000" {
        "00000001"
    } else {
        "00000000"
    };
    let tries: Vec<_> = (0..64)
        .map(|_| {
            let (market, browser) = (house.market.clone(), browser.clone());
            tokio::spawn(async move { verification::prove_by_code(&market, &browser, wrong).await })
        })
        .collect();
    let mut looked_at = 0;
    for one in tries {
        match one.await.expect("ends") {
            Err(Error::Refused(Refusal::Faults(_))) => looked_at += 1,
            Err(Error::Refused(Refusal::LinkDead)) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(looked_at, 5);
    assert_eq!(
        refusal(verification::prove_by_code(&house.market, &browser, &code).await),
        Refusal::LinkDead
    );
}

async fn z41_a_taken_address_is_said_plainly_a_few_times_an_hour(house: &House) {
    proved(house, "buyer", JANE).await;
    house.letters().await;
    let again =
        async || registration::receive(&house.market, &caller(), form("buyer", "JANE@harbour.example")).await;
    for _ in 0..10 {
        assert_eq!(fault(again().await, "email"), Violation::AddressTaken);
    }
    assert!(matches!(refusal(again().await), Refusal::TooMany { .. }));
    assert!(house.letters().await.is_empty());
    house.wait(HOUR);
    assert_eq!(fault(again().await, "email"), Violation::AddressTaken);
}

async fn t37_the_same_form_twice_registers_once(house: &House) {
    let form = form("buyer", JANE);
    let first = registration::receive(&house.market, &caller(), form.clone())
        .await
        .expect("registers");
    let same = Caller {
        waiting: Some(first.waiting),
        ..caller()
    };
    registration::receive(&house.market, &same, form.clone())
        .await
        .expect("the first one counts");
    // Sent twice at once: the second sending knows nothing of the first one's answer.
    let at_once = registration::receive(&house.market, &caller(), form.clone())
        .await
        .expect("the first one counts");
    let page = Caller {
        waiting: Some(at_once.waiting),
        ..caller()
    };
    assert!(verification::waiting(&house.market, &page).await.is_ok());
    let other = Caller {
        waiting: Some(Token::new()),
        ..caller()
    };
    let stranger = registration::receive(&house.market, &other, form).await;
    assert_eq!(fault(stranger, "submission"), Violation::SentBefore);
    assert_eq!(house.letters().await.len(), 1);
}

async fn t37_the_same_form_at_once_registers_once(house: &House) {
    for round in 0..20 {
        let form = form("buyer", &format!("jane{round}@harbour.example"));
        let send = async || registration::receive(&house.market, &caller(), form.clone()).await;
        let (one, two, three, four) = tokio::join!(send(), send(), send(), send());
        for answer in [one, two, three, four] {
            answer.expect("the first one counts");
        }
        assert_eq!(house.letters().await.len(), 1, "round {round}");
    }
}

async fn t20_one_reader_gets_ten_mails_a_day(house: &House) {
    let mut refused = 0;
    for _ in 0..30 {
        if registration::receive(&house.market, &caller(), form("buyer", JANE))
            .await
            .is_err()
        {
            refused += 1;
        }
        house.wait(Duration::from_secs(60));
    }
    assert_eq!((house.letters().await.len(), refused), (10, 20));
    house.wait(24 * HOUR);
    register(house, "buyer", JANE).await;
    assert_eq!(house.letters().await.len(), 1);
}

async fn t13_what_the_database_holds_opens_nothing(house: &House) {
    let browser = register(house, "buyer", JANE).await;
    // Before and after the mail is sent, the row of the outbox holds no link.
    let sql = "SELECT payload FROM outbox UNION ALL SELECT dedupe_key FROM outbox UNION ALL SELECT profile FROM registration UNION ALL SELECT password_hash FROM registration";
    let rows = house.texts(sql).await;
    let token = mailed_token(house).await;
    let mut tried = 0;
    for text in rows {
        assert!(!text.contains(&token));
        for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))) {
            if word.len() >= 20 {
                tried += 1;
                assert_eq!(
                    refusal(links::purpose_of(&house.market, word).await),
                    Refusal::LinkDead
                );
                let code = verification::prove_by_code(&house.market, &browser, word).await;
                assert!(code.is_err());
            }
        }
    }
    assert!(tried > 0, "the numbers of links were among them");
    // A number with a wrong or foreign seal is no link.
    let mut forged = token.clone();
    let place = forged.len() - 2..forged.len() - 1;
    let other = if &forged[place.clone()] == "A" { "B" } else { "A" };
    forged.replace_range(place, other);
    assert_eq!(
        refusal(links::purpose_of(&house.market, &forged).await),
        Refusal::LinkDead
    );
}

async fn t10_a_guessable_password_is_refused(house: &House) {
    let weak = RegistrationForm {
        password: "Password-1".to_owned(),
        password_again: "Password-1".to_owned(),
        ..form("buyer", JANE)
    };
    let answer = registration::receive(&house.market, &caller(), weak).await;
    assert_eq!(fault(answer, "password"), Violation::PasswordGuessable);
    assert_eq!(house.rows("registration").await, 0);
}
