//! The tables alone against the index: for random stock and random searches the page is the same, on both databases.

use std::cell::Cell;

use domain::accounts::AccountType;
use domain::search::results::{Outcome, ResultPage};
use domain::search::{FacetValues, SearchRequest, norm};
use domain::text::comparable;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use sea_orm::ConnectionTrait;
use services::market::Market;
use services::search::{self, AnsweredBy};
use tokio::runtime::Handle;
use tokio::task::block_in_place;

use crate::search_engine::stock;
use crate::support::house::{HEADINGS, House};

on_both!(
    the_tables_alone_give_the_same_pages,
    what_is_saved_while_the_index_is_built_is_found,
);

/// Lots in each of the three files.
const LOTS: usize = 120;
/// Searches compared on each database.
const SEARCHES: u32 = 200;

const MAKERS: &[&str] = &[
    "Toshiba", "TOSHIBA", "toshiba", "onsemi", "TI", "東芝", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J",
];

fn text(values: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    select(values)
}

/// A row of a stock file, of the same dense world as the searches.
fn row() -> impl Strategy<Value = String> {
    let model = prop_oneof![8 => "[AB01]{1,3}[-./ ]?[01A.]{0,4}[AB01]", 1 => "[AB01.µ]{1,6}[AB]"];
    let numbers = (
        prop_oneof![1_u32..5, 90_u32..110, 1_u32..999_999_999],
        prop_oneof![
            Just(String::new()),
            (2018_u16..2024).prop_map(|year| year.to_string())
        ],
    );
    let others = (
        text(&["Reel", "REEL", "リール", "Tray"]),
        text(&["ROHS", "RoHS", "ROHS2", "Unknown"]),
        text(&["Japan", "日本", "China", "JAPAN", "USA"]),
        text(&["", "", "A-1", "a-1", "小口"]),
    );
    (text(MAKERS), text(&["IC", "ic", "Diode"]), model, numbers, others).prop_map(
        |(maker, product, model, (quantity, dc), (packing, rohs, location, remarks))| {
            format!("{maker},{product},{model},{quantity},{packing},{rohs},{dc},{location},{remarks}")
        },
    )
}

fn file(runner: &mut TestRunner) -> String {
    let rows = proptest::collection::vec(row(), LOTS);
    let rows = rows.new_tree(runner).expect("rows").current();
    format!("{HEADINGS}\n{}\n", rows.join("\n"))
}

/// Two suppliers and the owner with random stock, some of it deleted again.
async fn stocked(house: &House, runner: &mut TestRunner) {
    house
        .person(AccountType::Supplier, "owner@owner.example", "Owner Inc.", true)
        .await;
    let suppliers = [
        house.supplier("s1@example.com").await,
        house.supplier("s2@example.com").await,
        house.proof("owner@owner.example").await,
    ];
    for supplier in suppliers {
        let outcome = house.import(&supplier, &file(runner)).await;
        assert_eq!(
            outcome,
            services::inventory::import::Outcome::Imported { rows: LOTS as u32 }
        );
        house.wait(std::time::Duration::from_millis(7));
    }
    // Each deletion is a change with a number of its own, past all that were given.
    let tx = house.market.db.begin().await.expect("begins");
    for sql in [
        "UPDATE lot SET deleted_at = updated_at, seq = seq + (SELECT s.seq FROM company_seq s WHERE s.company_id = lot.company_id) WHERE id % 7 = 0",
        "UPDATE company_seq SET seq = seq * 2",
        "UPDATE market_seq SET seq = seq * 2",
    ] {
        tx.execute_unprepared(sql).await.expect("deletes");
    }
    tx.commit().await.expect("commits");
}

async fn find(market: &Market, request: &SearchRequest) -> ResultPage {
    let mut page = search::find(market, None, &request.to_query_string())
        .await
        .expect("searches");
    if let Outcome::Searched(results) = &mut page.outcome {
        let facets = &mut results.facets;
        let lists: [&mut FacetValues; 4] = [
            &mut facets.manufacturers,
            &mut facets.rohs,
            &mut facets.packing,
            &mut facets.country,
        ];
        // Which of several spellings of a value or of a model is shown is an index's own affair.
        for value in lists.into_iter().flat_map(|facet| &mut facet.values) {
            value.label = comparable(&value.label);
        }
        results.near.iter_mut().for_each(|model| *model = norm(model));
    }
    page
}

async fn the_tables_alone_give_the_same_pages(house: &House) {
    let mut runner = TestRunner::new(Config {
        cases: SEARCHES,
        failure_persistence: None,
        ..Config::default()
    });
    let following = house.other_process().await;
    stocked(house, &mut runner).await;
    let (fresh, starting) = (house.other_process().await, house.starting_process().await);
    assert_eq!(
        search::answered_by(&starting).await.expect("answers"),
        AnsweredBy::Tables
    );
    assert_eq!(
        search::answered_by(&fresh).await.expect("answers"),
        AnsweredBy::Index
    );
    assert_eq!(
        search::figures(&starting).await.expect("counts"),
        search::figures(&fresh).await.expect("counts")
    );
    let (hits, near) = (Cell::new(0), Cell::new(0));
    let outcome = runner.run(&(stock::query(), stock::request()), |(query, request)| {
        let request = SearchRequest {
            q: query.shown().to_owned(),
            ..request
        };
        let (by_tables, by_index, by_follower) = block_in_place(|| {
            Handle::current().block_on(async {
                (
                    find(&starting, &request).await,
                    find(&fresh, &request).await,
                    find(&following, &request).await,
                )
            })
        });
        let Outcome::Searched(results) = &by_tables.outcome else {
            return Err(TestCaseError::fail("not searched"));
        };
        hits.set(hits.get() + usize::from(!results.rows.is_empty()));
        near.set(near.get() + usize::from(!results.near.is_empty()));
        prop_assert_eq!(&by_tables, &by_index);
        prop_assert_eq!(&by_tables, &by_follower);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    assert!(
        hits.get() > 20 && near.get() > 0,
        "{} found, {} near",
        hits.get(),
        near.get()
    );
    assert_eq!(
        search::answered_by(&starting).await.expect("answers"),
        AnsweredBy::Tables
    );
    for market in [following, fresh, starting] {
        market.db.close().await.expect("closes");
    }
}

/// Stock that is published while another process starts is found there at every moment: before its index is built, while
/// it is, and after.
async fn what_is_saved_while_the_index_is_built_is_found(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    for round in 0..5 {
        let starting = house.starting_process().await;
        let (_stop, stopped) = tokio::sync::watch::channel(false);
        let building = tokio::spawn(search::build(starting.clone(), stopped));
        for lot in 0..4 {
            let model = format!("WHILE-{round}-{lot}");
            house.stock(&supplier, &[&model]).await;
            let request = SearchRequest::for_query(&model);
            let Outcome::Searched(found) = find(&starting, &request).await.outcome else {
                panic!("not searched")
            };
            assert_eq!(found.total_lots, 1, "{model}");
        }
        building.await.expect("builds");
        assert_eq!(
            search::answered_by(&starting).await.expect("answers"),
            AnsweredBy::Index
        );
        let all = find(&starting, &SearchRequest::for_query("WHILE")).await;
        assert!(matches!(all.outcome, Outcome::Searched(found) if found.total_lots == (round + 1) * 4));
        starting.db.close().await.expect("closes");
    }
}
