//! The named cases of the requirements and the ways of an index, as sentences.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use domain::search::{Query, SearchRequest, SortBy, Tier, TierCounts};
use services::search::engine::{Change, Counts, Engine, IndexedLot, Page};

use super::stock::{self, lot};

fn engine(models: &[&str]) -> Engine {
    Engine::build((1..).zip(models).map(|(id, model)| lot(id, model)), 1)
}

fn find(engine: &Engine, typed: &str) -> Page {
    engine.search(
        &Query::parse(typed).expect("searchable"),
        &SearchRequest::for_query(typed),
        Counts::Tiers,
    )
}

fn hits(engine: &Engine, typed: &str) -> Vec<(i64, Tier)> {
    find(engine, typed)
        .hits
        .iter()
        .map(|hit| (hit.lot_id, hit.tier))
        .collect()
}

#[test]
fn a_model_is_found_whatever_its_separators() {
    let engine = engine(&["TC74HC4050AFTEL", "TC74HC4051AFTEL"]);
    assert_eq!(
        hits(&engine, "TC74HC-4050 AFTEL"),
        [(1, Tier::SameWithoutSeparators)]
    );
    assert_eq!(hits(&engine, "tc74hc4050aftel"), [(1, Tier::Exact)]);
}

#[test]
fn a_full_width_query_finds_the_half_width_model() {
    let engine = engine(&["TC74HC4050AFTEL"]);
    assert_eq!(
        hits(&engine, "ＴＣ７４ｈｃ４０５０ＡＦＴＥＬ"),
        [(1, Tier::Exact)]
    );
}

#[test]
fn a_moved_decimal_point_is_another_part_and_stands_last() {
    let engine = engine(&["1.5SMC6.8CA", "1.5SMC68CA", "ASV-1.8432MHZ", "1.5SMC68CA-TR"]);
    assert_eq!(
        hits(&engine, "1.5SMC68CA"),
        [(2, Tier::Exact), (4, Tier::BeginsWith), (1, Tier::DiffersByPoint)]
    );
    assert_eq!(hits(&engine, "ASV-18.432MHZ"), [(3, Tier::DiffersByPoint)]);
    // All differ, so the newest comes first.
    assert_eq!(
        hits(&engine, "15SMC68CA"),
        [4, 2, 1].map(|id| (id, Tier::DiffersByPoint))
    );
    let by_model = SearchRequest {
        sort: SortBy::Model,
        ..SearchRequest::default()
    };
    let page = engine.search(
        &Query::parse("1.5SMC68CA").expect("searchable"),
        &by_model,
        Counts::Tiers,
    );
    assert_eq!(
        page.hits.iter().map(|hit| hit.lot_id).collect::<Vec<_>>(),
        [2, 4, 1]
    );
}

#[test]
fn two_characters_are_enough_and_one_is_not() {
    let engine = engine(&["LM358", "NE555"]);
    assert_eq!(hits(&engine, "58"), [(1, Tier::Contains)]);
    assert_eq!(hits(&engine, "ne"), [(2, Tier::BeginsWith)]);
    assert!(Query::parse("5").is_err());
}

#[test]
fn wildcards_and_quotes_are_no_commands() {
    let engine = engine(&["LM358", "A%B_C'D"]);
    for typed in ["%", "_", "'", "%%", "'; --"] {
        assert!(Query::parse(typed).is_err(), "{typed}");
    }
    assert_eq!(hits(&engine, "A%B"), [(2, Tier::BeginsWith)]);
    assert_eq!(hits(&engine, "L%8"), []);
}

#[test]
fn a_change_is_found_by_the_next_search() {
    let engine = engine(&["LM358"]);
    engine.apply(vec![Change::Put(lot(2, "LM358N"))], 7);
    assert_eq!(hits(&engine, "lm358"), [(1, Tier::Exact), (2, Tier::BeginsWith)]);
    engine.apply(vec![Change::Put(lot(1, "NE555")), Change::Remove(99)], 8);
    assert_eq!(hits(&engine, "lm358"), [(2, Tier::BeginsWith)]);
    assert_eq!(hits(&engine, "ne555"), [(1, Tier::Exact)]);
    engine.apply(vec![Change::Remove(2)], 9);
    assert_eq!((hits(&engine, "lm358"), engine.seq()), (vec![], 9));
    engine.merge();
    assert_eq!(
        (hits(&engine, "ne555"), engine.stats().unmerged),
        (vec![(1, Tier::Exact)], 0)
    );
}

