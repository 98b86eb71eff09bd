//! One's own account: what it shows and changes, changing sides, taking everything home, and leaving without a trace.

mod farewell;
mod other_side;
mod shown;

use crate::support::house::{House, forms};
use crate::support::people::JANE;
use domain::accounts::{AccountType, SideForm};
use domain::language::Language;
use domain::quotations::LineForm;
use services::accounts::session::{SessionToken, SignedIn};
use services::error::Answer;
use services::{quotations, search};

const S1: &str = "s1@example.com";

fn form() -> SideForm {
    forms::agreed(forms::profile("Harbour Trading"))
}

fn line(model: &str) -> LineForm {
    LineForm {
        remarks: "call me at home".to_owned(),
        ..forms::line(model)
    }
}

async fn buyer(house: &House) -> (SessionToken, SignedIn) {
    house
        .person(AccountType::Buyer, JANE, "Harbour Trading", false)
        .await;
    house.sign_in(JANE, "buyer").await
}

/// A supplier with two lots, signed in.
async fn seller(house: &House) -> (SessionToken, SignedIn) {
    let supplier = house.supplier(S1).await;
    house.stock(&supplier, &["TC74HC4050AFTEL", "TC74HC00AF"]).await;
    house.letters().await;
    house.sign_in(S1, "supplier").await
}

async fn found(house: &House, query: &str) -> usize {
    found_in(&house.market, query).await
}

async fn found_in(market: &services::market::Market, query: &str) -> usize {
    use domain::search::results::Outcome;
    let page = search::find(market, None, query).await.expect("searches");
    match page.outcome {
        Outcome::Searched(results) => {
            assert_eq!(
                results.rows.len(),
                results.total_lots as usize,
                "rows are what was counted"
            );
            results.rows.len()
        }
        Outcome::NotSearched(reason) => panic!("{reason:?}"),
    }
}

async fn ask(
    house: &House,
    who: Option<&SignedIn>,
    lines: Vec<LineForm>,
) -> Answer<quotations::receipt::Received> {
    quotations::receive(&house.market, who, Language::En, forms::request(JANE, lines)).await
}
