//! What the index is told: lots, changes, and the fingerprint by which index and tables are compared.

use domain::search::folded;
use domain::text::comparable;

/// One lot as it is searched, filtered and sorted. Texts are in the supplier's spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexedLot {
    /// The database's internal number; unique in the index.
    pub lot_id: i64,
    /// The supplier's number; only [`Change::RemoveCompany`] looks at it.
    pub company: i64,
    /// First registration, milliseconds since 1970 UTC.
    pub registered: i64,
    pub manufacturer: String,
    pub product_name: String,
    pub model: String,
    pub quantity: u32,
    pub packing: String,
    pub rohs: String,
    /// Year of manufacture.
    pub dc: Option<u16>,
    pub location: String,
    pub remarks: String,
    /// Whether the stock is the marketplace owner's (R100).
    pub owner_stock: bool,
}

/// One change that the database has committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A new lot, or a new version of one that is known.
    Put(IndexedLot),
    /// A lot is gone; an unknown number is no error.
    Remove(i64),
    /// All lots of a company are gone (Z6) or hidden (Z18).
    RemoveCompany(i64),
}

/// The text columns that are kept as codes; the model has ways of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    Manufacturer,
    ProductName,
    Packing,
    Rohs,
    Location,
    Remarks,
}

impl Text {
    pub(super) const ALL: [Self; 6] = [
        Self::Manufacturer,
        Self::ProductName,
        Self::Packing,
        Self::Rohs,
        Self::Location,
        Self::Remarks,
    ];

    pub(super) fn of(self, lot: &IndexedLot) -> &str {
        match self {
            Self::Manufacturer => &lot.manufacturer,
            Self::ProductName => &lot.product_name,
            Self::Packing => &lot.packing,
            Self::Rohs => &lot.rohs,
            Self::Location => &lot.location,
            Self::Remarks => &lot.remarks,
        }
    }
}

/// A number that stands for what the index holds of a lot: folded texts, numbers, dates. The sum over all lots
/// (wrapping) does not depend on their order, so the tables can be summed by any query; see [`super::Stats`].
#[must_use]
pub fn fingerprint(lot: &IndexedLot) -> u64 {
    let texts = Text::ALL.map(|text| hash(&comparable(text.of(lot))));
    Print {
        texts,
        model: hash(folded(lot.model.trim()).trim()),
        numbers: Numbers::of(lot),
    }
    .sum()
}

/// The parts of a fingerprint, so that the index can hash each distinct text once.
pub(super) struct Print {
    pub(super) texts: [u64; 6],
    pub(super) model: u64,
    pub(super) numbers: Numbers,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers {
    pub(super) lot_id: i64,
    pub(super) company: i64,
    pub(super) registered: i64,
    pub(super) quantity: u32,
    /// 0 where there is none.
    pub(super) year: u16,
    pub(super) owner_stock: bool,
}

impl Numbers {
    pub(super) fn of(lot: &IndexedLot) -> Self {
        Self {
            lot_id: lot.lot_id,
            company: lot.company,
            registered: lot.registered,
            quantity: lot.quantity,
            year: lot.dc.unwrap_or(0),
            owner_stock: lot.owner_stock,
        }
    }
}

impl Print {
    pub(super) fn sum(&self) -> u64 {
        let n = &self.numbers;
        let numbers = [
            n.lot_id.cast_unsigned(),
            n.company.cast_unsigned(),
            n.registered.cast_unsigned(),
            u64::from(n.quantity),
            u64::from(n.year) << 1 | u64::from(n.owner_stock),
        ];
        numbers
            .into_iter()
            .chain(self.texts)
            .chain([self.model])
            .fold(0, |sum, part| mixed(sum ^ part))
    }
}

/// FNV-1a, 64 bits: short texts, no adversary (a clash only hides one difference from a check).
pub(super) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)
    })
}

/// The finaliser of SplitMix64, so that sums of similar lots do not cancel out.
const fn mixed(sum: u64) -> u64 {
    let sum = sum.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let sum = (sum ^ (sum >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let sum = (sum ^ (sum >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    sum ^ (sum >> 31)
}
