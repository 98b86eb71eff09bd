//! What a file does to a list (Z14): decided by values alone, for the preview and again for the job.
//!
//! A row matches a lot by the eight fields of R116; where several rows, or several lots, are the same item, the first matches the
//! first and the second the second; but where the file tells date codes, a row first looks for a lot with its own, and where the list is replaced, a lot that it
//! meets gets the row's. A lot that somebody has
//! changed after the preview is left as it is, and listed (T45): also where it is another item by now, or is gone.
//!
//! The company's own references come first: a row whose reference a lot has means that lot, and its eight fields have to agree. A
//! row with another reference matches only lots that have none, and gives it to the one it matches. Rows without a reference come
//! last and match what remains.

use std::collections::{HashMap, HashSet};

use super::Mode;
use crate::inventory::SameItem;
use crate::text::limits;

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    pub item: SameItem,
    pub pieces: u32,
    /// The company's own; not empty.
    pub reference: Option<String>,
    /// As it is compared, maybe empty; nothing where the file has no such column.
    pub date_code: Option<String>,
}

/// A lot that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub lot: i64,
    pub pieces: u32,
    pub since: Since,
}

/// What has become of a lot since the person has seen it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    Untouched,
    /// Changed, but the same item; or made since.
    Changed,
    /// It is another item now.
    Other,
    /// It is not there any more.
    Gone,
}

/// A lot on the shelf.
#[derive(Debug, Clone)]
struct Place {
    held: Held,
    is_referenced: bool,
    date_code: String,
}

/// The lots of a company, as far as a file is concerned with them.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    by_item: HashMap<SameItem, Vec<Place>>,
    /// Lots of which no row of the file is the same item.
    others: Vec<Held>,
    /// Lots whose references stand in the file; whether the row with it is the same item is to be seen.
    referred: HashMap<String, Option<(Place, SameItem)>>,
}

impl Shelf {
    /// A shelf for the rows of a file, still empty.
    #[must_use]
    pub fn for_rows(rows: &[FileRow]) -> Self {
        let references = rows.iter().filter_map(|row| row.reference.clone());
        Self {
            by_item: rows.iter().map(|row| (row.item.clone(), Vec::new())).collect(),
            others: Vec::new(),
            referred: references.map(|reference| (reference, None)).collect(),
        }
    }

    /// Puts a lot on it, with its date code as it is compared and the company's own reference of it; oldest first.
    pub fn put(&mut self, item: &SameItem, held: Held, date_code: &str, reference: Option<&str>) {
        let place = Place {
            held,
            is_referenced: reference.is_some(),
            date_code: date_code.to_owned(),
        };
        if let Some(wanted) = reference.and_then(|reference| self.referred.get_mut(reference)) {
            *wanted = Some((place.clone(), item.clone()));
        }
        match self.by_item.get_mut(item) {
            Some(same) => same.push(place),
            None => self.others.push(held),
        }
    }

    fn same(&self, item: &SameItem) -> &[Place] {
        self.by_item.get(item).map_or(&[], Vec::as_slice)
    }

    /// The lot that has the reference of a row.
    fn meant(&self, row: &FileRow) -> Option<&(Place, SameItem)> {
        self.referred.get(row.reference.as_ref()?)?.as_ref()
    }
}

/// What becomes of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Another lot.
    New,
    /// Its quantity is added to that of a lot.
    Merged { lot: i64, from: u32, to: u32 },
    /// A lot gets another quantity, or another date code.
    Changed { lot: i64, from: u32, to: u32 },
    /// A lot is as the row says.
    Unchanged { lot: i64 },
    /// Somebody has changed the lot meanwhile: it stays as it is.
    Left { lot: i64 },
    /// Together it would be more than a lot may have.
    TooMany,
    /// Its reference is that of a lot which is another item.
    ReferenceOfAnother { lot: i64 },
    /// It would be another lot, but its reference is that of one which is there.
    ReferenceKnown { lot: i64 },
}

/// What becomes of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// By row, in the order of the file.
    pub rows: Vec<Deed>,
    /// Lots that are there and get the reference of a row: the place of the row in the order of the file, the lot.
    pub referenced: Vec<(usize, i64)>,
    /// Lots that are changed and get the date code of a row, in the same way.
    pub redated: Vec<(usize, i64)>,
    /// Lots that the file does not have and that go.
    pub missing: Vec<i64>,
    /// Lots that the file does not have and that stay, because they were changed or made meanwhile.
    pub kept: Vec<i64>,
    /// Rows that become new lots although the same item is there already.
    pub doubles: u32,
}

