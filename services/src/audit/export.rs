//! The log as a file (CSV, UTF-8 with its mark, for spreadsheets). Nothing in it is a formula to a spreadsheet.

use domain::accounts::StaffRole;
use domain::audit::{Action, Actor, AuditFilter, AuditRow, FILE};
use sea_orm::{EntityTrait, QueryFilter, QuerySelect};

use super::{About, Entry, page, record};
use crate::clock;
use crate::entity::audit;
use crate::error::Answer;
use crate::inventory::stock_file::formulas::tempts;
use crate::lists::newest;
use crate::market::Market;
use crate::proofs::{Acting, may};

/// Entries read at a time.
const STEP: u64 = 2_000;
const HEADINGS: [&str; 9] = [
    "number",
    "at",
    "who",
    "what",
    "application",
    "whom",
    "details",
    "network",
    "erased",
];

/// The entries that a filter asks for, the newest first and at most 100,000. That they were taken out is an entry too.
///
/// # Errors
/// [`domain::refusal::Refusal::NotAllowed`] for whoever is no administrator.
pub async fn export(market: &Market, acting: &Acting, filter: &AuditFilter) -> Answer<Vec<u8>> {
    may(acting.role, StaffRole::may_audit)?;
    let db = market.db.begin_reading().await?;
    let matching = page::matching(&db, filter).await?;
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(HEADINGS).map_err(anyhow::Error::from)?;
    let (mut before, mut written) = (None, 0_u32);
    while written < FILE {
        let all = audit::Entity::find().filter(matching.clone());
        let some = newest(all, audit::Column::Number, before).limit(STEP);
        let found = page::with_names(some).all(&db).await?;
        let Some(last) = found.last() else { break };
        before = Some(last.entry.number);
        for row in found.into_iter().filter_map(page::view) {
            writer.write_record(cells(&row)).map_err(anyhow::Error::from)?;
            written += 1;
        }
    }
    drop(db);
    let bytes = writer
        .into_inner()
        .map_err(|error| anyhow::anyhow!("a file in memory: {error}"))?;
    let tx = market.db.begin().await?;
    let entry = Entry {
        who: acting.into(),
        what: Action::AuditExported,
        about: About::default(),
        details: format!("{written}; {}", filter.query()),
    };
    record(&tx, market.now(), entry).await?;
    tx.commit().await?;
    Ok(bytes)
}

fn cells(row: &AuditRow) -> [String; 9] {
    let who = match &row.who {
        Actor::Staff(name) => name.clone(),
        Actor::Operator => domain::audit::OPERATOR.to_owned(),
    };
    [
        row.number.to_string(),
        clock::written(row.at),
        harmless(&who),
        row.what.word().to_owned(),
        row.application.map_or_else(String::new, |id| id.to_string()),
        harmless(&row.whom),
        harmless(&row.details),
        harmless(&row.network),
        row.erased.to_string(),
    ]
}

/// A text that no spreadsheet takes for a formula (T42). Unlike stock, what is in the log was not trimmed.
fn harmless(text: &str) -> String {
    if tempts(text) || tempts(text.trim_start()) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "\r=1"] {
            assert!(harmless(formula).starts_with('\''), "{formula}");
        }
        for text in ["", "Harbour", "a=b", "山田 太郎"] {
            assert_eq!(harmless(text), text);
        }
    }
}
