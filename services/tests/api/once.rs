//! Calls with a key are done once: sent again, at the same time, or with other contents.

use domain::api::putting::{Named, SameItems};
use domain::inventory::importing::Mode;
use services::api::bearer::Bearer;
use services::api::once::Once;
use services::api::stock::{self as lots, Placed};
use services::api::{Outcome, files};
use services::inventory::import::NewFile;
use services::{jobs, upkeep};

use super::{ALL, AYA, EVE, all, look, named, new, put, system, token};
use crate::support::house::{DAY, HEADINGS, HOUR, House, rounds};

on_both!(
    the_same_call_is_answered_as_before_and_another_one_is_refused,
    races_of_one_key_have_one_winner,
    a_key_is_free_again_after_a_day,
    a_call_that_did_nothing_leaves_its_key_free,
    files_and_deletions_are_done_once_too,
);

fn key(key: &str, body: &str) -> Once {
    Once::of(key, &[b"POST", b"/api/v1/stock", body.as_bytes()]).expect("a key")
}

async fn send(house: &House, bearer: &Bearer, once: &Once, quantity: u32) -> Outcome<Vec<Placed>> {
    let sent = [new("A1", quantity)];
    lots::put(&house.market, bearer, Some(once), &sent, SameItems::Separate)
        .await
        .expect("nothing breaks")
}

async fn the_same_call_is_answered_as_before_and_another_one_is_refused(house: &House) {
    let (who, aya) = system(house, AYA).await;
    let Outcome::Done(first) = send(house, &aya, &key("k-1", "one"), 5).await else {
        panic!("is done")
    };
    assert_eq!(
        send(house, &aya, &key("k-1", "one"), 5).await,
        Outcome::Before(first)
    );
    assert_eq!(send(house, &aya, &key("k-1", "two"), 6).await, Outcome::KeyUsed);
    assert!(matches!(
        send(house, &aya, &key("k-2", "one"), 5).await,
        Outcome::Done(_)
    ));
    // A key is one token's.
    let other = token(house, &who, &ALL).await;
    let other = look(&house.market, &other).await.expect("is good");
    assert!(matches!(
        send(house, &other, &key("k-1", "two"), 6).await,
        Outcome::Done(_)
    ));
    let (_, eve) = system(house, EVE).await;
    assert!(matches!(
        send(house, &eve, &key("k-1", "two"), 6).await,
        Outcome::Done(_)
    ));
    assert_eq!(all(house, &aya).await.len(), 3);
}

async fn races_of_one_key_have_one_winner(house: &House) {
    let (_, aya) = system(house, AYA).await;
    let other = house.other_process().await;
    for round in 0..rounds(3, 50) {
        let callers = (0..16).map(|at| {
            let market = if at % 2 == 0 {
                house.market.clone()
            } else {
                other.clone()
            };
            let (aya, once) = (aya.clone(), key(&format!("race-{round}"), "the same"));
            tokio::spawn(async move {
                let sent = [named(&format!("bin-{round}"), "A1", 5)];
                lots::put(&market, &aya, Some(&once), &sent, SameItems::Separate).await
            })
        });
        let callers: Vec<_> = callers.collect();
        let (mut won, mut before) = (Vec::new(), Vec::new());
        for caller in callers {
            match caller.await.expect("goes on").expect("nothing breaks") {
                Outcome::Done(placed) => won.push(placed),
                Outcome::Before(placed) => before.push(placed),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(won.len(), 1);
        assert!(before.len() == 15 && before.iter().all(|answer| *answer == won[0]));
        assert_eq!(all(house, &aya).await.len(), usize::from(round) + 1);
    }
    other.db.close().await.expect("closes");
}

async fn a_key_is_free_again_after_a_day(house: &House) {
    let (_, aya) = system(house, AYA).await;
    send(house, &aya, &key("k-1", "one"), 5).await;
    house.wait(DAY - HOUR);
    assert_eq!(send(house, &aya, &key("k-1", "two"), 6).await, Outcome::KeyUsed);
    house.wait(HOUR);
    assert!(matches!(
        send(house, &aya, &key("k-1", "two"), 6).await,
        Outcome::Done(_)
    ));
    house.wait(DAY);
    upkeep::arrange(&house.market).await.expect("arranges");
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(house.rows("api_call").await, 0);
}

async fn a_call_that_did_nothing_leaves_its_key_free(house: &House) {
    let (_, aya) = system(house, AYA).await;
    let once = key("k-1", "one");
    let faults = send(house, &aya, &once, 0).await;
    assert!(matches!(faults, Outcome::Faults(_)));
    assert!(matches!(send(house, &aya, &once, 5).await, Outcome::Done(_)));
    assert!(
        matches!(put(house, &aya, &[], SameItems::Ask).await, Outcome::Done(placed) if placed.is_empty())
    );
}

async fn files_and_deletions_are_done_once_too(house: &House) {
    let (_, aya) = system(house, AYA).await;
    let text = format!("{HEADINGS}\nJST,Connector,B3B,150,Loose,ROHS,2020,Japan,A-1\n");
    let import = async |key: &str| {
        let once = Once::of(key, &[text.as_bytes()]).expect("a key");
        let file = NewFile {
            name: "stock.csv",
            bytes: text.as_bytes(),
            again: true,
            mode: Mode::Add,
        };
        let taken = files::import(&house.market, &aya, Some(&once), file).await;
        taken.expect("nothing breaks").expect("is a file")
    };
    let Outcome::Done(first) = import("k-1").await else {
        panic!("is kept")
    };
    assert_eq!(import("k-1").await, Outcome::Before(first));
    assert!(matches!(import("k-2").await, Outcome::Done(second) if second != first));
    jobs::run_due(&house.market).await.expect("runs");
    let lot = all(house, &aya).await[0].id;
    let delete = async || {
        let named = Named {
            id: Some(lot),
            ..Named::default()
        };
        lots::delete(&house.market, &aya, Some(&key("k-3", "delete")), &[named])
            .await
            .expect("nothing breaks")
    };
    assert_eq!(delete().await, Outcome::Done(vec![lot]));
    assert_eq!(delete().await, Outcome::Before(vec![lot]));
    assert_eq!(all(house, &aya).await.len(), 1);
}
