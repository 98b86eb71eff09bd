//! The messages of protocol 1, with their limits.
//!
//! | route | takes | answers |
//! |---|---|---|
//! | `GET /api/sync/v1/hello` | nothing | [`Hello`] |
//! | `POST /api/sync/v1/push` | [`Push`] as JSON | [`Pushed`] |
//! | `GET /api/sync/v1/changes` | [`Pull`] in its query | [`Changes`] |
//! | `GET /api/sync/v1/history` | [`Past`] in its query | [`History`] |
//!
//! Each may answer a [`Stop`] instead, as JSON too, with [`Stop::status`]. Numbers have fixed sizes, instants are milliseconds
//! since 1970.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::elsewhere::{SettledElsewhere, words};
use super::op::Op;
use super::outcome::{ConflictId, Outcome};
use super::{CELL_BYTES, PROTOCOL, PUSH_OPS, RESOLVED_AT_ONCE, Row};
use crate::inventory::lot::LotForm;

/// Where the routes are. Another protocol has other addresses.
pub const HELLO_AT: &str = "/api/sync/v1/hello";
pub const PUSH_AT: &str = "/api/sync/v1/push";
pub const CHANGES_AT: &str = "/api/sync/v1/changes";
pub const HISTORY_AT: &str = "/api/sync/v1/history";

/// Who is signed in and whose stock it is: what a browser needs to open its store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    pub user_id: i64,
    pub company_id: i64,
    pub db_epoch: Uuid,
    /// The newest form of ops that the market understands.
    pub schema: u16,
    /// The person's name, as colleagues see it.
    pub name: String,
    /// The company's name, which no cell may hold (Z17): what [`super::Judge`] is made with.
    pub company: String,
    /// The year in Japan, for a device whose clock runs years behind; 0 where an older market does not say.
    #[serde(default)]
    pub year: u16,
    /// The nine digits of the account; empty where an older market does not say.
    #[serde(default)]
    pub number: String,
}

/// Ops of one device, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Push {
    pub protocol: u16,
    /// In which the device writes ops; each op has its own.
    pub schema: u16,
    pub client_id: Uuid,
    /// Who wrote them. The session says who sends them, and on a shared device that may be somebody else by now.
    pub user_id: i64,
    pub company_id: i64,
    /// Of which life of the database the device's rows are.
    pub db_epoch: Uuid,
    /// The number of the first op.
    pub first_n: i64,
    pub ops: Vec<Op>,
}

/// The answer to a [`Push`]: every op of it is decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pushed {
    /// The last op that is decided.
    pub last_n: i64,
    pub db_epoch: Uuid,
    /// The company's change number afterwards.
    pub seq: i64,
    /// The market's clock.
    pub at: i64,
    /// One for each op, in order.
    pub results: Vec<Answered>,
    /// Every lot that the ops name, as it is now.
    pub rows: Vec<Row>,
}

/// What became of one op.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub n: i64,
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// Asks for what has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pull {
    pub user_id: i64,
    pub company_id: i64,
    /// The last change number that the device has; 0 for everything.
    pub since: i64,
    /// Whether this goes on with a pull of everything.
    pub whole: bool,
    /// Most rows; see [`super::PULL_ROWS`].
    pub limit: u32,
    /// Conflicts that wait on the device, at most [`super::ASKED_AT_ONCE`]: has somebody settled them?
    #[serde(default, with = "words", skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<ConflictId>,
}

/// The answer to a [`Pull`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// Tombstones included, by change number.
    pub rows: Vec<Row>,
    /// Where to go on.
    pub next: i64,
    pub db_epoch: Uuid,
    /// Whether there is more behind `next`.
    pub more: bool,
    /// This is the first page of everything: what is not in these pages is no more.
    pub reset: bool,
    /// Those of [`Pull::asks`] that are settled.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settled: Vec<SettledElsewhere>,
}

/// Asks for what happened to one lot, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    pub user_id: i64,
    pub company_id: i64,
    /// The lot's public id.
    pub item: Uuid,
    /// Only versions below this one; `None` begins with the newest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<i32>,
}

