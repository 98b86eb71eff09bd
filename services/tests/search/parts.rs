//! A pasted list of parts, looked up at once.

use domain::refusal::Refusal;
use domain::search::Unsearchable;
use domain::search::parts::{Part, Parts};
use domain::search::results::{PartFound, PartHits};
use services::accounts::session::SignedIn;
use services::error::Error;
use services::inventory::import::Outcome;
use services::{quotations, search};

use crate::support::house::{HEADINGS, House};

on_both!(
    a_list_is_looked_up_part_by_part,
    ones_own_lot_is_never_the_best,
    a_list_becomes_a_request,
    a_list_waits_until_the_index_is_built,
    the_market_says_how_fresh_it_is,
);

async fn look_up(house: &House, who: Option<&SignedIn>, list: &str) -> Vec<PartFound> {
    search::parts(&house.market, who, Parts::read(list).parts)
        .await
        .expect("looks up")
}

/// Lots of the very model, similar ones, and the best lot with its pieces.
type Told<'a> = (u32, u32, Option<(&'a str, u32)>);

fn hits(found: &[PartFound]) -> Vec<Told<'_>> {
    let hits = found
        .iter()
        .map(|part| part.found.as_ref().expect("was looked up"));
    hits.map(|PartHits { same, similar, best }| {
        let best = best.as_ref().map(|row| (row.model.as_str(), row.quantity));
        (*same, *similar, best)
    })
    .collect()
}

/// One lot of each quantity.
async fn lots(house: &House, supplier: &str, lots: &[(&str, u32)]) {
    let supplier = house.supplier(supplier).await;
    let rows: Vec<String> = lots
        .iter()
        .map(|(model, pieces)| format!("Maker,IC,{model},{pieces},Reel,ROHS,2020,Japan,lot of {pieces}"))
        .collect();
    let file = format!("{HEADINGS}\n{}\n", rows.join("\n"));
    assert!(matches!(
        house.import(&supplier, &file).await,
        Outcome::Imported { .. }
    ));
}

async fn a_list_is_looked_up_part_by_part(house: &House) {
    lots(
        house,
        "s1@example.com",
        &[
            ("LM358N", 100),
            ("LM358N", 1_000),
            ("LM358-N", 5_000),
            ("LM358NA", 90_000),
        ],
    )
    .await;
    let found = look_up(house, None, "lm358n\t500\nLM358N\t6000\nLM358N\nLM35\nNE555\nx\n").await;
    assert_eq!(
        hits(&found[..5]),
        [
            (3, 1, Some(("LM358N", 1_000))),
            (3, 1, Some(("LM358-N", 5_000))),
            (3, 1, Some(("LM358-N", 5_000))),
            (0, 4, None),
            (0, 0, None),
        ],
        "the smallest lot that covers the quantity, otherwise the largest"
    );
    assert_eq!(found[5].found, Err(Unsearchable::TooShort));
    let lines: Vec<u32> = found.iter().map(|part| part.part.line).collect();
    assert_eq!(lines, [1, 2, 3, 4, 5, 6]);
}

async fn ones_own_lot_is_never_the_best(house: &House) {
    lots(house, "s1@example.com", &[("LM358N", 900)]).await;
    lots(house, "s2@example.com", &[("LM358N", 100)]).await;
    let (_, who) = house.sign_in("s1@example.com", "supplier").await;
    let found = look_up(house, Some(&who), "LM358N").await;
    assert_eq!(hits(&found), [(2, 0, Some(("LM358N", 100)))]);
    let form = quotations::open_for_parts(Some(&who), found);
    assert_eq!(form.email, "s1@example.com");
    assert_eq!(form.lines.len(), 1);
}

/// Parts in stock point at their lot, the others name their model, and the request is received.
async fn a_list_becomes_a_request(house: &House) {
    lots(house, "s1@example.com", &[("LM358N", 1_000)]).await;
    let list = format!("LM358N 300\n{}", "NOT-LISTED-1 7\n".repeat(999));
    let found = look_up(house, None, &list).await;
    let mut form = quotations::open_for_parts(None, found);
    assert!(!form.lines[0].lot.is_empty());
    assert_eq!(form.lines[0].quantity, "300");
    assert_eq!(
        (form.lines[1].lot.as_str(), form.lines[1].model.as_str()),
        ("", "NOT-LISTED-1")
    );
    "Jane Buyer".clone_into(&mut form.name);
    "Harbour Trading".clone_into(&mut form.company);
    "jane@harbour.example".clone_into(&mut form.email);
    "HK".clone_into(&mut form.phone_country);
    "5550-0103".clone_into(&mut form.phone);
    let received = quotations::receive(&house.market, None, domain::language::Language::En, form)
        .await
        .expect("receives");
    let receipt = quotations::receipt(&house.market, &received.key.to_string())
        .await
        .expect("is there");
    assert_eq!(receipt.lines.len(), 1_000);
    assert!(receipt.lines[0].in_stock && !receipt.lines[1].in_stock);
}

async fn a_list_waits_until_the_index_is_built(house: &House) {
    lots(house, "s1@example.com", &[("LM358N", 1_000)]).await;
    let starting = house.starting_process().await;
    let part = Part {
        line: 1,
        model: "LM358N".to_owned(),
        quantity: None,
    };
    let refused = search::parts(&starting, None, vec![part]).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::Busy))));
    starting.db.close().await.expect("closes");
}

/// The age of the newest change, whatever the change was.
async fn the_market_says_how_fresh_it_is(house: &House) {
    let age = async || search::figures(&house.market).await.expect("counts").age;
    assert_eq!(age().await, None, "nothing was ever there");
    lots(house, "s1@example.com", &[("LM358N", 1_000)]).await;
    assert_eq!(age().await, Some(0));
    house.wait(std::time::Duration::from_secs(90));
    assert_eq!(age().await, Some(90));
    lots(house, "s2@example.com", &[("LM358N", 1)]).await;
    assert_eq!(age().await, Some(0));
}
