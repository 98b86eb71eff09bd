//! What was found in a file, counted and shown kind by kind.

use std::collections::{BTreeMap, HashMap};

use domain::inventory::importing::{Counts, Deed, How, Kind, Plan, RowView};
use domain::inventory::stock_file::{FileFault, RowFault};
use domain::inventory::{Column, Lot, LotForm};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::PAGE;
use crate::entity::lot;
use crate::error::Answer;
use crate::inventory::references;
use crate::inventory::stock_file::{KeptRow, Look};
use crate::market::Market;

/// All that is known of a file.
pub(in crate::inventory) struct Found {
    pub(in crate::inventory) look: Look,
    plan: Plan,
    /// Faults by row.
    pub(in crate::inventory) wrong: BTreeMap<u32, Vec<(Option<Column>, FileFault)>>,
}

impl Found {
    /// `over` is what is wrong with rows where the list is looked at.
    pub(super) fn of(look: Look, plan: Plan, over: Vec<RowFault>) -> Self {
        let mut wrong: BTreeMap<u32, Vec<(Option<Column>, FileFault)>> = BTreeMap::new();
        let faults = look.faults.list.iter().filter(|fault| fault.row > 1).cloned();
        for RowFault { row, column, fault } in faults.chain(over) {
            wrong.entry(row).or_default().push((column, fault));
        }
        Self { look, plan, wrong }
    }

    pub(super) fn counts(&self, how: &How) -> Counts {
        let mut counts = Counts {
            rows: self.look.rows,
            wrong: self.wrong.len() as u32,
            doubtful: self.look.doubts,
            missing: self.plan.missing.len() as u32,
            left_out: how.corrections.values().filter(|row| row.left_out).count() as u32,
            doubles: self.plan.doubles,
            referenced: self.plan.referenced.len() as u32,
            ..Counts::default()
        };
        for deed in &self.plan.rows {
            match kind_of(*deed) {
                Some(Kind::New) => counts.new += 1,
                Some(Kind::Merged) => counts.merged += 1,
                Some(Kind::Changed) => counts.changed += 1,
                Some(Kind::Unchanged) => counts.unchanged += 1,
                _ => {}
            }
        }
        counts
    }

    /// The rows of one kind from a place on.
    pub(super) async fn rows(
        &self,
        market: &Market,
        kind: Kind,
        from: usize,
        how: &How,
    ) -> Answer<Vec<RowView>> {
        Ok(match kind {
            Kind::Wrong => self.wrong_rows(from),
            Kind::Doubtful => self
                .look
                .doubtful
                .iter()
                .skip(from)
                .take(PAGE)
                .map(doubtful)
                .collect(),
            Kind::Missing => self.missing(market, from).await?,
            Kind::LeftOut => left_out(how, from),
            Kind::New | Kind::Merged | Kind::Changed | Kind::Unchanged => {
                self.deeds(market, kind, from).await?
            }
        })
    }

    /// What a wrong row says; nothing where its cells cannot be told apart, or are not kept.
    pub(super) fn said(&self, row: u32) -> Vec<String> {
        // Both lists are in the order of the file.
        if let Ok(at) = self.look.wrong.binary_search_by_key(&row, |kept| kept.row) {
            return self.look.wrong[at].cells.clone();
        }
        match self.look.lots.binary_search_by_key(&row, |(row, _)| *row) {
            Ok(at) => self.cells(row, &self.look.lots[at].1),
            Err(_) => Vec::new(),
        }
    }

    /// The cells of a row that has too many or too few; nothing of any other.
    pub(super) fn uneven(&self, row: u32) -> &[String] {
        self.look.uneven.get(&row).map_or(&[], Vec::as_slice)
    }

    fn wrong_rows(&self, from: usize) -> Vec<RowView> {
        let kept: HashMap<u32, &KeptRow> = self.look.wrong.iter().map(|row| (row.row, row)).collect();
        let page = self.wrong.iter().skip(from).take(PAGE);
        page.map(|(row, faults)| RowView {
            row: *row,
            cells: self.said(*row),
            faults: faults.clone(),
            repairs: kept.get(row).map(|row| row.repairs.clone()).unwrap_or_default(),
            uneven: self.uneven(*row).to_vec(),
            ..RowView::default()
        })
        .collect()
    }