/// The answer to a [`Past`]: one page. To go back to a state is an ordinary op that the device makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    pub item_id: Uuid,
    /// By version, newest first; versions may be missing where a batch changed the lot more than once.
    pub states: Vec<State>,
    /// Whether there are older ones.
    pub more: bool,
}

/// A lot as it was after a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    pub version: i32,
    /// By the market's clock.
    pub at: i64,
    /// The user; `None` where it is not known any more.
    pub by: Option<i64>,
    /// Their name, while they are one of the company's.
    pub name: Option<String>,
    pub source: Source,
    pub is_deleted: bool,
    pub lot: LotForm,
}

/// Where a change came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Source {
    Device {
        client_id: Uuid,
        /// The name of its token, where it is a system of the company's own.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        system: String,
        /// Its browser and system, where they are known.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        name: String,
    },
    Import {
        file: String,
    },
    /// Not known any more.
    Unknown,
}

/// Why a whole message was not dealt with. Nothing of it was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Stop {
    /// Nobody is signed in. The queue stays.
    SignIn,
    /// The person is none of the company's, or may not edit stock any more.
    CompanyGone,
    /// The ops are somebody else's.
    ClientNotYours,
    /// Ops are missing before these; the next one is expected to have this number.
    Gap { expected: i64 },
    /// The database was restored from a backup, and has begun a new life.
    Epoch { db_epoch: Uuid },
    /// The device's program is too old; this form of ops is the oldest that is understood.
    UpgradeRequired { oldest: u16 },
    /// More ops or bytes than a push may have.
    TooLarge,
    /// A fault of the device's program.
    Malformed { why: Malformed },
    /// Worth trying again after so many seconds.
    Busy { seconds: u32 },
}

/// What no device of ours would send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Malformed {
    /// Nothing that can be read as what was expected.
    Unreadable,
    /// Another protocol.
    Protocol,
    /// No op at all.
    Empty,
    /// Numbers that do not follow each other from `first_n`, or begin below 1.
    Numbers,
    /// The same op twice.
    Twice,
    /// A cell that no rule could allow.
    Cell,
    /// More conflicts settled by one op than [`RESOLVED_AT_ONCE`].
    Resolves,
    /// A number that was given to another op before.
    Reused,
}

impl Stop {
    /// The status of the answer.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::SignIn => 401,
            Self::CompanyGone | Self::ClientNotYours => 403,
            Self::Gap { .. } | Self::Epoch { .. } | Self::UpgradeRequired { .. } => 409,
            Self::TooLarge => 413,
            Self::Malformed { .. } => 422,
            Self::Busy { .. } => 503,
        }
    }
}

impl Pull {
    /// As the query of [`CHANGES_AT`].
    #[must_use]
    pub fn query(&self) -> String {
        let Self {
            user_id,
            company_id,
            since,
            whole,
            limit,
            asks,
        } = self;
        let asks = match asks.as_slice() {
            [] => String::new(),
            asks => format!("&asks={}", words::of(asks)),
        };
        format!("user_id={user_id}&company_id={company_id}&since={since}&whole={whole}&limit={limit}{asks}")
    }
}

impl Past {
    /// As the query of [`HISTORY_AT`].
    #[must_use]
    pub fn query(&self) -> String {
        let Self {
            user_id,
            company_id,
            item,
            before,
        } = self;
        let before = before
            .map(|before| format!("&before={before}"))
            .unwrap_or_default();
        format!("user_id={user_id}&company_id={company_id}&item={item}{before}")
    }
}

impl Push {
    /// Judges the shape: what can be said without looking anything up.
    ///
    /// # Errors
    /// [`Stop::TooLarge`] or [`Stop::Malformed`]; both are faults of the sending program.
    pub fn check(&self) -> Result<(), Stop> {
        if self.ops.len() > PUSH_OPS {
            return Err(Stop::TooLarge);
        }
        self.fault().map_or(Ok(()), |why| Err(Stop::Malformed { why }))
    }

