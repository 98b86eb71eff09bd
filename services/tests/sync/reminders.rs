//! M35: what has waited for a week is mailed to the company's administrators, once.

use std::time::Duration;

use domain::inventory::sync::ConflictId;
use services::accounts::sides;
use services::inventory::sync::settling::{Chosen, Settled, Side, settle};
use services::market::Market;
use services::post::ReadyMail;
use services::{jobs, upkeep};

use crate::support::house::{DAY, House, SECOND, caller, forms};
use crate::support::people::{mails, to};
use crate::sync::{AYA, BEN, Device, aya, ben, conflict_ids, eve, of_model, update};

on_both!(
    m35_what_has_waited_for_a_week_is_mailed_once_and_not_before,
    m35_one_mail_tells_of_all_and_names_the_first,
    m35_two_servers_and_a_job_that_is_repeated_mail_once,
    m35_what_is_settled_suspended_or_removed_is_not_mailed,
);

/// Two values for the quantity of a lot of this model, of which the second waits.
async fn clash(house: &House, who: &mut Device, model: &str) -> ConflictId {
    let lot = |quantity: &str| {
        let mut lot = of_model(model);
        lot.quantity = quantity.to_owned();
        lot
    };
    let item = who.stock(house, lot("300")).await;
    who.do_one(house, item, update(&lot("300"), &lot("250"))).await;
    let outcome = who.do_one(house, item, update(&lot("300"), &lot("200"))).await;
    conflict_ids(&outcome)[0]
}

/// A day's upkeep, on whichever machine; and the mails that have gone since.
async fn upkeep_of(house: &House, market: &Market) -> Vec<ReadyMail> {
    upkeep::arrange(market).await.expect("arranges");
    jobs::run_due(market).await.expect("runs");
    let letters = house.letters().await;
    letters
        .into_iter()
        .filter(|letter| letter.kind == "conflicts_wait")
        .collect()
}

async fn m35_what_has_waited_for_a_week_is_mailed_once_and_not_before(house: &House) {
    let mut aya = aya(house).await;
    ben(house, &aya).await;
    clash(house, &mut aya, "B3B-ZR(LF)(SN)").await;
    house.wait(DAY * 6 - SECOND);
    assert_eq!(upkeep_of(house, &house.market).await, []);
    house.wait(DAY);
    assert_eq!(upkeep_of(house, &house.market).await, [], "a second is missing");
    house.wait(DAY);
    let told = upkeep_of(house, &house.market).await;
    assert_eq!((to(&told, AYA).len(), to(&told, BEN).len()), (1, 0));
    assert!(told[0].text.contains("B3B-ZR(LF)(SN)"), "{}", told[0].text);
    assert!(told[0].text.contains("/stock/conflicts"), "{}", told[0].text);
    for _ in 0..9 {
        house.wait(DAY);
        assert_eq!(upkeep_of(house, &house.market).await, []);
    }
    assert_eq!(mails(house, "conflicts_wait").await, 1);
}

async fn m35_one_mail_tells_of_all_and_names_the_first(house: &House) {
    let mut aya = aya(house).await;
    let ben = ben(house, &aya).await;
    let sql = format!(
        "UPDATE membership SET role = 'administrator' WHERE account_id = {}",
        ben.hello.user_id
    );
    house.run(&sql).await;
    let mut eve = eve(house).await;
    clash(house, &mut eve, "EVES-1").await;
    for n in 1..=7 {
        clash(house, &mut aya, &format!("WAITS-{n}")).await;
        clash(house, &mut aya, &format!("WAITS-{n}")).await;
        house.wait(SECOND);
    }
    house.wait(DAY * 7);
    clash(house, &mut aya, "YOUNG-1").await;
    let told = upkeep_of(house, &house.market).await;
    assert_eq!(told.len(), 3, "one for each administrator");
    for reader in [AYA, BEN] {
        let [letter] = to(&told, reader)[..] else {
            panic!("one mail to {reader}")
        };
        for words in ["Conflicts: 14", "- WAITS-1", "- WAITS-5", "and 2 more"] {
            assert!(letter.text.contains(words), "{words}: {}", letter.text);
        }
        for words in ["WAITS-6", "YOUNG", "EVES"] {
            assert!(!letter.text.contains(words), "{words}: {}", letter.text);
        }
    }
    // The next one is about what has come since.
    house.wait(DAY * 7);
    let told = upkeep_of(house, &house.market).await;
    let [letter] = to(&told, AYA)[..] else {
        panic!("one mail")
    };
    assert!(
        letter.text.contains("Conflicts: 1\n") && letter.text.contains("YOUNG-1"),
        "{}",
        letter.text
    );
}

async fn m35_two_servers_and_a_job_that_is_repeated_mail_once(house: &House) {
    let mut aya = aya(house).await;
    let other = house.other_process().await;
    clash(house, &mut aya, "B3B-ZR(LF)(SN)").await;
    house.wait(DAY * 8);
    for market in [&house.market, &other] {
        upkeep::arrange(market).await.expect("arranges");
    }
    let (one, two) = tokio::join!(jobs::run_due(&house.market), jobs::run_due(&other));
    assert_eq!(one.expect("runs") + two.expect("runs"), 1);
    house.run("UPDATE job SET due_at = 1 WHERE kind = 'upkeep'").await;
    assert_eq!(jobs::run_due(&other).await.expect("runs again"), 1);
    assert_eq!(mails(house, "conflicts_wait").await, 1);
    other.db.close().await.expect("closes");
}

async fn m35_what_is_settled_suspended_or_removed_is_not_mailed(house: &House) {
    let (mut aya, mut eve) = (aya(house).await, eve(house).await);
    let id = clash(house, &mut aya, "SETTLED-1").await;
    clash(house, &mut eve, "EVES-1").await;
    let chosen = Chosen {
        id,
        side: Side::Theirs,
        seen: 2,
    };
    let settled = settle(&house.market, &aya.who, &chosen).await;
    assert_eq!(settled.expect("answers"), Settled::Done);
    let suspended = async |at: &str| {
        let sql = format!(
            "UPDATE company SET suspended_at = {at} WHERE id = {}",
            eve.hello.company_id
        );
        house.run(&sql).await;
    };
    suspended("1").await;
    house.wait(DAY * 8);
    assert_eq!(upkeep_of(house, &house.market).await, []);
    suspended("NULL").await;
    house.wait(DAY);
    let told = upkeep_of(house, &house.market).await;
    assert_eq!(told.len(), 1, "once the company is back");
    // A company that sells no more, and whose stock goes.
    clash(house, &mut aya, "HIDDEN-1").await;
    let agreed = forms::agreed(forms::profile("Midori Parts"));
    sides::to_buyer(&house.market, &aya.who, &caller(), &agreed)
        .await
        .expect("changes sides");
    house.wait(DAY * 8);
    assert_eq!(upkeep_of(house, &house.market).await, []);
    house.wait(Duration::from_secs(91 * 24 * 3_600));
    assert_eq!(upkeep_of(house, &house.market).await, []);
    assert_eq!(house.rows("lot").await, 1, "Eve's");
}