/// Decides what becomes of each row, and of each lot.
#[must_use]
pub fn plan(mode: Mode, rows: &[FileRow], shelf: &Shelf) -> Plan {
    if mode == Mode::Add {
        return addition(rows, shelf);
    }
    let mut deeds: Vec<Option<Deed>> = vec![None; rows.len()];
    let mut met = HashSet::new();
    let mut plan = Plan::default();
    for (at, row) in rows.iter().enumerate() {
        if let Some((place, item)) = shelf.meant(row) {
            let held = place.held;
            met.insert(held.lot);
            deeds[at] = Some(if *item == row.item {
                plan.meet(mode, (at, row), place)
            } else if held.since != Since::Untouched {
                Deed::Left { lot: held.lot }
            } else {
                Deed::ReferenceOfAnother { lot: held.lot }
            });
        }
    }
    for (with_reference, by_date) in [(true, true), (true, false), (false, true), (false, false)] {
        let mut next: HashMap<(&SameItem, Option<&str>), usize> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            let date_code = row.date_code.as_deref().filter(|_| by_date);
            let is_its_turn = row.reference.is_some() == with_reference && date_code.is_some() == by_date;
            if deeds[at].is_some() || !is_its_turn {
                continue;
            }
            let same = shelf.same(&row.item);
            let from = next.entry((&row.item, date_code)).or_default();
            let fits = |place: &Place| {
                !met.contains(&place.held.lot)
                    && (row.reference.is_none() || !place.is_referenced)
                    && date_code.is_none_or(|date_code| date_code == place.date_code)
            };
            let found = same.iter().skip(*from).position(fits);
            *from = found.map_or(same.len(), |found| *from + found + 1);
            let Some(place) = found.and_then(|_| same.get(*from - 1)) else {
                if !by_date {
                    deeds[at] = Some(Deed::New);
                }
                continue;
            };
            met.insert(place.held.lot);
            let done = plan.meet(mode, (at, row), place);
            if with_reference && gets_reference(done) {
                plan.referenced.push((at, place.held.lot));
            }
            deeds[at] = Some(done);
        }
    }
    plan.rows = deeds.into_iter().flatten().collect();
    if mode == Mode::Replace {
        let mut seen = HashSet::new();
        let items = rows.iter().filter(|row| seen.insert(&row.item));
        let on_shelf = items.flat_map(|row| shelf.same(&row.item));
        for held in on_shelf.map(|place| &place.held).chain(&shelf.others) {
            if met.contains(&held.lot) {
                continue;
            }
            match held.since {
                Since::Untouched => plan.missing.push(held.lot),
                Since::Changed | Since::Other => plan.kept.push(held.lot),
                Since::Gone => {}
            }
        }
        plan.missing.sort_unstable();
        plan.kept.sort_unstable();
    }
    plan
}

/// Every row is another lot; one with a reference that is known would be there twice.
fn addition(rows: &[FileRow], shelf: &Shelf) -> Plan {
    let mut plan = Plan::default();
    for row in rows {
        plan.rows.push(match shelf.meant(row) {
            Some((place, _)) => Deed::ReferenceKnown { lot: place.held.lot },
            None => Deed::New,
        });
        plan.doubles += u32::from(!shelf.same(&row.item).is_empty());
    }
    plan
}

/// Whether the lot that a row matches becomes what the row says.
const fn gets_reference(deed: Deed) -> bool {
    matches!(
        deed,
        Deed::Merged { .. } | Deed::Changed { .. } | Deed::Unchanged { .. }
    )
}

impl Plan {
    /// What becomes of a row that matches a lot.
    fn meet(&mut self, mode: Mode, (at, row): (usize, &FileRow), place: &Place) -> Deed {
        let Held {
            lot,
            pieces: from,
            since,
        } = place.held;
        let redated = row
            .date_code
            .as_ref()
            .filter(|date_code| **date_code != place.date_code);
        let is_redated = mode == Mode::Replace && redated.is_some();
        let to = match mode {
            Mode::Merge => from.saturating_add(row.pieces),
            Mode::Add | Mode::Replace => row.pieces,
        };
        if matches!(since, Since::Other | Since::Gone) {
            Deed::Left { lot }
        } else if mode == Mode::Replace && from == to && !is_redated {
            Deed::Unchanged { lot }
        } else if since == Since::Changed {
            Deed::Left { lot }
        } else if !limits::QUANTITY.contains(&to) {
            Deed::TooMany
        } else if mode == Mode::Merge {
            Deed::Merged { lot, from, to }
        } else {
            if is_redated {
                self.redated.push((at, lot));
            }
            Deed::Changed { lot, from, to }
        }
    }
}

#[cfg(test)]
mod tests;