    fn fault(&self) -> Option<Malformed> {
        let in_order = || (self.first_n..).zip(&self.ops).all(|(n, op)| op.n == n);
        let mut ids: Vec<_> = self.ops.iter().map(|op| op.op_id).collect();
        ids.sort_unstable();
        let cells = || self.ops.iter().flat_map(Op::cells);
        if self.protocol != PROTOCOL {
            Some(Malformed::Protocol)
        } else if self.ops.is_empty() {
            Some(Malformed::Empty)
        } else if self.first_n < 1 || self.first_n > i64::MAX / 2 || !in_order() {
            Some(Malformed::Numbers)
        } else if ids.windows(2).any(|pair| pair[0] == pair[1]) {
            Some(Malformed::Twice)
        } else if cells().any(|cell| cell.len() > CELL_BYTES) {
            Some(Malformed::Cell)
        } else if self.ops.iter().any(|op| op.resolves.len() > RESOLVED_AT_ONCE) {
            Some(Malformed::Resolves)
        } else {
            None
        }
    }

    /// The number of the last op.
    #[must_use]
    pub fn last_n(&self) -> i64 {
        self.ops.last().map_or(self.first_n, |op| op.n)
    }
}

#[cfg(test)]
mod tests {
    use super::super::op::Act;
    use super::super::units::Set;
    use super::*;

    fn push(ops: i64) -> Push {
        let op = |n: i64| Op {
            n,
            op_id: Uuid::from_u128(n.unsigned_abs().into()),
            item_id: Uuid::from_u128(1),
            base_version: 1,
            schema: 1,
            made_at: 0,
            resolves: Vec::new(),
            act: Act::Update { set: Set::default() },
        };
        Push {
            protocol: PROTOCOL,
            schema: 1,
            client_id: Uuid::from_u128(9),
            user_id: 1,
            company_id: 1,
            db_epoch: Uuid::from_u128(8),
            first_n: 41,
            ops: (41..41 + ops).map(op).collect(),
        }
    }

    fn fault(change: impl FnOnce(&mut Push)) -> Result<(), Stop> {
        let mut push = push(3);
        change(&mut push);
        push.check()
    }

    #[test]
    fn a_push_holds_two_hundred_ops_in_order() {
        assert_eq!(push(200).check(), Ok(()));
        assert_eq!(push(201).check(), Err(Stop::TooLarge));
        assert_eq!(push(200).last_n(), 240);
        let malformed = |why| Err(Stop::Malformed { why });
        assert_eq!(push(0).check(), malformed(Malformed::Empty));
        assert_eq!(fault(|push| push.protocol = 2), malformed(Malformed::Protocol));
        assert_eq!(fault(|push| push.first_n = 40), malformed(Malformed::Numbers));
        assert_eq!(fault(|push| push.ops[1].n = 41), malformed(Malformed::Numbers));
        assert_eq!(
            fault(|push| push.ops[2].op_id = push.ops[0].op_id),
            malformed(Malformed::Twice)
        );
        assert_eq!(
            fault(|push| {
                let remarks = "x".repeat(CELL_BYTES + 1);
                let seen = crate::inventory::LotForm {
                    remarks,
                    ..Default::default()
                };
                push.ops[0].act = Act::Delete { seen };
            }),
            malformed(Malformed::Cell)
        );
    }

    #[test]
    fn messages_are_read_as_they_were_written() {
        let json = serde_json::to_string(&push(2)).expect("plain types");
        assert_eq!(serde_json::from_str::<Push>(&json).expect("as written"), push(2));
        let answered = Answered {
            n: 41,
            outcome: Outcome::Applied { version: 9 },
        };
        let json = serde_json::to_string(&answered).expect("plain types");
        assert_eq!(json, r#"{"n":41,"outcome":"applied","version":9}"#);
        assert_eq!(
            serde_json::from_str::<Answered>(&json).expect("as written"),
            answered
        );
        let source = serde_json::to_string(&Source::Import { file: "a.csv".into() }).expect("plain types");
        assert_eq!(source, r#"{"from":"import","file":"a.csv"}"#);
        let gap = serde_json::to_string(&Stop::Gap { expected: 7 }).expect("plain types");
        assert_eq!(gap, r#"{"code":"gap","expected":7}"#);
    }
}
