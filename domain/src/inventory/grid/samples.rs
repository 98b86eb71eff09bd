//! A small sheet for tests: two lots, A and B.

use uuid::Uuid;

use super::{Loaded, Sheet};
use crate::inventory::contact_details::CompanyName;
use crate::inventory::sync::Judge;
use crate::inventory::{LotForm, ThisYear};

pub(super) const fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub(super) fn lot(model: &str, quantity: &str) -> LotForm {
    LotForm {
        manufacturer: "TOSHIBA".into(),
        product_name: "IC".into(),
        model: model.into(),
        quantity: quantity.into(),
        packing: "Reel".into(),
        rohs: "ROHS2".into(),
        dc: "2020".into(),
        location: "Japan".into(),
        ..LotForm::default()
    }
}

pub(super) fn loaded(n: u128, kept: Option<LotForm>) -> Loaded {
    Loaded {
        item_id: id(n),
        kept,
        waiting: 0,
        conflicts: 0,
        is_refused: false,
    }
}

pub(super) fn sheet() -> Sheet {
    let mut sheet = Sheet::new(Judge::new(ThisYear(2026), CompanyName::of("Acme Parts")));
    sheet.load(
        vec![loaded(1, Some(lot("A", "10"))), loaded(2, Some(lot("B", "20")))],
        Vec::new(),
    );
    sheet
}