    async fn deeds(&self, market: &Market, kind: Kind, from: usize) -> Answer<Vec<RowView>> {
        let all = self.plan.rows.iter().zip(&self.look.lots).enumerate();
        let page: Vec<_> = all
            .filter(|(_, (deed, _))| kind_of(**deed) == Some(kind))
            .skip(from)
            .take(PAGE)
            .collect();
        let redated: HashMap<usize, i64> = self.plan.redated.iter().copied().collect();
        let lots = page.iter().filter_map(|(at, _)| redated.get(at).copied());
        let former: HashMap<i64, String> = lot::Entity::find()
            .select_only()
            .columns([lot::Column::Id, lot::Column::DateCode])
            .filter(lot::Column::Id.is_in(lots))
            .into_tuple::<(i64, String)>()
            .all(market.db.reader())
            .await?
            .into_iter()
            .collect();
        let view = |(at, (deed, (row, lot))): (usize, (&Deed, &(u32, Lot)))| RowView {
            row: *row,
            cells: self.cells(*row, lot),
            pieces: match *deed {
                Deed::Merged { from, to, .. } | Deed::Changed { from, to, .. } => Some((from, to)),
                _ => None,
            },
            former_date_code: redated.get(&at).and_then(|lot| former.get(lot)).cloned(),
            ..RowView::default()
        };
        Ok(page.into_iter().map(view).collect())
    }

    /// What a good row says.
    fn cells(&self, row: u32, lot: &Lot) -> Vec<String> {
        let reference = self.look.references.get(&row).cloned();
        in_columns(&self.look.columns, &lot.to_form(), reference)
    }

    async fn missing(&self, market: &Market, from: usize) -> Answer<Vec<RowView>> {
        let db = market.db.reader();
        let page: Vec<i64> = self.plan.missing.iter().skip(from).take(PAGE).copied().collect();
        let mut references = references::of_lots(db, &page).await?;
        let rows = lot::Entity::find()
            .filter(lot::Column::Id.is_in(page))
            .order_by_asc(lot::Column::Id)
            .all(db)
            .await?;
        let view = |row: lot::Model| RowView {
            row: 0,
            cells: {
                let reference = references.remove(&row.id);
                in_columns(&self.look.columns, &row.into_form(), reference)
            },
            ..RowView::default()
        };
        Ok(rows.into_iter().map(view).collect())
    }
}

const fn kind_of(deed: Deed) -> Option<Kind> {
    match deed {
        Deed::New => Some(Kind::New),
        Deed::Merged { .. } => Some(Kind::Merged),
        Deed::Changed { .. } => Some(Kind::Changed),
        Deed::Unchanged { .. } => Some(Kind::Unchanged),
        Deed::Left { .. } | Deed::TooMany | Deed::ReferenceOfAnother { .. } | Deed::ReferenceKnown { .. } => {
            None
        }
    }
}

/// The cells of a lot in the columns of a file.
fn in_columns(columns: &[Column], form: &LotForm, reference: Option<String>) -> Vec<String> {
    let mut cells = form.cells().map(str::to_owned).to_vec();
    if columns.contains(&Column::DateCode) {
        cells.push(form.date_code.clone());
    }
    if columns.contains(&Column::Reference) {
        cells.push(reference.unwrap_or_default());
    }
    cells
}

fn doubtful(row: &KeptRow) -> RowView {
    RowView {
        row: row.row,
        cells: row.cells.clone(),
        repairs: row.repairs.clone(),
        ..RowView::default()
    }
}

fn left_out(how: &How, from: usize) -> Vec<RowView> {
    let rows = how.corrections.iter().filter(|(_, row)| row.left_out);
    let page = rows.skip(from).take(PAGE);
    page.map(|(row, _)| RowView {
        row: *row,
        ..RowView::default()
    })
    .collect()
}
