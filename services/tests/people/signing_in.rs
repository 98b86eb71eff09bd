//! What a sign-in may be asked for besides: a new password, and a code by mail (R060, R061, T13, T19).

use std::sync::Arc;
use std::time::Duration;

use domain::accounts::second_factor::Step;
use domain::accounts::{AccountType, Email, StaffRole};
use domain::people::Act;
use domain::refusal::Refusal;
use domain::violations::Violation;
use futures_util::future::join_all;
use services::accounts::caller::Caller;
use services::accounts::second_factor::step::{self, Advance, Entered, Shown};
use services::accounts::second_factor::{authenticator, renewing};
use services::accounts::sign_in::Entry;
use services::accounts::token::Token;
use services::error::Answer;
use services::market::{Market, MarketSettings};

use crate::people::{ANNA, does, half, sheet, sign_in_at, try_sign_in};
use crate::support::house::{House, MINUTE, PASSWORD, caller, forms};
use crate::support::people::{self, NEW, dump, fault, is_in, mails, refusal, to};
use crate::support::staff::{DESK, MATE, desk, member};

on_both!(
    r060_a_new_password_is_asked_for_before_anything_else,
    r060_a_new_password_by_mail_answers_too,
    r061_a_code_by_mail_is_asked_for_once,
    r061_a_code_has_ten_minutes_five_tries_and_can_be_sent_again,
    r061_a_new_browser_and_a_lock_out_are_asked_for_a_code,
    r061_factor_code_and_password_come_in_this_order,
    whoever_has_lost_the_second_step_gets_in_by_mail,
    t13_no_code_is_in_the_database,
    t19_of_many_guesses_at_a_code_five_are_looked_at,
);

async fn asked(house: &House, token: &Token) -> Step {
    step::open(&house.market, Some(token)).await.expect("opens")
}

async fn shows(house: &House, token: &Token, shown: Shown<'_>) -> Answer<Advance> {
    step::enter(&house.market, Some(token), shown, &caller(), None).await
}

fn inside(advance: Answer<Advance>) -> Entered {
    match advance {
        Ok(Advance::In(entered)) => entered,
        other => panic!("not in: {other:?}"),
    }
}

/// The code in the newest letter to somebody.
async fn mailed_code(house: &House, reader: &str) -> String {
    let letters = house.letters().await;
    let mut codes = to(&letters, reader)
        .into_iter()
        .filter(|letter| letter.kind == "sign_in_code");
    let letter = codes.next_back().expect("a letter");
    letter
        .text
        .lines()
        .find(|line| line.len() == 8 && line.bytes().all(|b| b.is_ascii_digit()))
        .expect("a code")
        .to_owned()
}

async fn renews(house: &House, token: &Token, password: &str) -> Answer<Entered> {
    renewing::renew(
        &house.market,
        Some(token),
        &forms::new_password(password),
        &caller(),
        None,
    )
    .await
}

async fn r060_a_new_password_is_asked_for_before_anything_else(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    let (elsewhere, _) = house.sign_in(ANNA, "buyer").await;
    does(house, &desk, &anna.number, Act::ForcePassword).await;
    let before = house.rows("session").await;
    let token = half(try_sign_in(house, "buyer", ANNA, PASSWORD).await);
    assert_eq!(house.rows("session").await, before, "no session yet");
    assert_eq!(asked(house, &token).await, Step::NewPassword { least: 8 });
    // Nothing else leads past it.
    for shown in [
        Shown::Code("123456"),
        Shown::Mailed("12345678"),
        Shown::Backup("x"),
    ] {
        assert_eq!(refusal(shows(house, &token, shown).await), Refusal::StepOver);
    }
    assert_eq!(
        fault(renews(house, &token, "short").await, "password"),
        Violation::PasswordShort { min: 8 }
    );
    assert_eq!(
        fault(renews(house, &token, PASSWORD).await, "password"),
        Violation::PasswordSame
    );
    let entered = renews(house, &token, NEW).await.expect("enters");
    assert!(is_in(house, &entered.welcome.token).await);
    assert!(!is_in(house, &elsewhere).await, "all others are over");
    assert_eq!(
        refusal(renews(house, &token, "kaji!tsubo99ren").await),
        Refusal::StepOver,
        "once"
    );
    assert!(matches!(
        try_sign_in(house, "buyer", ANNA, NEW).await,
        Ok(Entry::Welcome(_))
    ));
    assert_eq!(
        refusal(try_sign_in(house, "buyer", ANNA, PASSWORD).await),
        Refusal::WrongCredentials
    );
    assert!(!sheet(house, &desk, &anna.number).await.force_password);
    assert_eq!(mails(house, "password_changed").await, 1, "M27");
}

