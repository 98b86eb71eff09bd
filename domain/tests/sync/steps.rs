//! Single steps between a device and the market, where the story is short enough to be told at once.

use domain::inventory::sync::delivery::{self, Absorbed};
use domain::inventory::sync::elsewhere::SettledElsewhere;
use domain::inventory::sync::feed::{self, Look, Reach};
use domain::inventory::sync::local::{LocalStore, LocalTx, StoreFault};
use domain::inventory::sync::queue::{NotNoted, Noted, Wish};
use domain::inventory::sync::wire::{Malformed, Pull, Push, Stop};
use domain::inventory::sync::{ConflictId, KEPT_ANSWERED, Op, Outcome, Refused, Row};
use uuid::Uuid;

use crate::market::{COMPANY, FORBIDDEN, UNREADABLE, schemas};
use crate::now;
use crate::pair::{Device, ITEM, form, lot, market, send, shared};
use crate::store::Room;

#[test]
fn an_edit_joins_what_waits_and_never_what_was_sent() {
    let (_, mut mine, _) = shared();
    let Noted::Queued { op_id } = mine.change((1, "a"), (2, "a")) else {
        panic!("an op of its own")
    };
    assert_eq!(mine.change((2, "a"), (3, "b")), Noted::Joined { op_id });
    assert_eq!(mine.change((3, "b"), (3, "b")), Noted::Nothing);
    mine.prepare().expect("one op");
    assert!(matches!(mine.change((3, "b"), (4, "b")), Noted::Queued { .. }));
    let numbers: Vec<_> = mine
        .queue()
        .iter()
        .map(|queued| (queued.op.n, queued.sent))
        .collect();
    assert_eq!(numbers, [(2, true), (3, false)]);
}

#[test]
fn edits_that_did_not_see_each_other_stay_two() {
    let (_, mut mine, _) = shared();
    mine.change((1, "a"), (2, "a"));
    assert!(matches!(mine.change((1, "a"), (3, "a")), Noted::Queued { .. }));
}

#[test]
fn a_batch_whose_answer_was_lost_is_answered_from_the_ledger() {
    let (mut market, mut mine, _) = shared();
    mine.change((1, "a"), (2, "a"));
    let push = mine.prepare().expect("one op");
    let first = send(&mut market, 1, &push).expect("taken");
    mine.change((2, "a"), (3, "a"));
    let both = mine.prepare().expect("the same and one more");
    assert_eq!(both.ops[0], push.ops[0]);
    let second = send(&mut market, 1, &both).expect("taken");
    assert_eq!(second.results[0], first.results[0]);
    assert_eq!((second.last_n, second.seq), (3, 3));
    assert_eq!(market.tables.rows[&ITEM].version, 3);
}

#[test]
fn a_number_that_was_given_to_another_op_stops_the_whole_batch() {
    let (mut market, mut mine, _) = shared();
    mine.change((1, "a"), (2, "a"));
    let mut push = mine.prepare().expect("one op");
    send(&mut market, 1, &push).expect("taken");
    push.ops[0].op_id = Uuid::from_u128(5);
    let why = Malformed::Reused;
    assert_eq!(send(&mut market, 1, &push), Err(Stop::Malformed { why }));
}

#[test]
fn one_bad_op_in_two_hundred_keeps_nobody_waiting() {
    let mut market = market();
    let mut mine = Device::of(1);
    mine.pull(&mut market);
    for at in 0..200 {
        let remarks = if at == 77 { FORBIDDEN } else { "a" };
        let wish = Wish::Create { lot: lot(1, remarks) };
        mine.try_wish(Uuid::from_u128(at + 10), wish).expect("room");
    }
    mine.sync(&mut market);
    assert_eq!(mine.queue().len(), 0);
    assert_eq!((market.tables.rows.len(), mine.store.rejected.len()), (199, 1));
}

#[test]
fn a_restored_market_gets_back_what_it_forgot() {
    let (mut market, mut mine, _) = shared();
    let backup = market.tables.clone();
    mine.change((1, "a"), (2, "a"));
    mine.sync(&mut market);
    market.restore(backup, Uuid::from_u128(78));
    // It asks behind a number that the backup does not reach, and is told everything at once.
    assert_eq!(mine.pull(&mut market), Absorbed::Anew);
    assert_eq!(mine.row().lot, form(1, "a"));
    let probe = mine.prepare().expect("the last one again");
    assert_eq!((probe.first_n, probe.db_epoch), (2, Uuid::from_u128(78)));
    mine.sync(&mut market);
    assert_eq!(market.tables.rows[&ITEM].lot, form(2, "a"));
}

