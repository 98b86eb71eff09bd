//! Lots, as they are sent and told.

use domain::api::putting::{Named, SameItems, Sent};
use domain::api::{AT_ONCE, LONGEST_PAGE, PAGE};
use domain::inventory::LotForm;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Number;
use services::api::stock::{OwnLot, Placed};
use services::clock;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A lot of your company.
#[derive(Serialize, ToSchema)]
pub(in super::super) struct Lot {
    id: Uuid,
    /// Your own name for it. No buyer sees it.
    reference: Option<String>,
    /// One more with each change.
    version: i32,
    #[schema(format = DateTime)]
    registered_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
    manufacturer: String,
    product_name: String,
    model: String,
    quantity: u32,
    packing: String,
    rohs: String,
    /// The year of manufacture.
    dc: Option<u16>,
    location: String,
    remarks: String,
    date_code: String,
}

impl From<OwnLot> for Lot {
    fn from(own: OwnLot) -> Self {
        let lot = own.lot;
        Self {
            id: own.id,
            reference: own.reference,
            version: own.version,
            registered_at: clock::written(own.registered_at),
            updated_at: clock::written(own.updated_at),
            quantity: lot.quantity.parse().unwrap_or_default(),
            dc: lot.dc.parse().ok(),
            manufacturer: lot.manufacturer,
            product_name: lot.product_name,
            model: lot.model,
            packing: lot.packing,
            rohs: lot.rohs,
            location: lot.location,
            remarks: lot.remarks,
            date_code: lot.date_code,
        }
    }
}

/// A page of your lots, oldest first.
#[derive(Serialize, ToSchema)]
pub(in super::super) struct LotPage {
    pub(in super::super) lots: Vec<Lot>,
    /// Send it as `cursor` for the next page; null on the last one.
    pub(in super::super) next: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in super::super) struct LotQuery {
    /// Only lots of this model number; case, width and separators do not count.
    #[param(max_length = 200)]
    pub(in super::super) model: Option<String>,
    /// Only the lot of this reference.
    #[param(max_length = 200)]
    pub(in super::super) reference: Option<String>,
    /// Where the page before ended.
    #[param(pattern = "^[0-9]{1,18}$")]
    pub(in super::super) cursor: Option<String>,
    /// Lots of a page, 100 unless told.
    #[param(minimum = 1, maximum = 500)]
    pub(in super::super) limit: Option<u32>,
}

impl LotQuery {
    pub(in super::super) fn limit(&self) -> Option<u32> {
        let limit = self.limit.unwrap_or(PAGE);
        (1..=LONGEST_PAGE).contains(&limit).then_some(limit)
    }
}

/// A lot as you want it to be. What is left away becomes empty, but for the reference, which stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct LotToPut {
    /// The lot that is meant. Without it, the reference says which one; without both, or with a reference that no lot has, it is
    /// a new one.
    id: Option<Uuid>,
    /// Your own name for the lot, unique in your company. An empty one takes it away.
    #[schema(max_length = 64)]
    reference: Option<String>,
    /// The version that you have read: if the lot is in another one by now, nothing is written.
    #[schema(minimum = 1)]
    #[serde(default, deserialize_with = "whole_or_none")]
    version: Option<i32>,
    #[schema(min_length = 1, max_length = 30)]
    manufacturer: String,
    #[schema(min_length = 1, max_length = 30)]
    product_name: String,
    /// Half-width characters.
    #[schema(min_length = 1, max_length = 50)]
    model: String,
    #[schema(minimum = 1, maximum = 999_999_999)]
    #[serde(deserialize_with = "whole")]
    quantity: u32,
    #[schema(min_length = 1, max_length = 10)]
    packing: String,
    /// "Unknown" where it is not known.
    #[schema(min_length = 1, max_length = 8)]
    rohs: String,
    /// The year of manufacture, up to the next one.
    #[schema(minimum = 1950, maximum = 9999)]
    #[serde(default, deserialize_with = "whole_or_none")]
    dc: Option<u16>,
    #[schema(min_length = 1, max_length = 60)]
    location: String,
    #[schema(max_length = 50)]
    remarks: Option<String>,
    /// The date code as it is printed.
    #[schema(max_length = 10)]
    date_code: Option<String>,
}

impl LotToPut {
    pub(in super::super) const fn id(&self) -> Option<Uuid> {
        self.id
    }
}