async fn r060_a_new_password_by_mail_answers_too(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    does(house, &desk, &anna.number, Act::ForcePassword).await;
    let ask = domain::accounts::ForgotForm {
        email: ANNA.to_owned(),
    };
    services::accounts::recovery::ask(&house.market, &caller(), &ask)
        .await
        .expect("asks");
    services::jobs::run_due(&house.market).await.expect("runs");
    let letters = house.letters().await;
    let link = people::token(to(&letters, ANNA)[0]);
    services::accounts::recovery::set(&house.market, &link, &forms::new_password(NEW))
        .await
        .expect("sets");
    assert!(matches!(
        try_sign_in(house, "buyer", ANNA, NEW).await,
        Ok(Entry::Welcome(_))
    ));
}

async fn r061_a_code_by_mail_is_asked_for_once(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    does(house, &desk, &anna.number, Act::ForceCode).await;
    let wrong = try_sign_in(house, "buyer", ANNA, "Wrong-sesame-1").await;
    assert_eq!(refusal(wrong), Refusal::WrongCredentials);
    assert_eq!(
        mails(house, "sign_in_code").await,
        0,
        "nothing is mailed for a wrong password"
    );
    let token = half(try_sign_in(house, "buyer", ANNA, PASSWORD).await);
    let step = Step::Mailed {
        address: "a***@harbour.example".into(),
        again_in: 60,
    };
    assert_eq!(asked(house, &token).await, step);
    let code = mailed_code(house, ANNA).await;
    let spaced = format!("{} {}", &code[..4], &code[4..]);
    assert_eq!(
        refusal(shows(house, &token, Shown::Code(&code)).await),
        Refusal::StepOver
    );
    let entered = inside(shows(house, &token, Shown::Mailed(&spaced)).await);
    assert!(is_in(house, &entered.welcome.token).await);
    assert_eq!(
        refusal(shows(house, &token, Shown::Mailed(&code)).await),
        Refusal::StepOver,
        "once"
    );
    assert!(matches!(
        try_sign_in(house, "buyer", ANNA, PASSWORD).await,
        Ok(Entry::Welcome(_))
    ));
    // Taken back before it was used.
    does(house, &desk, &anna.number, Act::ForceCode).await;
    does(house, &desk, &anna.number, Act::SpareCode).await;
    assert!(matches!(
        try_sign_in(house, "buyer", ANNA, PASSWORD).await,
        Ok(Entry::Welcome(_))
    ));
}

async fn r061_a_code_has_ten_minutes_five_tries_and_can_be_sent_again(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    does(house, &desk, &anna.number, Act::ForceCode).await;
    let token = half(try_sign_in(house, "buyer", ANNA, PASSWORD).await);
    let first = mailed_code(house, ANNA).await;
    let early = step::mail_again(&house.market, Some(&token)).await;
    assert_eq!(refusal(early), Refusal::TooMany { seconds: 60 });
    house.wait(MINUTE);
    step::mail_again(&house.market, Some(&token))
        .await
        .expect("mails");
    let second = mailed_code(house, ANNA).await;
    assert_ne!(first, second);
    let old = shows(house, &token, Shown::Mailed(&first)).await;
    assert_eq!(fault(old, "mailed"), Violation::CodeWrong, "the newest counts");
    assert_eq!(
        fault(shows(house, &token, Shown::Mailed(" ")).await, "mailed"),
        Violation::Missing
    );
    house.wait(9 * MINUTE + Duration::from_secs(59));
    inside(shows(house, &token, Shown::Mailed(&second)).await);

    does(house, &desk, &anna.number, Act::ForceCode).await;
    let token = half(try_sign_in(house, "buyer", ANNA, PASSWORD).await);
    let code = mailed_code(house, ANNA).await;
    house.wait(10 * MINUTE);
    assert_eq!(
        refusal(shows(house, &token, Shown::Mailed(&code)).await),
        Refusal::StepOver,
        "too late"
    );

    let token = half(try_sign_in(house, "buyer", ANNA, PASSWORD).await);
    let code = mailed_code(house, ANNA).await;
    for _ in 0..5 {
        let wrong = if code == "00000000" {
            "00000001"
        } else {
            "00000000"
        };
        assert_eq!(
            fault(shows(house, &token, Shown::Mailed(wrong)).await, "mailed"),
            Violation::CodeWrong
        );
    }
    assert_eq!(
        refusal(shows(house, &token, Shown::Mailed(&code)).await),
        Refusal::TriesUsed
    );
    let again = half(try_sign_in(house, "buyer", ANNA, PASSWORD).await);
    let code = mailed_code(house, ANNA).await;
    let closed = refusal(shows(house, &again, Shown::Mailed(&code)).await);
    assert!(
        matches!(closed, Refusal::Locked { .. }),
        "the lane counts on: {closed:?}"
    );
}