#[test]
fn a_company_disappears_with_all_its_lots() {
    let of = |id, company| IndexedLot {
        company,
        ..lot(id, "LM358")
    };
    let engine = Engine::build([of(1, 5), of(2, 6)], 1);
    engine.apply(
        vec![
            Change::Put(of(3, 5)),
            Change::Put(of(4, 6)),
            Change::RemoveCompany(5),
        ],
        2,
    );
    assert_eq!(hits(&engine, "LM358"), [(4, Tier::Exact), (2, Tier::Exact)]);
}

#[test]
fn changes_during_merges_are_kept() {
    let (first, _) = stock::many(3_000);
    let engine = Engine::build_on_shelves(first, 1, 700);
    let (done, merged) = (AtomicBool::new(false), AtomicU32::new(0));
    std::thread::scope(|scope| {
        let merging = scope.spawn(|| {
            while !done.load(Ordering::Acquire) {
                engine.merge();
                merged.fetch_add(1, Ordering::AcqRel);
            }
        });
        // At least three merges have begun and ended among these changes.
        let mut id = 0;
        while id < 1_000 || merged.load(Ordering::Acquire) < 3 {
            id += 1;
            // On one shelf and on another, at the beginning and at the end.
            let model = format!("{}ZZTOP{id}", ["", "0A", "B1"][id as usize % 3]);
            engine.apply(vec![Change::Put(lot(id, &model)), Change::Remove(id - 1)], id);
            assert_eq!(find(&engine, &model).tiers.exact, 1, "{id}");
            assert_eq!(find(&engine, "ZZTOP").total_lots, 1, "{id}");
        }
        done.store(true, Ordering::Release);
        merging.join().expect("merges");
    });
}

#[test]
fn an_occurrence_that_agrees_in_its_points_saves_a_model_that_begins_otherwise() {
    let engine = engine(&["1.8V-18", "18V", "1.8V"]);
    let expected = [
        (2, Tier::BeginsWith),
        (1, Tier::Contains),
        (3, Tier::DiffersByPoint),
    ];
    assert_eq!(hits(&engine, "18"), expected);
    assert_eq!(
        find(&engine, "18").tiers,
        TierCounts {
            begins_with: 1,
            contains: 1,
            differs_by_point: 1,
            ..TierCounts::default()
        }
    );
}

#[test]
fn a_query_without_hit_is_offered_what_is_near() {
    let engine = engine(&["TC74HC4050AFTEL", "TC74HC4051AFTEL", "LM358", "HC4050AFTEL"]);
    let near = |typed| engine.near(&Query::parse(typed).expect("searchable"));
    // The longest prefix with a hit is TC74HC4; of the two that have it the first shares more triples.
    assert_eq!(near("TC74HC4O50AFTEL"), ["TC74HC4050AFTEL", "TC74HC4051AFTEL"]);
    // Nothing begins alike; half of the triples are shared by three, most of them by the first.
    assert_eq!(
        near("QC74HC4050AFTEL"),
        ["TC74HC4050AFTEL", "HC4050AFTEL", "TC74HC4051AFTEL"]
    );
    engine.apply(vec![Change::Remove(1), Change::Put(lot(9, "TC74HC-4050AF"))], 2);
    assert_eq!(near("TC74HC4O50AFTEL"), ["TC74HC4051AFTEL", "TC74HC-4050AF"]);
    assert_eq!(near("QQQQ"), Vec::<String>::new());
}

#[test]
fn a_page_past_the_end_is_empty_and_still_counts() {
    let engine = engine(&["LM358"]);
    let request = SearchRequest {
        page: u32::MAX,
        ..SearchRequest::default()
    };
    let page = engine.search(&Query::parse("LM").expect("searchable"), &request, Counts::Facets);
    assert_eq!((page.total_lots, page.hits), (1, vec![]));
}

#[test]
fn an_index_without_lots_answers() {
    let engine = Engine::default();
    assert_eq!(find(&engine, "LM").total_lots, 0);
    assert_eq!((engine.stats().live_lots, engine.stats().checksum), (0, 0));
}
