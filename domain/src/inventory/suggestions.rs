//! What is offered where a text is free (Z12). Nobody has to choose from it.

use super::Column;

/// Packing styles, as the trade writes them.
const PACKING: [&str; 7] = ["Reel", "Taping cut", "Tray", "Tube", "Bulk", "Box", "Loose"];

/// Grades of the directive on hazardous substances, as stock lists write them.
const ROHS: [&str; 5] = ["ROHS", "ROHS2", "ROHS3", "Non-ROHS", "Unknown"];

/// What is offered in a column.
#[must_use]
pub const fn suggestions(column: Column) -> &'static [&'static str] {
    match column {
        Column::Packing => &PACKING,
        Column::Rohs => &ROHS,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::contact_details::CompanyName;
    use crate::inventory::sync::Judge;
    use crate::inventory::{LotForm, ThisYear};

    #[test]
    fn what_is_offered_is_taken() {
        let judge = Judge::new(ThisYear(2026), CompanyName::of("Acme Parts"));
        for (packing, rohs) in PACKING.iter().zip(ROHS.iter().cycle()) {
            let lot = LotForm {
                model: "A1".into(),
                manufacturer: "TOSHIBA".into(),
                product_name: "IC".into(),
                quantity: "1".into(),
                packing: (*packing).into(),
                rohs: (*rohs).into(),
                location: "Japan".into(),
                ..LotForm::default()
            };
            assert!(
                judge.check(&lot).is_ok(),
                "{packing}, {rohs}: {:?}",
                judge.check(&lot)
            );
        }
    }
}
