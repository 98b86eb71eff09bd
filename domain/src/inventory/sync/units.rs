//! Merge units: the cells of a lot that belong together, and what an op says about them.
//!
//! Two people who change different units of a lot disturb each other in nothing. Within a unit one cell without the others
//! would make no sense: a model with somebody else's maker is a part that nobody has.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::inventory::lot::LotForm;

/// A merge unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// What the part is: everything but the two below.
    Identity,
    Quantity,
    Remarks,
}

impl Unit {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Identity, Self::Quantity, Self::Remarks];

    /// As stored and sent.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Quantity => "quantity",
            Self::Remarks => "remarks",
        }
    }
}

/// The cells of the unit that says what the part is, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pub manufacturer: String,
    pub product_name: String,
    pub model: String,
    pub packing: String,
    pub rohs: String,
    pub dc: String,
    pub date_code: String,
    pub location: String,
}

/// What stands in the cells of one unit: `{"quantity": "300"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    Identity(Identity),
    Quantity { quantity: String },
    Remarks { remarks: String },
}

impl Value {
    /// What a lot has in a unit.
    #[must_use]
    pub fn of(unit: Unit, lot: &LotForm) -> Self {
        match unit {
            Unit::Identity => Self::Identity(Identity {
                manufacturer: lot.manufacturer.clone(),
                product_name: lot.product_name.clone(),
                model: lot.model.clone(),
                packing: lot.packing.clone(),
                rohs: lot.rohs.clone(),
                dc: lot.dc.clone(),
                date_code: lot.date_code.clone(),
                location: lot.location.clone(),
            }),
            Unit::Quantity => Self::Quantity {
                quantity: lot.quantity.clone(),
            },
            Unit::Remarks => Self::Remarks {
                remarks: lot.remarks.clone(),
            },
        }
    }

    /// The unit it is a value of.
    #[must_use]
    pub const fn unit(&self) -> Unit {
        match self {
            Self::Identity(_) => Unit::Identity,
            Self::Quantity { .. } => Unit::Quantity,
            Self::Remarks { .. } => Unit::Remarks,
        }
    }

    /// Whether a lot has exactly this.
    #[must_use]
    pub fn is_in(&self, lot: &LotForm) -> bool {
        Self::of(self.unit(), lot) == *self
    }

    /// Writes it into a lot.
    pub fn put_in(&self, lot: &mut LotForm) {
        match self.clone() {
            Self::Identity(identity) => {
                lot.manufacturer = identity.manufacturer;
                lot.product_name = identity.product_name;
                lot.model = identity.model;
                lot.packing = identity.packing;
                lot.rohs = identity.rohs;
                lot.dc = identity.dc;
                lot.date_code = identity.date_code;
                lot.location = identity.location;
            }
            Self::Quantity { quantity } => lot.quantity = quantity,
            Self::Remarks { remarks } => lot.remarks = remarks,
        }
    }

    /// The texts, in the order of the fields.
    #[must_use]
    pub fn cells(&self) -> Vec<&str> {
        match self {
            Self::Identity(identity) => vec![
                &identity.manufacturer,
                &identity.product_name,
                &identity.model,
                &identity.packing,
                &identity.rohs,
                &identity.dc,
                &identity.date_code,
                &identity.location,
            ],
            Self::Quantity { quantity: text } | Self::Remarks { remarks: text } => vec![text],
        }
    }
}

/// What a writer found in a unit, and what they wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub from: Value,
    pub to: Value,
}

/// Changes of one lot, by unit. Reading refuses a value under the name of another unit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<Unit, Change>", into = "BTreeMap<Unit, Change>")]
pub struct Set(BTreeMap<Unit, Change>);

impl TryFrom<BTreeMap<Unit, Change>> for Set {
    type Error = &'static str;

