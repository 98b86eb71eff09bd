//! The index is held against the rule: every result of the engine equals what a plain loop over all lots gives, for
//! random stock, random changes, shelves of any size and every order. The named cases of the requirements stand in `named`.

mod named;
mod plain;
pub(crate) mod stock;

use domain::search::{Direction, Query, SearchRequest, SortBy};
use proptest::prelude::*;
use services::search::engine::{Change, Counts, Engine, Hit, IndexedLot, fingerprint};

use plain::Plain;
use stock::{changes, query, request};

/// One step in the life of an index.
#[derive(Debug, Clone)]
enum Step {
    Apply(Vec<Change>),
    Merge,
    Rebuild,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step =
        prop_oneof![6 => changes().prop_map(Step::Apply), 2 => Just(Step::Merge), 1 => Just(Step::Rebuild)];
    proptest::collection::vec(step, 0..6)
}

/// Lots that a shelf may have: most often so few that there are several shelves.
fn shelf() -> impl Strategy<Value = u32> {
    prop_oneof![3 => 1..25_u32, 1 => Just(u32::MAX)]
}

/// An index on shelves of some size and the plain list after the same life.
fn live(first: Vec<IndexedLot>, steps: Vec<Step>, shelf: u32) -> (Engine, Plain) {
    let mut plain = Plain::default();
    plain.apply(first.iter().cloned().map(Change::Put));
    let engine = Engine::build_on_shelves(first, 1, shelf);
    for (step, seq) in steps.into_iter().zip(2..) {
        match step {
            Step::Apply(changes) => {
                plain.apply(changes.iter().cloned());
                engine.apply(changes, seq);
            }
            Step::Merge => engine.merge(),
            Step::Rebuild => engine.rebuild(plain.lots.values().cloned(), seq),
        }
    }
    (engine, plain)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_page_is_what_a_plain_loop_gives(
        first in proptest::collection::vec(stock::any_lot(), 0..60), steps in steps(),
        queries in proptest::collection::vec((query(), request()), 1..8), shelf in shelf(),
    ) {
        let (engine, plain) = live(first, steps, shelf);
        for (query, request) in queries {
            let page = engine.search(&query, &request, Counts::Facets);
            let expected = plain.search(&query, &request);
            prop_assert_eq!(&page.hits, &expected.hits, "{} {:?}", query.shown(), request);
            prop_assert_eq!((page.total_lots, page.total_models, page.tiers), (expected.total_lots, expected.total_models, expected.tiers));
            prop_assert_eq!(plain::folded(page.facets.expect("asked for")), expected.facets);
            let lean = engine.search(&query, &request, Counts::Tiers);
            prop_assert_eq!((lean.hits, lean.tiers, lean.facets), (page.hits, page.tiers, None));
        }
        let stats = engine.stats();
        prop_assert_eq!((stats.live_lots as usize, stats.models as usize), (plain.lots.len(), plain.models()));
        prop_assert_eq!(stats.checksum, plain.lots.values().map(fingerprint).fold(0, u64::wrapping_add));
    }

    #[test]
    fn pages_in_a_row_are_the_whole_list_without_repeats(
        first in proptest::collection::vec(stock::any_lot(), 0..150), step in changes(), query in query(), request in request(),
        shelf in shelf(),
    ) {
        let (engine, plain) = live(first, vec![Step::Apply(step)], shelf);
        for sort in SortBy::ALL {
            for dir in [Direction::Ascending, Direction::Descending] {
                let request = SearchRequest { sort, dir, ..request.clone() };
                let pages = (1..20).map(|page| engine.search(&query, &request.at_page(page), Counts::Tiers).hits);
                let row: Vec<Hit> = pages.flatten().collect();
                prop_assert_eq!(row, plain.ordered(&query, &request), "{:?} {:?}", sort, dir);
            }
        }
    }

    #[test]
    fn what_is_near_is_alive_and_different_from_the_query(
        first in proptest::collection::vec(stock::any_lot(), 0..40), steps in steps(), query in query(),
        shelf in shelf(),
    ) {
        let (engine, plain) = live(first, steps, shelf);
        let near = engine.near(&query);
        prop_assert!(near.len() <= 5);
        let on_one = Engine::build(plain.lots.values().cloned(), 1);
        prop_assert_eq!(folded(near.clone()), folded(on_one.near(&query)));
        for model in near {
            let norm = domain::search::norm(&model);
            prop_assert!(plain.lots.values().any(|lot| domain::search::norm(&lot.model) == norm), "{} is gone", model);
        }
    }
}

