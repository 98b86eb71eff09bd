//! One lot: a quantity of one part, packed and dated alike, that lies in one place.

use serde::{Deserialize, Serialize};

use super::contact_details;
use super::quantity::Quantity;
use super::year::{ThisYear, Year};
use crate::text::{comparable, limits, text_type};
use crate::violations::{Violation, Violations};

text_type! { /// The maker of a part; "Unknown" is a name like any other.
Manufacturer, limits::MANUFACTURER }
text_type! { /// What the part is: "Chip resistor", "IC".
ProductName, limits::PRODUCT_NAME }
text_type! { /// The maker's part number, in the supplier's spelling.
Model, limits::MODEL }
text_type! { /// Packing style: "Reel", "Taping cut", "Tray".
Packing, limits::PACKING }
text_type! { /// RoHS state as the supplier states it.
Rohs, limits::ROHS }
text_type! { /// Country or place of the stock.
Location, limits::LOCATION }
text_type! { /// Free remarks.
Remarks, limits::REMARKS }
text_type! { /// The date code as printed, beside the year (Z11).
DateCode, limits::DATE_CODE }

impl Manufacturer {
    /// Whether a maker's name says that nobody knows it: a stock list may, a wish cannot.
    #[must_use]
    pub fn is_unknown(name: &str) -> bool {
        comparable(name) == comparable("Unknown")
    }
}

/// A row of stock as it was typed or read: nine texts, and the optional date code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LotForm {
    pub manufacturer: String,
    pub product_name: String,
    pub model: String,
    pub quantity: String,
    pub packing: String,
    pub rohs: String,
    pub dc: String,
    pub location: String,
    pub remarks: String,
    #[serde(default)]
    pub date_code: String,
}

/// A lot that keeps table O.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    pub manufacturer: Manufacturer,
    pub product_name: ProductName,
    pub model: Model,
    pub quantity: Quantity,
    pub packing: Packing,
    pub rohs: Rohs,
    pub dc: Option<Year>,
    pub location: Location,
    pub remarks: Remarks,
    pub date_code: DateCode,
}

impl LotForm {
    /// Judges every cell and answers with the lot or with all that is wrong.
    ///
    /// # Errors
    /// One violation per cell, by the field's name.
    pub fn check(&self, this_year: ThisYear) -> Result<Lot, Violations> {
        let mut faults = Violations::none();
        let manufacturer = faults.keep("manufacturer", shown(&self.manufacturer, Manufacturer::parse));
        let product_name = faults.keep("product_name", shown(&self.product_name, ProductName::parse));
        let model = faults.keep("model", model(&self.model));
        let quantity = faults.keep("quantity", Quantity::parse(&self.quantity));
        let packing = faults.keep("packing", shown(&self.packing, Packing::parse));
        let rohs = faults.keep("rohs", shown(&self.rohs, Rohs::parse));
        let dc = faults.keep("dc", Year::parse(&self.dc, this_year));
        let location = faults.keep("location", shown(&self.location, Location::parse));
        let remarks = faults.keep("remarks", shown(&self.remarks, Remarks::parse));
        let date_code = faults.keep("date_code", shown(&self.date_code, DateCode::parse));
        let lot = (|| {
            Some(Lot {
                manufacturer: manufacturer?,
                product_name: product_name?,
                model: model?,
                quantity: quantity?,
                packing: packing?,
                rohs: rohs?,
                dc: dc?,
                location: location?,
                remarks: remarks?,
                date_code: date_code?,
            })
        })();
        lot.ok_or(faults)
    }

    /// Whether nothing is written in any cell (R115, R126).
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.cells().iter().all(|cell| cell.trim().is_empty())
    }

    /// The nine cells in the order of [`super::Column::ALL`].
    #[must_use]
    pub fn cells(&self) -> [&str; 9] {
        [
            &self.manufacturer,
            &self.product_name,
            &self.model,
            &self.quantity,
            &self.packing,
            &self.rohs,
            &self.dc,
            &self.location,
            &self.remarks,
        ]
    }
}

impl Lot {
    /// The lot as it would be typed.
    #[must_use]
    pub fn to_form(&self) -> LotForm {
        LotForm {
            manufacturer: self.manufacturer.as_str().to_owned(),
            product_name: self.product_name.as_str().to_owned(),
            model: self.model.as_str().to_owned(),
            quantity: self.quantity.pieces().to_string(),
            packing: self.packing.as_str().to_owned(),
            rohs: self.rohs.as_str().to_owned(),
            dc: self.dc.map(|year| year.number().to_string()).unwrap_or_default(),
            location: self.location.as_str().to_owned(),
            remarks: self.remarks.as_str().to_owned(),
            date_code: self.date_code.as_str().to_owned(),
        }
    }
}

/// A text that buyers see: its own rule, then no contact details (Z17).
fn shown<T>(raw: &str, parse: impl Fn(&str) -> Result<T, Violation>) -> Result<T, Violation> {
    let text = parse(raw)?;
    contact_details::refuse(raw, false)?;
    Ok(text)
}

/// The model: its rule, and contact details as far as part numbers can be told from them.
fn model(raw: &str) -> Result<Model, Violation> {
    let model = Model::parse(raw)?;
    contact_details::refuse(raw, true)?;
    Ok(model)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn good() -> LotForm {
        LotForm {
            manufacturer: "TOSHIBA".into(),
            product_name: "Connector IC".into(),
            model: "TC74HC4050AFTEL".into(),
            quantity: "300".into(),
            packing: "Taping cut".into(),
            rohs: "ROHS2".into(),
            dc: "2016".into(),
            location: "Japan".into(),
            remarks: "B-2".into(),
            date_code: String::new(),
        }
    }

    #[test]
    fn every_cell_is_judged_before_the_answer() {
        let form = LotForm {
            manufacturer: "M".repeat(31),
            model: "漢字".into(),
            quantity: "1,000".into(),
            dc: "15-03".into(),
            rohs: String::new(),
            ..good()
        };
        let faults = form.check(ThisYear(2026)).expect_err("five cells are wrong");
        let fields: Vec<_> = faults.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["dc", "manufacturer", "model", "quantity", "rohs"]);
    }

    #[test]
    fn only_dc_and_remarks_may_be_empty() {
        let faults = LotForm::default()
            .check(ThisYear(2026))
            .expect_err("an empty row");
        let fields: Vec<_> = faults.iter().map(|(field, _)| field).collect();
        assert_eq!(
            fields,
            [
                "location",
                "manufacturer",
                "model",
                "packing",
                "product_name",
                "quantity",
                "rohs"
            ]
        );
        assert!(
            LotForm {
                dc: String::new(),
                remarks: String::new(),
                ..good()
            }
            .check(ThisYear(2026))
            .is_ok()
        );
    }

    #[test]
    fn a_blank_row_has_only_white_space() {
        assert!(
            LotForm {
                remarks: " 　".into(),
                ..LotForm::default()
            }
            .is_blank()
        );
        assert!(!good().is_blank());
    }

    proptest! {
        #[test]
        fn a_checked_lot_passes_the_door_again(
            manufacturer in any::<String>(), model in "[A-Z0-9µ.-]{1,60}", quantity in any::<u32>(), remarks in any::<String>()
        ) {
            let form = LotForm { manufacturer, model, quantity: quantity.to_string(), remarks, ..good() };
            if let Ok(lot) = form.check(ThisYear(2026)) {
                prop_assert_eq!(lot.to_form().check(ThisYear(2026)), Ok(lot));
            }
        }
    }
}