    fn try_from(changes: BTreeMap<Unit, Change>) -> Result<Self, Self::Error> {
        let fits =
            |(unit, change): (&Unit, &Change)| change.from.unit() == *unit && change.to.unit() == *unit;
        if changes.iter().all(fits) {
            Ok(Self(changes))
        } else {
            Err("a value stands under the name of another unit")
        }
    }
}

impl From<Set> for BTreeMap<Unit, Change> {
    fn from(set: Set) -> Self {
        set.0
    }
}

impl Set {
    /// What has to be changed to make the one lot the other.
    #[must_use]
    pub fn between(seen: &LotForm, wanted: &LotForm) -> Self {
        let changes = Unit::ALL.into_iter().filter_map(|unit| {
            let (from, to) = (Value::of(unit, seen), Value::of(unit, wanted));
            (from != to).then_some((unit, Change { from, to }))
        });
        Self(changes.collect())
    }

    /// Whether nothing is changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The changes, in the order of the units.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.0.values()
    }

    /// The change of a unit.
    #[must_use]
    pub fn of(&self, unit: Unit) -> Option<&Change> {
        self.0.get(&unit)
    }

    /// Writes what is wanted into a lot.
    pub fn put_in(&self, lot: &mut LotForm) {
        for change in self.changes() {
            change.to.put_in(lot);
        }
    }

    /// Both, one after the other, as one: the first `from`, the last `to`. `None` where the later one found something else
    /// than the earlier one wrote, for then they are two answers to two questions.
    #[must_use]
    pub fn then(&self, later: &Self) -> Option<Self> {
        let mut both = self.0.clone();
        for (unit, change) in &later.0 {
            let Some(earlier) = both.get_mut(unit) else {
                both.insert(*unit, change.clone());
                continue;
            };
            if earlier.to != change.from {
                return None;
            }
            earlier.to = change.to.clone();
            if earlier.to == earlier.from {
                both.remove(unit);
            }
        }
        Some(Self(both))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lot(quantity: &str, remarks: &str) -> LotForm {
        LotForm {
            quantity: quantity.into(),
            remarks: remarks.into(),
            ..LotForm::default()
        }
    }

    #[test]
    fn a_set_crosses_the_wire_by_the_names_of_its_units() {
        let set = Set::between(&lot("300", "A"), &lot("250", "A"));
        let json = serde_json::to_string(&set).expect("plain types");
        assert_eq!(
            json,
            r#"{"quantity":{"from":{"quantity":"300"},"to":{"quantity":"250"}}}"#
        );
        assert_eq!(serde_json::from_str::<Set>(&json).expect("as written"), set);
        let crossed = json.replace(r#""quantity":{"from""#, r#""remarks":{"from""#);
        assert!(serde_json::from_str::<Set>(&crossed).is_err(), "{crossed}");
    }

    #[test]
    fn two_changes_are_one_only_where_the_second_saw_the_first() {
        let first = Set::between(&lot("1", "A"), &lot("2", "A"));
        let second = Set::between(&lot("2", "A"), &lot("3", "B"));
        assert_eq!(
            first.then(&second),
            Some(Set::between(&lot("1", "A"), &lot("3", "B")))
        );
        let unseen = Set::between(&lot("9", "A"), &lot("3", "A"));
        assert_eq!(first.then(&unseen), None);
        let back = Set::between(&lot("2", "A"), &lot("1", "A"));
        assert_eq!(first.then(&back), Some(Set::default()));
    }

    #[test]
    fn every_cell_of_a_lot_is_in_exactly_one_unit() {
        let form = serde_json::to_value(LotForm::default()).expect("plain types");
        let names = Unit::ALL.into_iter().flat_map(|unit| {
            let value = serde_json::to_value(Value::of(unit, &LotForm::default())).expect("plain types");
            let cells = value.as_object().expect("an object").clone();
            cells.into_iter().map(|(name, _)| name)
        });
        let mut names: Vec<_> = names.collect();
        names.sort();
        let mut fields: Vec<_> = form.as_object().expect("an object").keys().cloned().collect();
        fields.sort();
        assert_eq!(names, fields);
    }
}
