//! When two lots are the same item (R116): all eight fields besides the quantity are equal.

use super::lot::{Lot, LotForm};
use crate::text::{comparable, normal};

/// The key of R116. Case and width do not count, except in the remarks, where bins are often told apart by case (Z15).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SameItem([String; 8]);

impl SameItem {
    /// The key of a lot.
    #[must_use]
    pub fn of(lot: &Lot) -> Self {
        Self::of_form(&lot.to_form())
    }

    /// The key of a lot as it is written down; it has kept its rules.
    #[must_use]
    pub fn of_form(form: &LotForm) -> Self {
        Self([
            comparable(&form.manufacturer),
            comparable(&form.product_name),
            comparable(&form.model),
            comparable(&form.packing),
            comparable(&form.rohs),
            form.dc.clone(),
            comparable(&form.location),
            case_sensitive(&form.remarks),
        ])
    }
}

fn case_sensitive(text: &str) -> String {
    normal::nfkc(text).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::year::ThisYear;
    use super::*;

    fn key(change: impl FnOnce(&mut LotForm)) -> SameItem {
        let mut form = LotForm {
            manufacturer: "JST".into(),
            product_name: "Connector".into(),
            model: "B3B-ZR(LF)(SN)".into(),
            quantity: "150".into(),
            packing: "Loose".into(),
            rohs: "ROHS".into(),
            dc: "2020".into(),
            location: "Japan".into(),
            remarks: "A-1".into(),
            date_code: String::new(),
        };
        change(&mut form);
        SameItem::of(&form.check(ThisYear(2026)).expect("a good row"))
    }

    #[test]
    fn quantity_case_and_width_do_not_make_another_item() {
        assert_eq!(key(|_| ()), key(|form| form.quantity = "7".into()));
        assert_eq!(key(|_| ()), key(|form| form.manufacturer = "ｊｓｔ".into()));
    }

    #[test]
    fn any_of_the_eight_fields_does() {
        assert_ne!(key(|_| ()), key(|form| form.remarks = "a-1".into()));
        assert_ne!(key(|_| ()), key(|form| form.dc = "2021".into()));
        assert_ne!(key(|_| ()), key(|form| form.packing = "Reel".into()));
    }
}