#[test]
fn ops_that_are_missed_are_sent_again_under_their_numbers() {
    let (mut market, mut mine, _) = shared();
    let backup = market.tables.clone();
    for quantity in 2..5 {
        mine.change((quantity - 1, "a"), (quantity, "a"));
        mine.sync(&mut market);
    }
    market.restore(backup, Uuid::from_u128(78));
    mine.pull(&mut market);
    let push = mine.prepare().expect("the last one");
    let expected = 2;
    assert_eq!(send(&mut market, 1, &push), Err(Stop::Gap { expected }));
    mine.resend(expected);
    assert_eq!(mine.queue().len(), 3);
    mine.sync(&mut market);
    assert_eq!(market.tables.rows[&ITEM].lot, form(4, "a"));
}

#[test]
fn what_a_restored_market_forgot_comes_back_even_after_the_person_was_away() {
    let (mut market, mut mine, _) = shared();
    let backup = market.tables.clone();
    mine.change((1, "a"), (2, "a"));
    mine.sync(&mut market);
    mine.change((2, "a"), (2, "b"));
    mine.sync(&mut market);
    market.restore(backup, Uuid::from_u128(78));
    mine.pull(&mut market);
    mine.prepare().expect("the last one");
    // Not a member for a while: what was on its way is given up, with a gap behind it.
    mine.give_up();
    let push = mine.prepare().expect("the one before");
    assert_eq!(push.first_n, 2);
    mine.sync(&mut market);
    assert_eq!(market.tables.rows[&ITEM].lot, form(2, "a"));
}

#[test]
fn without_the_old_ops_the_rest_is_numbered_anew_and_nothing_is_doubled() {
    let (mut market, mut mine, _) = shared();
    let backup = market.tables.clone();
    mine.change((1, "a"), (2, "a"));
    mine.sync(&mut market);
    mine.change((2, "a"), (2, "b"));
    mine.sync(&mut market);
    mine.store.acked.remove(&2);
    market.restore(backup, Uuid::from_u128(78));
    mine.pull(&mut market);
    mine.prepare();
    let before = mine.store.meta.client_id;
    mine.resend(2);
    assert_ne!(mine.store.meta.client_id, before);
    // The creation goes along, and is known by its id.
    let numbers: Vec<_> = mine.queue().iter().map(|queued| queued.op.n).collect();
    assert_eq!(numbers, [1, 2]);
    mine.sync(&mut market);
    assert_eq!(market.tables.rows[&ITEM].lot, form(1, "b"));
    assert_eq!(mine.store.rejected.len(), 0);
}

#[test]
fn answered_ops_are_kept_for_a_week_of_the_market() {
    let (mut market, mut mine, _) = shared();
    mine.change((1, "a"), (2, "a"));
    let push = mine.prepare().expect("one op");
    let mut pushed = send(&mut market, 1, &push).expect("taken");
    pushed.at += KEPT_ANSWERED + 1;
    mine.settle(&pushed);
    assert_eq!(mine.store.acked.keys().copied().collect::<Vec<_>>(), [2]);
}

#[test]
fn what_nobody_can_read_is_kept_and_leaves_its_number_to_nothing() {
    let (mut market, mut mine, _) = shared();
    mine.change((1, "a"), (1, UNREADABLE));
    let store = &mut mine.store;
    let lifted = now(async {
        let mut tx = store.begin().await?;
        delivery::lift(&mut tx, schemas(2)).await?;
        tx.commit().await
    });
    lifted.expect("a store");
    let why = Refused::SchemaLost { sent: false };
    assert!(mine.store.rejected.values().all(|rejected| rejected.why == why));
    assert_eq!(mine.store.rejected.len(), 1);
    market.newest = 2;
    mine.sync(&mut market);
    assert_eq!((mine.queue().len(), market.tables.rows[&ITEM].version), (0, 1));
}

#[test]
fn whoever_is_no_member_any_more_takes_the_edits_along() {
    let (mut market, mut mine, _) = shared();
    mine.change((1, "a"), (2, "a"));
    let push = mine.prepare().expect("one op");
    mine.change((2, "a"), (3, "a"));
    market.members.remove(&1);
    assert_eq!(send(&mut market, 1, &push), Err(Stop::CompanyGone));
    mine.give_up();
    let mut told: Vec<_> = mine
        .store
        .rejected
        .values()
        .map(|rejected| rejected.why.clone())
        .collect();
    told.sort_by_key(|why| *why == Refused::CompanyGone { sent: false });
    let (sent, unsent) = (
        Refused::CompanyGone { sent: true },
        Refused::CompanyGone { sent: false },
    );
    assert_eq!(told, [sent, unsent]);
}