/// Which of several spellings of a model is offered is the engine's own affair.
fn folded(models: Vec<String>) -> Vec<String> {
    models.iter().map(|model| domain::search::norm(model)).collect()
}

#[test]
fn ten_thousand_lots_agree_in_every_order_on_deep_pages() {
    let (first, later) = stock::many(10_000);
    let later = vec![Step::Apply(later)];
    let (engine, plain) = live(first.clone(), later.clone(), u32::MAX);
    let (on_shelves, _) = live(first, later, 1_500);
    for typed in ["AA", "A0", "AAB", "0.1", "01", "B1A0", "1.0", "AB"] {
        let query = Query::parse(typed).expect("searchable");
        for sort in SortBy::ALL {
            for dir in [Direction::Ascending, Direction::Descending] {
                let request = SearchRequest {
                    sort,
                    dir,
                    ..SearchRequest::for_query(typed)
                };
                let expected = plain.ordered(&query, &request);
                for page in [1, 2, 20, expected.len() / 20 + 1] {
                    let request = request.at_page(u32::try_from(page).expect("few"));
                    let hits = engine.search(&query, &request, Counts::Tiers).hits;
                    let slice: Vec<Hit> = expected.iter().skip((page - 1) * 20).take(20).copied().collect();
                    let joined = on_shelves.search(&query, &request, Counts::Tiers).hits;
                    assert_eq!(joined, slice, "on shelves, {typed} {sort:?} {dir:?} page {page}");
                    assert_eq!(hits, slice, "{typed} {sort:?} {dir:?} page {page}");
                }
            }
        }
    }
}

#[test]
fn many_lots_are_counted_as_a_plain_loop_counts_them() {
    // Every lot is a hit: enough for the joined columns, with dead lots and a delta in between.
    let hit = |lot: IndexedLot| IndexedLot {
        model: format!("QX{}", lot.model),
        ..lot
    };
    let (first, later) = stock::many(20_000);
    let later = later.into_iter().map(|change| match change {
        Change::Put(lot) => Change::Put(hit(lot)),
        other => other,
    });
    let (first, later): (Vec<_>, Vec<_>) = (first.into_iter().map(hit).collect(), later.collect());
    let query = Query::parse("QX").expect("searchable");
    let request = SearchRequest::default();
    for shelf in [u32::MAX, 6_000] {
        let (engine, plain) = live(first.clone(), vec![Step::Apply(later.clone())], shelf);
        let (page, expected) = (
            engine.search(&query, &request, Counts::Facets),
            plain.search(&query, &request),
        );
        assert!(page.total_lots > 17_000, "{} hits are not many", page.total_lots);
        assert_eq!((page.tiers, page.hits), (expected.tiers, expected.hits));
        assert_eq!(plain::folded(page.facets.expect("asked for")), expected.facets);
    }
}

#[test]
fn a_chosen_value_is_listed_however_rare() {
    let of = |id: i64| IndexedLot {
        manufacturer: format!("Maker {}", id % 20),
        ..stock::lot(id, "LM358")
    };
    // Makers 5 to 19 have five lots, so twelve of them are listed; makers 0 to 4 have four.
    let (engine, plain) = live((5..100).map(of).collect(), vec![], u32::MAX);
    let mut request = SearchRequest::default();
    request.facets.manufacturers = ["maker 1", "MAKER 19", "nobody"].map(str::to_owned).to_vec();
    let query = Query::parse("LM358").expect("searchable");
    let facets = engine
        .search(&query, &request, Counts::Facets)
        .facets
        .expect("asked for");
    let tail: Vec<_> = facets.manufacturers.values[12..]
        .iter()
        .map(|value| (value.label.as_str(), value.selected))
        .collect();
    assert_eq!(
        (tail, facets.manufacturers.others),
        (vec![("Maker 1", true), ("nobody", true)], 7)
    );
    assert_eq!(plain::folded(facets), plain.search(&query, &request).facets);
}
