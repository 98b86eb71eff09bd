//! What becomes of lots that a company's system sends: decided by values alone, all of it or nothing.
//!
//! A lot that names another by its id, or by the company's own reference, becomes what is sent. Any other is new; but where the
//! same item is there already (R116), the caller is asked first, as a person is (Z15): add to its quantity, or keep separate.
//! References tell lots apart: a lot that is sent with one is never the same item as a lot that has another.

use std::collections::{BTreeMap, HashMap, HashSet};

use uuid::Uuid;

use crate::inventory::sync::Judge;
use crate::inventory::{Lot, LotForm, SameItem};
use crate::text::limits;
use crate::violations::{Violation, Violations};

/// What becomes of a new lot where the same item is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SameItems {
    /// Nothing at all, and the caller is told.
    #[default]
    Ask,
    /// Its quantity is added to that of the oldest.
    Add,
    /// It is another lot.
    Separate,
}

/// A lot as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    pub id: Option<Uuid>,
    /// The company's own; none leaves it as it is, an empty one takes it away.
    pub reference: Option<String>,
    /// The version that the caller has seen, where it matters to them.
    pub version: Option<i32>,
    pub lot: LotForm,
}

/// A lot that is named, to be deleted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    pub id: Option<Uuid>,
    pub reference: Option<String>,
    pub version: Option<i32>,
}

/// A lot that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub id: Uuid,
    pub version: i32,
    pub reference: Option<String>,
    pub lot: LotForm,
}

/// Why a lot that was sent is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A cell breaks a rule.
    Cells(Violations),
    /// The company has no such lot.
    NoLot,
    /// Neither an id nor a reference is given.
    Unnamed,
    /// Two lots of one call are the same one.
    Twice,
    /// Another lot has this reference.
    ReferenceTaken { by: Uuid },
    /// Somebody has changed the lot: this is its version now.
    Changed { version: i32 },
    /// The same item is there already.
    SameItem { id: Uuid, quantity: u32 },
}

/// The lots of a company, as far as a call is concerned with them.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    lots: BTreeMap<Uuid, Held>,
    by_reference: HashMap<String, Uuid>,
    by_item: HashMap<SameItem, Vec<Uuid>>,
}

impl Shelf {
    /// Puts a lot on it; oldest first.
    pub fn put(&mut self, held: Held) {
        let same = self.by_item.entry(SameItem::of_form(&held.lot)).or_default();
        if !same.contains(&held.id) {
            same.push(held.id);
        }
        if let Some(reference) = &held.reference {
            self.by_reference.insert(reference.clone(), held.id);
        }
        self.lots.insert(held.id, held);
    }

    /// The lot that is meant.
    fn named(&self, id: Option<Uuid>, reference: Option<&str>) -> Option<&Held> {
        let id = id.or_else(|| self.by_reference.get(reference?).copied())?;
        self.lots.get(&id)
    }

    /// The oldest lot that is the same item and that a reference does not tell apart.
    fn same(&self, item: &SameItem, reference: Option<&str>) -> Option<&Held> {
        let mut lots = self.by_item.get(item)?.iter().filter_map(|id| self.lots.get(id));
        let alike = |held: &&Held| reference.is_none() || held.reference.is_none();
        lots.find(alike)
    }

    fn change(&mut self, id: Uuid, lot: LotForm, reference: Option<String>) {
        let Some(held) = self.lots.get_mut(&id) else {
            return;
        };
        let before = SameItem::of_form(&held.lot);
        if let Some(old) = held.reference.take() {
            self.by_reference.remove(&old);
        }
        held.reference.clone_from(&reference);
        held.lot = lot;
        let item = SameItem::of_form(&held.lot);
        if let Some(reference) = reference {
            self.by_reference.insert(reference, id);
        }
        if item != before {
            if let Some(same) = self.by_item.get_mut(&before) {
                same.retain(|other| *other != id);
            }
            self.by_item.entry(item).or_default().push(id);
        }
    }
}

