//! What is sent and answered, as programs see it. The limits that are told here are those of the rules
//! (`domain::text::limits`); a test holds one against the other.

mod files;
mod lots;
mod problem;

pub(super) use files::{Import, ImportBegun, ImportQuery, Preview, PreviewQuery};
pub(super) use lots::{
    DeletedLots, Lot, LotPage, LotQuery, LotToPut, LotsToDelete, LotsToPut, PlacedLot, PlacedLots,
    VersionQuery, fits,
};
pub(super) use problem::{ErrorShape, ProblemShape};
