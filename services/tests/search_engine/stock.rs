//! Random stock, dense enough that models, values and dates collide.

use domain::search::{Direction, Facets, PerPage, Query, SearchRequest, SortBy};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use services::search::engine::{Change, IndexedLot};

/// A lot with nothing special but its model; the higher the number, the newer.
pub(crate) fn lot(lot_id: i64, model: &str) -> IndexedLot {
    IndexedLot {
        lot_id,
        company: 1,
        registered: 1_700_000_000_000 + lot_id,
        manufacturer: "Toshiba".to_owned(),
        product_name: "IC".to_owned(),
        model: model.to_owned(),
        quantity: 100,
        packing: "Reel".to_owned(),
        rohs: "ROHS".to_owned(),
        dc: Some(2020),
        location: "Japan".to_owned(),
        remarks: String::new(),
        owner_stock: false,
    }
}

fn text(values: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(values).prop_map(str::to_owned)
}

const MAKERS: &[&str] = &[
    "Toshiba",
    "TOSHIBA",
    "ｔｏｓｈｉｂａ",
    "onsemi",
    "TI",
    "",
    "A",
    "B",
    "C",
    "D",
    "E",
    "F",
    "G",
    "H",
    "I",
    "J",
    "K",
    "東芝",
    "Ωmega",
];
const PACKING: &[&str] = &[
    "Reel",
    "REEL",
    "リール",
    "ﾘｰﾙ",
    "Tray",
    "Taping  cut",
    "taping cut",
];
const ROHS: &[&str] = &["ROHS", "RoHS", "ROHS2", "Unknown"];
const PLACES: &[&str] = &["Japan", "日本", "China", "japan ", "USA"];

fn model() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[AB01]{1,3}[-./ ]?[01A.]{0,4}[AB01]",
        1 => "[AB01.µé漢]{1,6}",
        1 => any::<String>(),
    ]
}

prop_compose! {
    pub(crate) fn any_lot()(
        lot_id in 0_i64..80, company in 0_i64..3, registered in prop_oneof![0_i64..6, any::<i64>()],
        manufacturer in text(MAKERS), product_name in text(&["IC", "ic", "Diode", ""]), model in model(),
        quantity in prop_oneof![Just(0), 1_u32..5, 90_u32..110, any::<u32>()], packing in text(PACKING), rohs in text(ROHS),
        (dc, location, remarks, owner_stock) in
            (prop_oneof![Just(None), (2018_u16..2024).prop_map(Some)], text(PLACES), text(&["", "", "A-1", "a-1", "小口"]), any::<bool>()),
    ) -> IndexedLot {
        IndexedLot { lot_id, company, registered, manufacturer, product_name, model, quantity, packing, rohs, dc, location, remarks, owner_stock }
    }
}

pub(crate) fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        12 => any_lot().prop_map(Change::Put),
        6 => (0_i64..80).prop_map(Change::Remove),
        1 => (0_i64..3).prop_map(Change::RemoveCompany),
    ];
    vec(change, 0..25)
}

pub(crate) fn query() -> impl Strategy<Value = Query> {
    let typed = prop_oneof![6 => "[AB01][-.]?[AB01.]{1,5}", 2 => model(), 1 => "[AB01]{2}"];
    typed.prop_filter_map("not searchable", |typed| Query::parse(&typed).ok())
}

fn values(known: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    prop_oneof![3 => Just(vec![]), 1 => vec(prop_oneof![5 => text(known), 1 => Just("Nobody".to_owned())], 1..3)]
}

prop_compose! {
    fn facets()(
        manufacturers in values(MAKERS), rohs in values(ROHS), packing in values(PACKING), country in values(PLACES),
        dc_from in prop_oneof![4 => Just(None), 1 => (2017_u16..2025).prop_map(Some)],
        dc_to in prop_oneof![4 => Just(None), 1 => (2017_u16..2025).prop_map(Some)],
        min_quantity in prop_oneof![3 => Just(None), 1 => (0_u32..120).prop_map(Some)], owner_stock in prop_oneof![3 => Just(false), 1 => Just(true)],
    ) -> Facets {
        Facets { manufacturers, rohs, packing, country, dc_from, dc_to, min_quantity, owner_stock }
    }
}

prop_compose! {
    pub(crate) fn request()(
        sort in select(SortBy::ALL.as_slice()), descending in any::<bool>(), page in 1_u32..4,
        per_page in select(PerPage::ALL.as_slice()), facets in prop_oneof![Just(Facets::default()), facets()],
    ) -> SearchRequest {
        let dir = if descending { Direction::Descending } else { Direction::Ascending };
        SearchRequest { q: String::new(), sort, dir, page, per_page, facets }
    }
}

/// Stock large enough for walks, zones and dense lists, and changes to it; the same at every call.
pub(crate) fn many(lots: i64) -> (Vec<IndexedLot>, Vec<Change>) {
    let mut state = 42_u64;
    let mut next = move |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut made = |lot_id: i64| {
        let maker = next(12);
        // Makers have letters of their own, so that hits stand together in some orders.
        let model: String = (0..4 + next(5))
            .map(|at| {
                ["A", "B", "0", "1", ".", "C"][if at == 0 {
                    maker as usize % 4
                } else {
                    next(6) as usize
                }]
            })
            .collect();
        IndexedLot {
            registered: 1_000 + next(3_000) as i64,
            manufacturer: format!("Maker {}", maker / 2 * 2 + maker % 2 * 7),
            product_name: ["IC", "Diode", "", "Relay"][next(4) as usize].to_owned(),
            quantity: next(500) as u32,
            packing: format!("P{}", next(9)),
            rohs: format!("R{}", next(3)),
            dc: (next(5) > 0).then_some(2000 + next(20) as u16),
            location: format!("L{}", next(30)),
            owner_stock: next(7) == 0,
            remarks: if next(2) == 0 {
                String::new()
            } else {
                format!("{}", next(400))
            },
            ..lot(lot_id, &model)
        }
    };
    let first = (1..=lots).map(&mut made).collect();
    let later = (1..=lots / 20)
        .map(|at| {
            if at % 3 == 0 {
                Change::Remove(at * 7)
            } else {
                Change::Put(made(at * 30))
            }
        })
        .collect();
    (first, later)
}
