//! Finding lots: what a page shows, and that it shows what the tables hold at this moment.

mod parts;
mod tables;

use crate::support::house::{HEADINGS, House};
use domain::accounts::AccountType;
use domain::search::results::{Outcome, ResultPage, Results};
use domain::search::{Query, Tier, Unsearchable, tier};
use services::search;

on_both!(
    saved_stock_is_found_at_once_also_by_another_process,
    separators_case_and_width_do_not_matter,
    a_decimal_point_does,
    one_character_is_not_searched,
    wildcards_are_only_characters,
    pages_end_where_the_results_end,
    an_odd_address_is_answered,
    own_rows_and_the_owners_are_marked,
    no_hit_offers_near_matches,
    every_row_of_the_tables_is_found_as_the_rule_says,
    an_index_read_anew_is_the_same,
);

async fn page(house: &House, query: &str) -> ResultPage {
    search::find(&house.market, None, query).await.expect("searches")
}

async fn results(house: &House, query: &str) -> Results {
    match page(house, query).await.outcome {
        Outcome::Searched(results) => results,
        Outcome::NotSearched(reason) => panic!("{query}: {reason}"),
    }
}

fn models(results: &Results) -> Vec<&str> {
    results.rows.iter().map(|row| row.model.as_str()).collect()
}

async fn saved_stock_is_found_at_once_also_by_another_process(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let other = house.other_process().await;
    for round in 0..20 {
        let model = format!("ROUND-{round:03}");
        house.stock(&supplier, &[&model]).await;
        assert_eq!(models(&results(house, &format!("q={model}")).await), [&model]);
        let there = search::find(&other, None, &format!("q={model}"))
            .await
            .expect("searches");
        let Outcome::Searched(there) = there.outcome else {
            panic!("not searched")
        };
        assert_eq!(models(&there), [&model], "another process, round {round}");
    }
    other.db.close().await.expect("closes");
}

async fn separators_case_and_width_do_not_matter(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    house
        .stock(&supplier, &["TC74HC4050AFTEL", "B3B-ZR(LF)(SN)"])
        .await;
    for (query, tier) in [
        ("TC74HC4050AFTEL", Tier::Exact),
        ("tc74hc4050aftel", Tier::Exact),
        ("TC74HC-4050 AFTEL", Tier::SameWithoutSeparators),
        ("%EF%BC%B4%EF%BC%A374", Tier::BeginsWith),
        ("4050A", Tier::Contains),
        ("b3bzrlf", Tier::BeginsWith),
    ] {
        let found = results(house, &format!("q={query}")).await;
        assert_eq!(found.rows.first().map(|row| row.tier), Some(tier), "{query}");
        assert_eq!(found.tiers.of(tier), 1, "{query}");
    }
}

async fn a_decimal_point_does(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    house.stock(&supplier, &["1.5SMC6.8CA", "1.5SMC68CA"]).await;
    let found = results(house, "q=1.5SMC68CA").await;
    let seen: Vec<_> = found
        .rows
        .iter()
        .map(|row| (row.model.as_str(), row.tier))
        .collect();
    assert_eq!(
        seen,
        [("1.5SMC68CA", Tier::Exact), ("1.5SMC6.8CA", Tier::DiffersByPoint)]
    );
}

async fn one_character_is_not_searched(house: &House) {
    for (query, reason) in [
        ("", Unsearchable::Empty),
        ("q=a", Unsearchable::TooShort),
        ("q=%E3%80%80-", Unsearchable::TooShort),
    ] {
        assert_eq!(
            page(house, query).await.outcome,
            Outcome::NotSearched(reason),
            "{query}"
        );
    }
    let long = format!("q={}", "A".repeat(65));
    assert_eq!(
        page(house, &long).await.outcome,
        Outcome::NotSearched(Unsearchable::TooLong)
    );
}

async fn wildcards_are_only_characters(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    house.stock(&supplier, &["AB%CD", "ABXCD"]).await;
    for query in ["q=%25", "q=_", "q=%27", "q=%25%25", "q=__"] {
        assert_eq!(
            page(house, query).await.outcome,
            Outcome::NotSearched(Unsearchable::TooShort),
            "{query}"
        );
    }
    assert_eq!(models(&results(house, "q=AB%25CD").await), ["AB%CD"]);
    assert_eq!(
        results(house, "q=AB_CD").await.total_lots,
        1,
        "an underscore is a separator, not any character"
    );
    assert_eq!(results(house, "q=AB%27%20OR%201%3D1").await.total_lots, 0);
}

