//! What comes of a delivery, and how it is written down: only while the lease holds, and never lightly given up, for a
//! mail that was taken and is not marked so goes out again.

use std::time::Duration;

use sea_orm::Condition;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;

use super::forgetting::{LAST_MAILS, emptied};
use super::outbox::{Claim, released};
use super::postman::DeliveryFault;
use super::{PostOffice, masked, sieve};
use crate::entity::outbox;
use crate::error::Error;

/// First wait after an answer of 4xx; doubled each time, in milliseconds.
const FIRST_WAIT: i64 = 10_000;
/// Longest wait after an answer of 4xx: a quarter of an hour.
const LONGEST_WAIT: i64 = 900_000;
/// Longest wait while nobody is there: what has waited leaves soon after the server is back.
const LONGEST_OUTAGE_WAIT: i64 = 30_000;
/// How long a mail that is turned away is tried: three days.
const GIVE_UP: i64 = 3 * 24 * 3_600_000;
/// Most characters of a fault that are kept.
const FAULT_LENGTH: usize = 300;
/// How often an outcome is written before it is left to the lease, and the pause between.
const TRIES: u32 = 5;
const TRY_AGAIN: Duration = Duration::from_secs(1);

/// What came of it.
enum Outcome {
    Sent,
    /// Due again at this time; `counted` as an attempt or not.
    Again {
        due_at: i64,
        counted: bool,
        fault: String,
    },
    Failed {
        fault: String,
    },
}

impl Claim {
    /// Writes down what came of the delivery. `false` means that the lease was over and somebody else owns the mail.
    ///
    /// # Errors
    /// The database's own, after a few tries: a mail that was taken and is not marked so would go out again.
    pub(super) async fn settle(
        self,
        office: &PostOffice,
        answer: &Result<(), DeliveryFault>,
    ) -> Result<bool, Error> {
        let outcome = self.outcome(answer, office.clock.now());
        for _ in 1..TRIES {
            match self.write(office, &outcome).await {
                Ok(held) => return Ok(held),
                // Whatever it was: the token makes a second try harmless.
                Err(_) => tokio::time::sleep(TRY_AGAIN).await,
            }
        }
        Ok(self.write(office, &outcome).await?)
    }

    fn outcome(&self, answer: &Result<(), DeliveryFault>, now: i64) -> Outcome {
        let row = &self.row;
        match answer {
            Ok(()) => Outcome::Sent,
            // Waits again as long as it has waited so far: a doubling that needs no count.
            Err(DeliveryFault::Passing(fault)) => {
                let wait = (now - begun(row)).clamp(FIRST_WAIT, LONGEST_OUTAGE_WAIT);
                Outcome::Again {
                    due_at: now + wait,
                    counted: false,
                    fault: kept(fault),
                }
            }
            Err(DeliveryFault::Rejected(fault)) if now - begun(row) < GIVE_UP => {
                let doublings = u32::try_from(row.attempts.saturating_sub(1)).unwrap_or(0).min(16);
                let wait = (FIRST_WAIT << doublings).min(LONGEST_WAIT);
                Outcome::Again {
                    due_at: now + wait,
                    counted: true,
                    fault: kept(fault),
                }
            }
            Err(DeliveryFault::Rejected(fault) | DeliveryFault::Hopeless(fault)) => {
                Outcome::Failed { fault: kept(fault) }
            }
        }
    }

    async fn write(&self, office: &PostOffice, outcome: &Outcome) -> Result<bool, DbErr> {
        let finished = Expr::value(office.clock.now());
        // The last mail to somebody who has left is the last trace of them (T39).
        let last = LAST_MAILS.contains(&self.row.kind.as_str());
        let update = match outcome {
            Outcome::Sent => released(outbox::Entity::update_many(), "sent")
                .col_expr(outbox::Column::FinishedAt, finished)
                .col_expr(outbox::Column::LastError, Expr::value(Option::<String>::None)),
            Outcome::Again {
                due_at,
                counted,
                fault,
            } => released(outbox::Entity::update_many(), "queued")
                .col_expr(outbox::Column::DueAt, Expr::value(*due_at))
                .col_expr(
                    outbox::Column::Attempts,
                    Expr::value(self.row.attempts - i32::from(!counted)),
                )
                .col_expr(outbox::Column::LastError, Expr::value(fault.as_str())),
            Outcome::Failed { fault } => released(outbox::Entity::update_many(), "failed")
                .col_expr(outbox::Column::FinishedAt, finished)
                .col_expr(
                    outbox::Column::LastError,
                    Expr::value(if last { "turned away" } else { fault.as_str() }),
                ),
        };
        let over = !matches!(outcome, Outcome::Again { .. });
        let update = if last && over { emptied(update) } else { update };
        let mine = Condition::all()
            .add(outbox::Column::Id.eq(self.row.id))
            .add(outbox::Column::State.eq("leased"))
            .add(outbox::Column::LeaseToken.eq(self.token));
        let tx = office.db.begin().await?;
        let changed = update.filter(mine).exec(&tx).await?.rows_affected;
        tx.commit().await?;
        Ok(changed == 1)
    }
}

/// Since when it is tried: a mail that was given up and sent on its way again begins anew.
fn begun(row: &outbox::Model) -> i64 {
    row.retried_at.unwrap_or(row.created_at)
}

/// A fault as it is kept and logged: on one line, short, with addresses masked.
pub(crate) fn kept(fault: &str) -> String {
    let line = sieve::one_line(fault);
    let words = line.split_inclusive(|c: char| {
        c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | '"' | '\'' | ':')
    });
    let shown: String = words
        .map(|word| {
            if word.contains('@') {
                masked(word)
            } else {
                word.to_owned()
            }
        })
        .collect();
    shown.chars().take(FAULT_LENGTH).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t73_a_kept_fault_names_nobody_and_keeps_to_its_line() {
        assert_eq!(
            kept("550 5.1.1 <taro.yamada@example.com>:\r\n no such user"),
            "550 5.1.1 <t…@example.com>: no such user"
        );
        assert_eq!(
            kept("mailbox taro@example.com full"),
            "mailbox t…@example.com full"
        );
        assert_eq!(kept(&"漢".repeat(1_000)).chars().count(), FAULT_LENGTH);
    }
}
