//! Conflicts that were settled elsewhere, while the device that met them still asks: by an administrator on the page.
//!
//! A device names what waits on it in each pull, a part at a time where it is much, and the market answers which of them are
//! settled. Nothing is counted and nothing can be missed: whatever happened to earlier answers, the device asks again for as long as
//! it would ask the person. What it is told holds for the life of the database that told it. In a new life every such conflict
//! waits again until the market says otherwise once more, for a backup may not know that it was settled.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::ASKED_AT_ONCE;
use super::local::{Elsewhere, LocalTx, Open, StoreFault};
use super::outcome::ConflictId;

/// A conflict that a device asked about, and that is settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettledElsewhere {
    pub id: ConflictId,
    /// The lot.
    pub item_id: Uuid,
    /// The user who settled it; `None` where the account is gone.
    pub by: Option<i64>,
    /// Their name, while they are one of the company's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// By the market's clock, in milliseconds since 1970.
    pub at: i64,
}

/// What the next pull asks about: what waits, from behind the last one that was asked about, and from the beginning again.
pub(super) async fn asks<T: LocalTx>(
    tx: &mut T,
    last: Option<ConflictId>,
) -> Result<Vec<ConflictId>, StoreFault> {
    let conflicts = tx.conflicts().await?;
    let waiting = conflicts.iter().filter(|open| open.waits());
    let mut ids: Vec<_> = waiting.map(|open| open.conflict.id).collect();
    ids.sort_unstable();
    let asked = ids.partition_point(|id| Some(*id) <= last);
    ids.rotate_left(asked);
    ids.truncate(ASKED_AT_ONCE);
    Ok(ids)
}

/// Takes in what the market told; answers whether anything was new. A choice that was made meanwhile stands: its op is on its way, and
/// is decided like any other.
pub(super) async fn take<T: LocalTx>(tx: &mut T, settled: &[SettledElsewhere]) -> Result<bool, StoreFault> {
    let mut was_told = false;
    for told in settled {
        let Some(open) = tx.conflict(told.id).await?.filter(Open::waits) else {
            continue;
        };
        let elsewhere = Some(Elsewhere {
            by: told.by,
            name: told.name.clone(),
            at: told.at,
            noted: false,
        });
        tx.put_conflict(&Open { elsewhere, ..open }).await?;
        was_told = true;
    }
    Ok(was_told)
}

/// The market begins a new life, and may not know of what it told before.
pub(super) async fn reopen<T: LocalTx>(tx: &mut T) -> Result<(), StoreFault> {
    for open in tx.conflicts().await? {
        if open.elsewhere.is_some() {
            let elsewhere = None;
            tx.put_conflict(&Open { elsewhere, ..open }).await?;
        }
    }
    Ok(())
}

/// Forgets what was settled elsewhere before an instant of the market's clock: no backup is that old.
pub(super) async fn forget_before<T: LocalTx>(tx: &mut T, at: i64) -> Result<(), StoreFault> {
    for open in tx.conflicts().await? {
        if open.elsewhere.is_some_and(|elsewhere| elsewhere.at < at) {
            tx.drop_conflict(open.conflict.id).await?;
        }
    }
    Ok(())
}

/// The person has taken note that these were settled elsewhere.
///
/// # Errors
/// Those of the store.
pub async fn note<T: LocalTx>(tx: &mut T, ids: &[ConflictId]) -> Result<(), StoreFault> {
    for id in ids {
        let Some(open) = tx.conflict(*id).await? else {
            continue;
        };
        if let Some(elsewhere) = open.elsewhere {
            let elsewhere = Some(Elsewhere {
                noted: true,
                ..elsewhere
            });
            tx.put_conflict(&Open { elsewhere, ..open }).await?;
        }
    }
    Ok(())
}

/// Conflicts in a query, by their words. A word that is not understood is left out: a program may be ahead of the market that
/// answers it.
pub(super) mod words {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::ConflictId;

    pub(in crate::inventory::sync) fn of(ids: &[ConflictId]) -> String {
        let words: Vec<_> = ids.iter().map(|id| id.word()).collect();
        words.join(",")
    }

    pub(in crate::inventory::sync) fn serialize<S: Serializer>(
        ids: &[ConflictId],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&of(ids))
    }

    pub(in crate::inventory::sync) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<ConflictId>, D::Error> {
        let words = String::deserialize(deserializer)?;
        Ok(words.split(',').filter_map(ConflictId::of_word).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::outcome::Topic;
    use super::super::wire::{Changes, Pull};
    use super::*;

    fn id(n: u128, topic: Topic) -> ConflictId {
        let op_id = Uuid::from_u128(n);
        ConflictId { op_id, topic }
    }

    fn pull(asks: Vec<ConflictId>) -> Pull {
        Pull {
            user_id: 1,
            company_id: 7,
            since: 3,
            whole: false,
            limit: 30,
            asks,
        }
    }

    #[test]
    fn a_pull_names_conflicts_by_their_words() {
        let plain = "user_id=1&company_id=7&since=3&whole=false&limit=30";
        assert_eq!(pull(Vec::new()).query(), plain);
        let asked = pull(vec![id(1, Topic::Row), id(2, Topic::Remarks)]);
        let words = "00000000000000000000000000000001.row,00000000000000000000000000000002.remarks";
        assert_eq!(asked.query(), format!("{plain}&asks={words}"));
        let json = serde_json::to_string(&asked).expect("plain types");
        assert!(json.ends_with(&format!(r#""asks":"{words}"}}"#)), "{json}");
        assert_eq!(serde_json::from_str::<Pull>(&json).expect("as written"), asked);
    }

    #[test]
    fn older_and_newer_programs_understand_each_other() {
        let older = r#"{"user_id":1,"company_id":7,"since":3,"whole":false,"limit":30}"#;
        let read = serde_json::from_str::<Pull>(older).expect("nothing is missed");
        assert_eq!(read, pull(Vec::new()));
        let newer = older.replace(
            '}',
            r#","asks":"x,00000000000000000000000000000001.weather,00000000000000000000000000000001.row"}"#,
        );
        let read = serde_json::from_str::<Pull>(&newer).expect("what is not known is left out");
        assert_eq!(read, pull(vec![id(1, Topic::Row)]));
        let older = r#"{"rows":[],"next":3,"db_epoch":"00000000-0000-0000-0000-000000000001","more":false,"reset":false}"#;
        let changes = serde_json::from_str::<Changes>(older).expect("nothing is missed");
        assert_eq!(changes.settled, []);
        assert_eq!(serde_json::to_string(&changes).expect("plain types"), older);
    }
}