async fn pages_end_where_the_results_end(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let many: Vec<String> = (0..45).map(|n| format!("PAGED-{n:02}")).collect();
    house
        .stock(&supplier, &many.iter().map(String::as_str).collect::<Vec<_>>())
        .await;
    let mut seen = Vec::new();
    for number in 1..=3 {
        let found = results(house, &format!("q=PAGED&sort=model&page={number}")).await;
        assert_eq!((found.total_lots, found.pages), (45, 3));
        seen.extend(found.rows.into_iter().map(|row| row.model));
    }
    assert_eq!(seen, many);
    for far in ["4", "1000000000000", "18446744073709551616"] {
        let last = page(house, &format!("q=PAGED&page={far}")).await;
        assert_eq!(last.request.page, 3, "{far}");
    }
    for none in ["0", "-1", "x"] {
        assert_eq!(
            page(house, &format!("q=PAGED&page={none}")).await.request.page,
            1,
            "{none}"
        );
    }
}

async fn an_odd_address_is_answered(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    house.stock(&supplier, &["ODD-1"]).await;
    let odd = page(
        house,
        "q=ODD&sort=supplier&dir=sideways&per_page=7&dc_from=abc&min_quantity=-3&page=%00",
    )
    .await;
    assert_eq!(odd.odd.len(), 6, "{:?}", odd.odd);
    assert!(matches!(odd.outcome, Outcome::Searched(found) if found.total_lots == 1));
}

async fn own_rows_and_the_owners_are_marked(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    house.stock(&supplier, &["MINE-1"]).await;
    house
        .person(AccountType::Supplier, "owner@owner.example", "Owner Inc.", true)
        .await;
    let owner = house.proof("owner@owner.example").await;
    house.stock(&owner, &["MINE-2"]).await;
    let (_, who) = house.sign_in("s1@example.com", "supplier").await;
    let page = search::find(&house.market, Some(&who), "q=MINE&sort=model")
        .await
        .expect("searches");
    let Outcome::Searched(found) = page.outcome else {
        panic!("not searched")
    };
    let marks: Vec<_> = found.rows.iter().map(|row| (row.own, row.owner_stock)).collect();
    assert_eq!(marks, [(true, false), (false, true)]);
    let only = results(house, "q=MINE&owner_stock=1").await;
    assert_eq!(models(&only), ["MINE-2"]);
    assert_eq!(search::figures(&house.market).await.expect("counts").lots, 2);
}

async fn no_hit_offers_near_matches(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    house.stock(&supplier, &["TC74HC4050AFTEL", "MAX708TESA"]).await;
    let found = results(house, "q=TC74HC4999").await;
    assert_eq!(found.total_lots, 0);
    assert_eq!(found.near, ["TC74HC4050AFTEL"]);
}

/// Every row is judged by `domain::search::tier`, the rule itself, and must stand in the results exactly then.
async fn every_row_of_the_tables_is_found_as_the_rule_says(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let pieces = [
        "74", "HC", "1.5", "-", "SMC", "6.8", " ", "A", "µ", "/", "15", ".", "B3",
    ];
    let all: Vec<String> = (0..400_usize)
        .map(|n| {
            (0..4)
                .map(|k| pieces[(n * 7 + k * (n / 13 + 3)) % pieces.len()])
                .collect::<String>()
                + &format!("{}", n % 10)
        })
        .map(|model| model.trim().to_owned())
        .collect();
    let rows: Vec<String> = all
        .iter()
        .map(|model| format!("Maker,IC,\"{model}\",10,Reel,ROHS,2020,Japan,"))
        .collect();
    house
        .import(&supplier, &format!("{HEADINGS}\n{}\n", rows.join("\n")))
        .await;
    for text in [
        "74", "1.5", "15", "HC7", "SMC6.8", "SMC68", "A", "U6", "B3-", "zz", "1.5SMC",
    ] {
        let Ok(query) = Query::parse(text) else { continue };
        let mut expected: Vec<Tier> = all.iter().filter_map(|model| tier(&query, model)).collect();
        expected.sort_unstable();
        let encoded = domain::places::percent(text);
        let mut found = Vec::new();
        let first = results(house, &format!("q={encoded}&per_page=100")).await;
        for number in 1..=first.pages {
            let page = results(house, &format!("q={encoded}&per_page=100&page={number}")).await;
            for row in page.rows {
                assert_eq!(
                    tier(&query, &row.model),
                    Some(row.tier),
                    "{text} in {}",
                    row.model
                );
                found.push(row.tier);
            }
        }
        assert_eq!(found, expected, "{text}");
        assert_eq!(first.total_lots as usize, expected.len(), "{text}");
    }
}

async fn an_index_read_anew_is_the_same(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    house.stock(&supplier, &["NEW-1", "NEW-2", "NEW.3"]).await;
    let other = house.other_process().await;
    let (here, there) = (
        house.market.search.built(&house.market).await,
        other.search.built(&other).await,
    );
    let (here, there) = (here.expect("follows").stats(), there.expect("reads").stats());
    assert_eq!((here.live_lots, here.checksum), (there.live_lots, there.checksum));
    other.db.close().await.expect("closes");
}