/// The same house with codes for unusual sign-ins.
fn careful(house: &House) -> Market {
    Market {
        settings: Arc::new(MarketSettings {
            sign_in_codes: true,
            ..MarketSettings::clone(&house.market.settings)
        }),
        ..house.market.clone()
    }
}

async fn r061_a_new_browser_and_a_lock_out_are_asked_for_a_code(house: &House) {
    let market = careful(house);
    house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    let home = match sign_in_at(&market, "buyer", ANNA, PASSWORD, &caller()).await {
        Ok(Entry::Welcome(welcome)) => Caller {
            device: Some(welcome.device),
            ..caller()
        },
        other => panic!("the first browser is let in: {other:?}"),
    };
    let known = sign_in_at(&market, "buyer", ANNA, PASSWORD, &home).await;
    assert!(matches!(known, Ok(Entry::Welcome(_))), "a browser that is known");
    let token = half(sign_in_at(&market, "buyer", ANNA, PASSWORD, &caller()).await);
    assert!(matches!(asked(house, &token).await, Step::Mailed { .. }));
    let code = mailed_code(house, ANNA).await;
    let away = inside(step::enter(&market, Some(&token), Shown::Mailed(&code), &caller(), None).await);
    let away = Caller {
        device: Some(away.welcome.device),
        ..caller()
    };
    let known = sign_in_at(&market, "buyer", ANNA, PASSWORD, &away).await;
    assert!(
        matches!(known, Ok(Entry::Welcome(_))),
        "and from now on this one too"
    );
    for _ in 0..5 {
        let wrong = sign_in_at(&market, "buyer", ANNA, "Wrong-sesame-1", &home).await;
        assert_eq!(refusal(wrong), Refusal::WrongCredentials);
    }
    let shut = sign_in_at(&market, "buyer", ANNA, PASSWORD, &home).await;
    assert!(matches!(refusal(shut), Refusal::Locked { .. }));
    house.wait(10 * MINUTE);
    let token = half(sign_in_at(&market, "buyer", ANNA, PASSWORD, &home).await);
    assert!(
        matches!(asked(house, &token).await, Step::Mailed { .. }),
        "after a lock-out"
    );
    house.letters().await;
    let token = half(sign_in_at(&market, "buyer", ANNA, PASSWORD, &home).await);
    assert!(
        matches!(asked(house, &token).await, Step::Mailed { .. }),
        "to begin anew is no way round"
    );
    let code = mailed_code(house, ANNA).await;
    inside(step::enter(&market, Some(&token), Shown::Mailed(&code), &home, None).await);
    let known = sign_in_at(&market, "buyer", ANNA, PASSWORD, &home).await;
    assert!(matches!(known, Ok(Entry::Welcome(_))), "the lane is open again");
    // Whoever has a stronger factor is not asked for a weaker one.
    let one = member(house, DESK, StaffRole::Administrator).await;
    assert!(is_in(house, &one.token).await);
    let staff = half(sign_in_at(&market, "staff", DESK, PASSWORD, &caller()).await);
    let code = house.code(DESK).await;
    inside(step::enter(&market, Some(&staff), Shown::Code(&code), &caller(), None).await);
}

