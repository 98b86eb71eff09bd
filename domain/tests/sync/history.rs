//! What people did and were told, as they would tell it: written down beside the stores, and believed rather than them.

use std::collections::BTreeMap;

use domain::inventory::LotForm;
use domain::inventory::sync::queue::{Noted, Wish};
use domain::inventory::sync::{Act, Op};
use uuid::Uuid;

/// The cells of one unit.
pub(crate) type Cells = Vec<String>;
/// What was found and what was written, unit by unit.
pub(crate) type Changes = [Option<(Cells, Cells)>; 3];

/// The three units, written down a second time: the checker does not ask the rooms that it checks.
pub(crate) fn cells(unit: usize, lot: &LotForm) -> Cells {
    let of_unit: &[&String] = match unit {
        0 => &[
            &lot.manufacturer,
            &lot.product_name,
            &lot.model,
            &lot.packing,
            &lot.rohs,
            &lot.dc,
            &lot.date_code,
            &lot.location,
        ],
        1 => &[&lot.quantity],
        _ => &[&lot.remarks],
    };
    of_unit.iter().map(|cell| (*cell).clone()).collect()
}

fn units(lot: &LotForm) -> [Cells; 3] {
    [cells(0, lot), cells(1, lot), cells(2, lot)]
}

#[derive(Debug, Clone)]
pub(crate) enum Did {
    Created([Cells; 3]),
    Changed(Changes),
    Deleted([Cells; 3]),
    Restored,
}

/// One op, as the person made it.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) device: usize,
    pub(crate) store_id: u32,
    pub(crate) user: i64,
    pub(crate) item: Uuid,
    /// The form that it was written in.
    pub(crate) schema: u16,
    pub(crate) did: Did,
    /// The person looked at something old, or may have.
    pub(crate) stale: bool,
    /// The person chose to lose it, or to take it along.
    pub(crate) given_up: bool,
    /// The answer is older than devices keep, or its store was wiped with it: a restored market gets it from nobody.
    pub(crate) beyond: bool,
}

#[derive(Default)]
pub(crate) struct History {
    pub(crate) ops: BTreeMap<Uuid, Told>,
    /// Whether the market was ever restored.
    pub(crate) restored: bool,
    /// What went wrong while it was written down.
    pub(crate) odd: Option<String>,
}

impl History {
    /// The cell says that the edit is on the device.
    pub(crate) fn note(&mut self, noted: Noted, told: Told) {
        match noted {
            Noted::Nothing => {}
            Noted::Queued { op_id } => {
                self.ops.insert(op_id, told);
            }
            Noted::Joined { op_id } => match self.ops.get_mut(&op_id) {
                Some(earlier) => earlier.join(told),
                None => self.odd = Some(format!("an edit joined {op_id}, which nobody made")),
            },
        }
    }

    /// An op that a choice made.
    pub(crate) fn note_op(&mut self, op: &Op, told: &Told) {
        let did = match &op.act {
            Act::Create { lot } => Did::Created(units(lot)),
            Act::Delete { seen } => Did::Deleted(units(seen)),
            Act::Restore => Did::Restored,
            Act::Update { set } => {
                let text = |cells: Vec<&str>| cells.into_iter().map(str::to_owned).collect::<Vec<_>>();
                let mut changes: Changes = [None, None, None];
                for change in set.changes() {
                    let at = usize::from(change.from.unit().word() == "quantity")
                        + 2 * usize::from(change.from.unit().word() == "remarks");
                    changes[at] = Some((text(change.from.cells()), text(change.to.cells())));
                }
                Did::Changed(changes)
            }
        };
        self.ops.insert(op.op_id, Told { did, ..told.clone() });
    }
}

/// What a wish means, in the checker's own words.
pub(crate) fn did(wish: &Wish) -> Did {
    match wish {
        Wish::Create { lot } => Did::Created(units(&lot.to_form())),
        Wish::Delete { saw } => Did::Deleted(units(saw)),
        Wish::Restore => Did::Restored,
        Wish::Leave => Did::Changed([None, None, None]),
        Wish::Update { saw, typed } => {
            let typed = typed.to_form();
            Did::Changed([0, 1, 2].map(|unit| {
                let (from, to) = (cells(unit, saw), cells(unit, &typed));
                (from != to).then_some((from, to))
            }))
        }
    }
}

impl Told {
    fn join(&mut self, later: Self) {
        self.stale |= later.stale;
        self.schema = later.schema;
        let Did::Changed(changes) = later.did else {
            return;
        };
        for (unit, change) in changes.into_iter().enumerate() {
            let Some((from, to)) = change else { continue };
            match &mut self.did {
                Did::Created(lot) => lot[unit] = to,
                Did::Changed(earlier) => {
                    let from = earlier[unit].take().map_or(from, |(from, _)| from);
                    earlier[unit] = (from != to).then_some((from, to));
                }
                Did::Deleted(_) | Did::Restored => {}
            }
        }
    }
}
