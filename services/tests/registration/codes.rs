//! The mailed code: the same as the link, with five tries (T19).

use std::sync::Arc;

use domain::refusal::Refusal;
use services::accounts::verification;
use services::error::Error;
use services::post::ReadyMail;

use crate::registration::{only_letter, register, signed_in};
use crate::support::house::{House, caller};
use crate::support::people::{JANE, refusal, token};

on_both!(
    the_mailed_code_does_the_same_as_the_link,
    t19_a_code_has_five_tries,
);

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