async fn r061_factor_code_and_password_come_in_this_order(house: &House) {
    let chief = desk(house).await;
    let mate = member(house, MATE, StaffRole::Screening).await;
    let number = mate.number().to_owned();
    does(house, &chief, &number, Act::ForceCode).await;
    does(house, &chief, &number, Act::ForcePassword).await;
    house.wait(MINUTE);
    let token = half(try_sign_in(house, "staff", MATE, PASSWORD).await);
    assert!(matches!(asked(house, &token).await, Step::Ask { app: true, .. }));
    assert_eq!(mails(house, "sign_in_code").await, 0, "not before the factor");
    assert_eq!(
        refusal(renews(house, &token, "kaji!tsubo88ren-9").await),
        Refusal::StepOver
    );
    assert_eq!(
        refusal(step::mail_again(&house.market, Some(&token)).await),
        Refusal::StepOver
    );
    let code = house.code(MATE).await;
    assert!(matches!(
        shows(house, &token, Shown::Code(&code)).await,
        Ok(Advance::Next)
    ));
    assert!(matches!(asked(house, &token).await, Step::Mailed { .. }));
    assert_eq!(
        refusal(renews(house, &token, "kaji!tsubo88ren-9").await),
        Refusal::StepOver
    );
    let code = mailed_code(house, MATE).await;
    assert!(matches!(
        shows(house, &token, Shown::Mailed(&code)).await,
        Ok(Advance::Next)
    ));
    assert_eq!(asked(house, &token).await, Step::NewPassword { least: 12 });
    let short = renews(house, &token, "kaji!tsub8").await;
    assert_eq!(fault(short, "password"), Violation::PasswordShort { min: 12 });
    let entered = renews(house, &token, "kaji!tsubo88ren-9").await.expect("enters");
    assert!(is_in(house, &entered.welcome.token).await);
}

async fn whoever_has_lost_the_second_step_gets_in_by_mail(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    let (inside_before, _) = house.sign_in(ANNA, "buyer").await;
    authenticator::enrol_for(&house.market, &Email::parse(ANNA).expect("an address"))
        .await
        .expect("sets an app up");
    let lost = half(try_sign_in(house, "buyer", ANNA, PASSWORD).await);
    assert!(matches!(asked(house, &lost).await, Step::Ask { app: true, .. }));
    house.letters().await;
    does(house, &desk, &anna.number, Act::ForgetFactors).await;
    let letters = house.letters().await;
    let told = to(&letters, ANNA);
    assert_eq!(
        told.iter().map(|letter| letter.kind.as_str()).collect::<Vec<_>>(),
        ["factors_forgotten"]
    );
    assert!(!is_in(house, &inside_before).await);
    assert_eq!(
        refusal(step::open(&house.market, Some(&lost)).await),
        Refusal::StepOver
    );
    // A code by mail stands in for it, once.
    let token = half(try_sign_in(house, "buyer", ANNA, PASSWORD).await);
    assert!(matches!(asked(house, &token).await, Step::Mailed { .. }));
    let code = mailed_code(house, ANNA).await;
    inside(shows(house, &token, Shown::Mailed(&code)).await);
    assert!(
        try_sign_in(house, "buyer", ANNA, PASSWORD)
            .await
            .is_ok_and(|entry| matches!(entry, Entry::Welcome(_)))
    );
    // One of the owner's people sets up a new one behind it.
    let mate = member(house, MATE, StaffRole::Screening).await;
    does(house, &desk, mate.number(), Act::ForgetFactors).await;
    let token = half(try_sign_in(house, "staff", MATE, PASSWORD).await);
    assert!(matches!(asked(house, &token).await, Step::Mailed { .. }));
    let code = mailed_code(house, MATE).await;
    let next = shows(house, &token, Shown::Mailed(&code)).await;
    assert!(matches!(next, Ok(Advance::Next)), "{next:?}");
    assert!(matches!(asked(house, &token).await, Step::Enrol(_)));
}

async fn t13_no_code_is_in_the_database(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    does(house, &desk, &anna.number, Act::ForceCode).await;
    half(try_sign_in(house, "buyer", ANNA, PASSWORD).await);
    let code = mailed_code(house, ANNA).await;
    for (table, rows) in dump(house).await {
        assert!(
            rows.iter().all(|row| !row.contains(&code)),
            "{table} holds the code"
        );
    }
}

async fn t19_of_many_guesses_at_a_code_five_are_looked_at(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    does(house, &desk, &anna.number, Act::ForceCode).await;
    let token = half(try_sign_in(house, "buyer", ANNA, PASSWORD).await);
    let answers = join_all((0..40).map(|_| shows(house, &token, Shown::Mailed("00000000")))).await;
    let judged = answers
        .into_iter()
        .filter(|answer| matches!(answer, Err(services::error::Error::Refused(Refusal::Faults(_)))))
        .count();
    assert!(judged <= 5, "{judged} were looked at");
}