/// What became of one lot that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Did {
    Created,
    Changed,
    /// Its quantity was added to that of a lot.
    Added,
    Unchanged,
}

/// A lot after all that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    pub id: Uuid,
    /// Nothing for a new one.
    pub before: Option<Held>,
    pub after: LotForm,
    pub reference: Option<String>,
}

impl Touched {
    /// Whether nothing of a lot that was there is another but the company's own name for it.
    #[must_use]
    pub fn is_only_renamed(&self) -> bool {
        let before = self.before.as_ref();
        before.is_some_and(|held| held.lot == self.after && held.reference != self.reference)
    }
}

/// All that a call comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Each lot once, in the order in which they were touched first.
    pub touched: Vec<Touched>,
    /// For each lot that was sent.
    pub did: Vec<(Uuid, Did)>,
}

/// Decides about lots that were sent, in their order. `new_id` makes the ids of new ones.
///
/// # Errors
/// Every fault, with the place of its lot; nothing is done then.
pub fn plan(
    sent: &[Sent],
    shelf: Shelf,
    same_items: SameItems,
    judge: &Judge,
    new_id: impl FnMut() -> Uuid,
) -> Result<Plan, Vec<(usize, Fault)>> {
    let mut desk = Desk {
        before: shelf.lots.clone(),
        shelf,
        same_items,
        judge,
        new_id,
        named: HashSet::new(),
        order: Vec::new(),
    };
    let mut faults = Vec::new();
    let mut did = Vec::with_capacity(sent.len());
    for (at, sent) in sent.iter().enumerate() {
        match desk.take(sent) {
            Ok(done) => did.push(done),
            Err(fault) => faults.push((at, fault)),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let Desk {
        shelf,
        mut before,
        order,
        ..
    } = desk;
    let touched = order.into_iter().filter_map(|id| {
        let held = shelf.lots.get(&id)?;
        Some(Touched {
            id,
            before: before.remove(&id),
            after: held.lot.clone(),
            reference: held.reference.clone(),
        })
    });
    Ok(Plan {
        touched: touched.collect(),
        did,
    })
}

struct Desk<'a, F> {
    shelf: Shelf,
    before: BTreeMap<Uuid, Held>,
    same_items: SameItems,
    judge: &'a Judge,
    new_id: F,
    /// Lots that the call names, makes, or adds to.
    named: HashSet<Uuid>,
    order: Vec<Uuid>,
}

impl<F: FnMut() -> Uuid> Desk<'_, F> {
    fn take(&mut self, sent: &Sent) -> Result<(Uuid, Did), Fault> {
        let mut faults = Violations::none();
        let reference = sent.reference.as_deref().map(|raw| limits::REFERENCE.check(raw));
        let reference = reference.and_then(|checked| faults.keep("reference", checked));
        let lot = match self.judge.check(&sent.lot) {
            Ok(lot) => Some(lot),
            Err(wrong) => {
                for (field, violation) in wrong.iter() {
                    faults.add(field, violation.clone());
                }
                None
            }
        };
        let Some(lot) = lot.filter(|_| faults.is_empty()) else {
            return Err(Fault::Cells(faults));
        };
        let wanted = reference.as_deref().filter(|reference| !reference.is_empty());
        match self.shelf.named(sent.id, wanted).cloned() {
            Some(held) => self.change(held, sent, &lot, reference),
            None if sent.id.is_some() => Err(Fault::NoLot),
            None => self.create(&lot, wanted, sent.version),
        }
    }

    fn change(
        &mut self,
        held: Held,
        sent: &Sent,
        lot: &Lot,
        reference: Option<String>,
    ) -> Result<(Uuid, Did), Fault> {
        if !self.named.insert(held.id) {
            return Err(Fault::Twice);
        }
        if let Some(seen) = sent.version
            && seen != held.version
        {
            let version = held.version;
            return Err(Fault::Changed { version });
        }
        let reference = match reference {
            None => held.reference.clone(),
            Some(reference) => Some(reference).filter(|reference| !reference.is_empty()),
        };
        let owner = reference
            .as_ref()
            .and_then(|reference| self.shelf.by_reference.get(reference).copied());
        if let Some(by) = owner.filter(|owner| *owner != held.id) {
            return Err(Fault::ReferenceTaken { by });
        }
        let after = lot.to_form();
        let did = if held.lot == after && held.reference == reference {
            Did::Unchanged
        } else {
            Did::Changed
        };
        self.write(held.id, after, reference);
        Ok((held.id, did))
    }

    fn create(
        &mut self,
        lot: &Lot,
        reference: Option<&str>,
        version: Option<i32>,
    ) -> Result<(Uuid, Did), Fault> {
        // Whoever has seen a version of it means a lot that was there.
        if version.is_some() {
            return Err(Fault::NoLot);
        }
        let form = lot.to_form();
        let same = self.shelf.same(&SameItem::of_form(&form), reference).cloned();
        match (same, self.same_items) {
            (Some(held), SameItems::Ask) => Err(Fault::SameItem {
                id: held.id,
                quantity: held.lot.quantity.parse().unwrap_or_default(),
            }),
            (Some(held), SameItems::Add) => {
                let sum =
                    held.lot.quantity.parse::<u64>().unwrap_or_default() + u64::from(lot.quantity.pieces());
                let max = *limits::QUANTITY.end();
                if sum > u64::from(max) {
                    let too_large = Violation::QuantityTooLarge { max };
                    return Err(Fault::Cells(Violations::of("quantity", too_large)));
                }
                let after = LotForm {
                    quantity: sum.to_string(),
                    ..held.lot
                };
                let reference = held.reference.or_else(|| reference.map(str::to_owned));
                // Whoever names it later in the call has not seen what was added.
                self.named.insert(held.id);
                self.write(held.id, after, reference);
                Ok((held.id, Did::Added))
            }
            (None, _) | (_, SameItems::Separate) => {
                let id = (self.new_id)();
                self.shelf.put(Held {
                    id,
                    version: 0,
                    reference: reference.map(str::to_owned),
                    lot: form,
                });
                self.named.insert(id);
                self.order.push(id);
                Ok((id, Did::Created))
            }
        }
    }

    fn write(&mut self, id: Uuid, after: LotForm, reference: Option<String>) {
        self.shelf.change(id, after, reference);
        if !self.order.contains(&id) {
            self.order.push(id);
        }
    }
}

/// The lots that are to be deleted, in order.
///
/// # Errors
/// Every fault, with its place; nothing is deleted then.
pub fn deletions(named: &[Named], shelf: &Shelf) -> Result<Vec<Held>, Vec<(usize, Fault)>> {
    let mut ids = HashSet::new();
    let mut faults = Vec::new();
    let mut lots = Vec::with_capacity(named.len());
    for (at, named) in named.iter().enumerate() {
        // As lots have it; one that breaks a rule is no lot's.
        let reference = named.reference.as_deref();
        let reference = reference.and_then(|raw| limits::REFERENCE.check(raw).ok());
        let fault = match shelf.named(named.id, reference.as_deref()) {
            _ if named.id.is_none() && named.reference.is_none() => Fault::Unnamed,
            None => Fault::NoLot,
            Some(held) if named.version.is_some_and(|seen| seen != held.version) => Fault::Changed {
                version: held.version,
            },
            Some(held) if !ids.insert(held.id) => Fault::Twice,
            Some(held) => {
                lots.push(held.clone());
                continue;
            }
        };
        faults.push((at, fault));
    }
    if faults.is_empty() { Ok(lots) } else { Err(faults) }
}

#[cfg(test)]
mod tests;
