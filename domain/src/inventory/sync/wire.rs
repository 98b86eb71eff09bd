//! The messages of protocol 1, with their limits.
//!
//! `POST /api/sync/v1/push` takes a [`Push`] and answers [`Pushed`]; `GET /api/sync/v1/changes` takes a [`Pull`] in its query and
//! answers [`Changes`]; both may answer a [`Stop`] instead. Numbers have fixed sizes, instants are milliseconds since 1970.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::op::Op;
use super::outcome::Outcome;
use super::{CELL_BYTES, PROTOCOL, PUSH_OPS, RESOLVED_AT_ONCE, Row};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pull {
    pub user_id: i64,
    pub company_id: i64,
    /// The last change number that the device has; 0 for everything.
    pub since: i64,
    /// Whether this goes on with a pull of everything.
    pub whole: bool,
    /// Most rows; see [`super::PULL_ROWS`].
    pub limit: u32,
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
        let gap = serde_json::to_string(&Stop::Gap { expected: 7 }).expect("plain types");
        assert_eq!(gap, r#"{"code":"gap","expected":7}"#);
    }
}