impl From<LotToPut> for Sent {
    fn from(put: LotToPut) -> Self {
        Self {
            id: put.id,
            reference: put.reference,
            version: put.version,
            lot: LotForm {
                manufacturer: put.manufacturer,
                product_name: put.product_name,
                model: put.model,
                quantity: put.quantity.to_string(),
                packing: put.packing,
                rohs: put.rohs,
                dc: put.dc.map(|year| year.to_string()).unwrap_or_default(),
                location: put.location,
                remarks: put.remarks.unwrap_or_default(),
                date_code: put.date_code.unwrap_or_default(),
            },
        }
    }
}

/// A whole number, which JSON may write as 1.0.
fn whole<'de, D: Deserializer<'de>, N: TryFrom<i64>>(from: D) -> Result<N, D::Error> {
    number(&Number::deserialize(from)?).ok_or_else(|| D::Error::custom("a whole number within its limits"))
}

/// The same, or null.
fn whole_or_none<'de, D: Deserializer<'de>, N: TryFrom<i64>>(from: D) -> Result<Option<N>, D::Error> {
    let Some(found) = Option::<Number>::deserialize(from)? else {
        return Ok(None);
    };
    let number = number(&found).ok_or_else(|| D::Error::custom("a whole number within its limits"))?;
    Ok(Some(number))
}

fn number<N: TryFrom<i64>>(found: &Number) -> Option<N> {
    let is_whole = |float: &f64| float.fract() == 0.0 && float.abs() < 1e15;
    let whole = found
        .as_i64()
        .or_else(|| found.as_f64().filter(is_whole).map(|float| float as i64))?;
    N::try_from(whole).ok()
}

/// What becomes of a new lot where your company has the same item already: the eight fields besides the quantity are equal, and
/// no reference tells the two apart.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(in super::super) enum SameItem {
    /// Nothing is written, and you are told.
    #[default]
    Ask,
    /// Its quantity is added to that of the oldest.
    Add,
    /// It is another lot.
    Separate,
}

impl From<SameItem> for SameItems {
    fn from(same: SameItem) -> Self {
        match same {
            SameItem::Ask => Self::Ask,
            SameItem::Add => Self::Add,
            SameItem::Separate => Self::Separate,
        }
    }
}

/// Lots to be put.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct LotsToPut {
    #[serde(default)]
    #[schema(inline)]
    pub(in super::super) same_items: SameItem,
    #[schema(min_items = 1, max_items = 200)]
    pub(in super::super) lots: Vec<LotToPut>,
}

/// Whether so many lots may come in one call.
pub(in super::super) const fn fits(count: usize) -> bool {
    count >= 1 && count <= AT_ONCE
}

/// What became of a lot.
#[derive(Serialize, ToSchema)]
pub(in super::super) struct PlacedLot {
    id: Uuid,
    reference: Option<String>,
    /// The version that it is in now.
    version: i32,
    /// `created`, `changed`, `added` (to the quantity of a lot that was there) or `unchanged`.
    #[schema(value_type = String, pattern = "^(created|changed|added|unchanged)$")]
    outcome: services::api::stock::Done,
}

impl From<Placed> for PlacedLot {
    fn from(placed: Placed) -> Self {
        Self {
            id: placed.id,
            reference: placed.reference,
            version: placed.version,
            outcome: placed.did,
        }
    }
}

/// What became of each lot, in the order in which they were sent.
#[derive(Serialize, ToSchema)]
pub(in super::super) struct PlacedLots {
    pub(in super::super) lots: Vec<PlacedLot>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in super::super) struct VersionQuery {
    /// The version that you have read.
    #[param(minimum = 1)]
    pub(in super::super) version: Option<i32>,
}

/// A lot to be deleted, by its id or its reference.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct LotToDelete {
    id: Option<Uuid>,
    #[schema(min_length = 1, max_length = 64)]
    reference: Option<String>,
    /// The version that you have read.
    #[schema(minimum = 1)]
    #[serde(default, deserialize_with = "whole_or_none")]
    version: Option<i32>,
}

impl From<LotToDelete> for Named {
    fn from(lot: LotToDelete) -> Self {
        Self {
            id: lot.id,
            reference: lot.reference,
            version: lot.version,
        }
    }
}

/// Lots to be deleted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct LotsToDelete {
    #[schema(min_items = 1, max_items = 200)]
    pub(in super::super) lots: Vec<LotToDelete>,
}

/// Lots that were deleted.
#[derive(Serialize, ToSchema)]
pub(in super::super) struct DeletedLots {
    pub(in super::super) ids: Vec<Uuid>,
}