#[test]
fn without_room_rows_go_first_and_then_the_cell_says_no() {
    let (mut market, mut mine, _) = shared();
    mine.store.room = Room::Tight;
    let other = Uuid::from_u128(9);
    let wish = || Wish::Create { lot: lot(5, "b") };
    assert!(mine.try_wish(other, wish()).is_ok());
    assert!(mine.store.rows.is_empty() && mine.store.meta.whole);
    mine.store.room = Room::None;
    assert_eq!(
        mine.try_wish(ITEM, wish()),
        Err(NotNoted::Store(StoreFault::Full))
    );
    assert_eq!(mine.queue().len(), 1);
    mine.store.room = Room::Enough;
    mine.sync(&mut market);
    assert_eq!(mine.store.rows.len(), 2);
}

#[test]
fn nobody_sends_under_another_name() {
    let (mut market, mut mine, _) = shared();
    mine.change((1, "a"), (2, "a"));
    let push = mine.prepare().expect("one op");
    // On a shared device the session is somebody else's by now.
    assert_eq!(send(&mut market, 2, &push), Err(Stop::ClientNotYours));
    // And nobody takes a device over by saying another name.
    let forged = Push {
        user_id: 2,
        ..push.clone()
    };
    assert_eq!(send(&mut market, 2, &forged), Err(Stop::ClientNotYours));
    let elsewhere = Push {
        company_id: COMPANY + 1,
        ..push.clone()
    };
    assert_eq!(send(&mut market, 1, &elsewhere), Err(Stop::CompanyGone));
    let replayed = Push {
        client_id: Uuid::from_u128(4),
        user_id: 2,
        first_n: 1,
        ops: vec![Op {
            n: 1,
            ..push.ops[0].clone()
        }],
        ..push.clone()
    };
    // The same op from another user's device is another op.
    let taken = send(&mut market, 2, &replayed).expect("their own device");
    assert_eq!(taken.results[0].outcome, Outcome::Applied { version: 2 });
    let first = send(&mut market, 1, &push).expect("the owner's");
    assert_eq!(
        first.results[0].outcome,
        Outcome::Applied { version: 2 },
        "already so"
    );
    assert_eq!(market.tables.seq, 2);
}

struct Long(Vec<Row>, Reach);

impl Look for Long {
    type Error = std::convert::Infallible;

    async fn epoch(&mut self) -> Result<Uuid, Self::Error> {
        Ok(Uuid::nil())
    }

    async fn reach(&mut self, _company: i64) -> Result<Reach, Self::Error> {
        Ok(self.1)
    }

    async fn since(&mut self, _company: i64, seq: i64, limit: u32) -> Result<Vec<Row>, Self::Error> {
        let rows = self.0.iter().filter(|row| row.seq > seq).cloned();
        Ok(rows.take(usize::try_from(limit).expect("small")).collect())
    }

    async fn settled(
        &mut self,
        _company: i64,
        _user: i64,
        _asks: &[ConflictId],
    ) -> Result<Vec<SettledElsewhere>, Self::Error> {
        Ok(Vec::new())
    }
}

fn long(from: i64, reach: Reach) -> Long {
    let (market, _, _) = shared();
    let row = |seq| Row {
        seq,
        ..market.tables.rows[&ITEM].clone()
    };
    Long((from..=100).map(row).collect(), reach)
}

/// How many rows come, where to go on, whether there is more, whether it is the beginning of everything.
fn asked(long: &mut Long, since: i64, whole: bool) -> (usize, i64, bool, bool) {
    let pull = Pull {
        user_id: 1,
        company_id: COMPANY,
        since,
        whole,
        limit: 30,
        asks: Vec::new(),
    };
    let Ok(changes) = now(feed::changes(long, &pull));
    (changes.rows.len(), changes.next, changes.more, changes.reset)
}

#[test]
fn whoever_was_away_for_too_long_gets_everything_page_by_page() {
    let mut long = long(
        1,
        Reach {
            seq: 100,
            forgotten: 50,
            cleared: 0,
        },
    );
    assert_eq!(asked(&mut long, 49, false), (30, 30, true, true));
    assert_eq!(asked(&mut long, 30, true), (30, 60, true, false));
    assert_eq!(asked(&mut long, 50, false), (30, 80, true, false));
    assert_eq!(asked(&mut long, 90, true), (10, 100, false, false));
    assert_eq!(asked(&mut long, 100, false), (0, 100, false, false));
    assert_eq!(
        asked(&mut long, 101, false),
        (30, 30, true, true),
        "of another life"
    );
}

#[test]
fn a_number_without_a_row_is_reached_and_nobody_begins_anew_for_ever() {
    let reach = Reach {
        seq: 120,
        forgotten: 110,
        cleared: 70,
    };
    let mut long = long(71, reach);
    // In the middle of everything when all lots were deleted: what came before is no more.
    assert_eq!(asked(&mut long, 60, true), (30, 120, false, true));
    assert_eq!(asked(&mut long, 100, true), (0, 120, false, false));
    assert_eq!(asked(&mut long, 120, false), (0, 120, false, false));
}
