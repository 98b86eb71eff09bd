//! What devices, people and either market have to agree upon.

use domain::inventory::sync::wire::{Pushed, Stop};
use domain::inventory::sync::{Op, Schemas};

/// What nobody on a device knows to be a forbidden word.
pub(crate) const FORBIDDEN: &str = "ACME PARTS";
/// What no later program can read.
pub(crate) const UNREADABLE: &str = "OLD FORM";

/// What came of a push so far.
pub(crate) enum Taken {
    Answer(Result<Pushed, Stop>),
    /// Somebody else holds the company's row.
    Locked,
    /// To be committed.
    Flight(u64, Pushed),
    /// Nobody hears what came of it.
    Lost,
}

pub(crate) fn schemas(newest: u16) -> Schemas {
    Schemas {
        newest,
        oldest: newest.saturating_sub(1).max(1),
        step: |op: Op| {
            let is_unreadable = op.cells().any(|cell| cell.contains(UNREADABLE));
            (!is_unreadable).then_some(op)
        },
    }
}
