//! What nobody has settled, settled by an administrator on the page: by the rules of all edits, and once.

use domain::inventory::sync::elsewhere::SettledElsewhere;
use domain::inventory::sync::waiting::WaitingList;
use domain::inventory::sync::wire::Pull;
use domain::inventory::sync::{ASKED_AT_ONCE, Act, ConflictId, Outcome, PULL_ROWS, Set, Topic};
use domain::refusal::Refusal;
use domain::violations::Violation;
use services::inventory::sync::conflicts;
use services::inventory::sync::settling::{Chosen, Settled, Side, settle};
use services::{jobs, upkeep};
use uuid::Uuid;

use crate::support::house::{DAY, House, found};
use crate::support::people::refusal;
use crate::sync::{Device, aya, ben, conflict_ids, create, delete, eve, form, of_model, update};

on_both!(
    what_is_on_the_server_is_kept,
    the_other_value_is_put_in_place,
    what_is_put_in_place_is_deleted_or_brought_back_where_that_was_wanted,
    after_a_change_nothing_is_done_until_it_was_seen,
    only_administrators_settle_and_only_what_is_their_companys,
    a_device_that_settles_afterwards_settles_nothing,
    a_device_is_told_what_was_settled_elsewhere,
    a_value_that_breaks_a_rule_by_now_is_not_put_in_place,
    a_lot_that_is_forgotten_stays_so,
    the_oldest_two_hundred_are_listed_with_how_many_there_are,
);

pub(super) async fn list(house: &House, who: &Device) -> WaitingList {
    let administrator = who.who.administrator().expect("administers");
    conflicts::list(&house.market, &administrator)
        .await
        .expect("lists")
}

async fn choose(house: &House, who: &Device, id: ConflictId, side: Side, seen: i32) -> Settled {
    let chosen = Chosen { id, side, seen };
    settle(&house.market, &who.who, &chosen).await.expect("answers")
}

/// A lot of 300 that Aya makes 250, and Ben, who has not seen that, 200.
async fn clash(house: &House, aya: &mut Device, ben: &mut Device) -> (Uuid, ConflictId) {
    let item = aya.stock(house, form(300, "A-1")).await;
    let changed = update(&form(300, "A-1"), &form(250, "A-1"));
    aya.do_one(house, item, changed).await;
    let clash = update(&form(300, "A-1"), &form(200, "A-1"));
    let outcome = ben.do_one(house, item, clash).await;
    (item, conflict_ids(&outcome)[0])
}

/// Who has settled each conflict; 0 where it waits.
async fn settlers(house: &House) -> Vec<i64> {
    house
        .numbers("SELECT COALESCE(resolved_by, 0) FROM sync_conflict")
        .await
}

async fn what_is_on_the_server_is_kept(house: &House) {
    let mut aya = aya(house).await;
    let mut ben = ben(house, &aya).await;
    let (item, id) = clash(house, &mut aya, &mut ben).await;
    let before = aya.row(house, item).await;
    assert_eq!(choose(house, &aya, id, Side::Theirs, 2).await, Settled::Done);
    assert_eq!(aya.row(house, item).await, before);
    assert_eq!(list(house, &aya).await, WaitingList::default());
    assert_eq!(settlers(house).await, [aya.hello.user_id]);
    for side in [Side::Theirs, Side::Mine] {
        assert_eq!(choose(house, &aya, id, side, 2).await, Settled::Over);
    }
    assert_eq!(aya.row(house, item).await, before);
}

async fn the_other_value_is_put_in_place(house: &House) {
    let mut aya = aya(house).await;
    let mut ben = ben(house, &aya).await;
    let (item, id) = clash(house, &mut aya, &mut ben).await;
    let (second, other) = clash(house, &mut aya, &mut ben).await;
    let known = ben.pull(house, 0).await.next;
    assert_eq!(choose(house, &aya, id, Side::Mine, 2).await, Settled::Done);
    let row = aya.row(house, item).await;
    assert_eq!((row.lot.clone(), row.version), (form(200, "A-1"), 3));
    assert_eq!(row.updated_by, Some(aya.hello.user_id));
    assert_eq!(
        ben.pull(house, known).await.rows,
        [row],
        "and everybody hears of it"
    );
    // The device of the page goes on with its numbers.
    assert_eq!(list(house, &aya).await.total, 1);
    assert_eq!(choose(house, &aya, other, Side::Mine, 2).await, Settled::Done);
    assert_eq!(aya.row(house, second).await.lot, form(200, "A-1"));
    assert_eq!(house.rows("sync_client").await, 3);
}

async fn what_is_put_in_place_is_deleted_or_brought_back_where_that_was_wanted(house: &House) {
    let mut aya = aya(house).await;
    let mut ben = ben(house, &aya).await;
    let item = aya.stock(house, form(300, "A-1")).await;
    let changed = update(&form(300, "A-1"), &form(300, "B-7"));
    aya.do_one(house, item, changed).await;
    let unseen = ben.do_one(house, item, delete(form(300, "A-1"))).await;
    let id = conflict_ids(&unseen)[0];
    assert_eq!(choose(house, &aya, id, Side::Mine, 2).await, Settled::Done);
    assert!(aya.row(house, item).await.is_deleted());

    let gone = aya.stock(house, of_model("MAX708TESA")).await;
    aya.do_one(house, gone, delete(of_model("MAX708TESA"))).await;
    let mut more = of_model("MAX708TESA");
    more.quantity = "11".into();
    let unseen = ben
        .do_one(house, gone, update(&of_model("MAX708TESA"), &more))
        .await;
    assert_eq!(found(&house.market, "MAX708").await, 0);
    let id = conflict_ids(&unseen)[0];
    assert_eq!(choose(house, &aya, id, Side::Mine, 2).await, Settled::Done);
    let row = aya.row(house, gone).await;
    assert_eq!((row.lot, row.deleted_at), (more, None));
    assert_eq!(
        found(&house.market, "MAX708").await,
        1,
        "the next search finds it"
    );
    assert_eq!(list(house, &aya).await.total, 0);
}

async fn after_a_change_nothing_is_done_until_it_was_seen(house: &House) {
    let mut aya = aya(house).await;
    let mut ben = ben(house, &aya).await;
    let (item, id) = clash(house, &mut aya, &mut ben).await;
    let changed = update(&form(250, "A-1"), &form(240, "A-1"));
    ben.do_one(house, item, changed).await;
    let before = aya.row(house, item).await;
    for side in [Side::Theirs, Side::Mine] {
        assert_eq!(choose(house, &aya, id, side, 2).await, Settled::Changed);
    }
    assert_eq!(aya.row(house, item).await, before);
    let waiting = list(house, &aya).await.waiting.remove(0);
    assert_eq!((waiting.seen(), waiting.row), (3, before));
    assert_eq!(choose(house, &aya, id, Side::Mine, 3).await, Settled::Done);
    assert_eq!(aya.row(house, item).await.lot, form(200, "A-1"));
}

async fn only_administrators_settle_and_only_what_is_their_companys(house: &House) {
    let mut aya = aya(house).await;
    let mut ben = ben(house, &aya).await;
    let eve = eve(house).await;
    let (item, id) = clash(house, &mut aya, &mut ben).await;
    let before = aya.row(house, item).await;
    let refused = async |who: &Device| {
        for side in [Side::Theirs, Side::Mine] {
            let chosen = Chosen { id, side, seen: 2 };
            let answer = settle(&house.market, &who.who, &chosen).await;
            assert_eq!(refusal(answer), Refusal::NotAllowed);
        }
    };
    refused(&ben).await;
    for side in [Side::Theirs, Side::Mine] {
        assert_eq!(
            choose(house, &eve, id, side, 2).await,
            Settled::Over,
            "as if there were none"
        );
    }
    // What was taken away a moment ago is gone.
    let (company, chief) = (aya.hello.company_id, aya.hello.user_id);
    let role = async |word: &str| {
        let sql = format!("UPDATE membership SET role = '{word}' WHERE account_id = {chief}");
        house.run(&sql).await;
    };
    role("member").await;
    refused(&aya).await;
    role("administrator").await;
    let suspended = async |at: &str| {
        let sql = format!("UPDATE company SET suspended_at = {at} WHERE id = {company}");
        house.run(&sql).await;
    };
    suspended("1").await;
    refused(&aya).await;
    suspended("NULL").await;
    assert_eq!(aya.row(house, item).await, before);
    assert_eq!(settlers(house).await, [0]);
}

async fn a_device_that_settles_afterwards_settles_nothing(house: &House) {
    let mut aya = aya(house).await;
    let mut ben = ben(house, &aya).await;
    let (item, id) = clash(house, &mut aya, &mut ben).await;
    assert_eq!(choose(house, &aya, id, Side::Mine, 2).await, Settled::Done);
    let row = aya.row(house, item).await;
    // Ben's panel has not heard of it: keep mine, keep theirs, and something else.
    let applied = Outcome::Applied { version: 3 };
    let keep_mine = update(&form(250, "A-1"), &form(200, "A-1"));
    let keep_theirs = Act::Update { set: Set::default() };
    for act in [keep_mine, keep_theirs] {
        let mut op = ben.op(item, 2, act);
        op.resolves = vec![id];
        let pushed = ben.send(house, vec![op]).await;
        assert_eq!(pushed.results[0].outcome, applied);
        assert_eq!(aya.row(house, item).await, row);
    }
    let mut op = ben.op(item, 2, update(&form(250, "A-1"), &form(190, "A-1")));
    op.resolves = vec![id];
    let pushed = ben.send(house, vec![op]).await;
    assert_eq!(
        pushed.results[0].outcome.conflicts().len(),
        1,
        "he has not seen what Aya put there"
    );
    assert_eq!(aya.row(house, item).await, row);
    let sql = format!(
        "SELECT COUNT(*) FROM sync_conflict WHERE resolved_by = {}",
        aya.hello.user_id
    );
    assert_eq!(house.number(&sql).await, 1);
    assert_eq!(list(house, &aya).await.total, 1);
}

/// What a device hears when it asks about conflicts.
async fn asked(house: &House, who: &Device, asks: Vec<ConflictId>) -> Vec<SettledElsewhere> {
    let pull = Pull {
        user_id: who.hello.user_id,
        company_id: who.hello.company_id,
        since: 0,
        whole: false,
        limit: PULL_ROWS,
        asks,
    };
    let told = who.try_pull(&house.market, &pull).await;
    told.expect("is told").settled
}

async fn a_device_is_told_what_was_settled_elsewhere(house: &House) {
    let mut aya = aya(house).await;
    let mut ben = ben(house, &aya).await;
    let eve = eve(house).await;
    let (item, id) = clash(house, &mut aya, &mut ben).await;
    let (_, other) = clash(house, &mut aya, &mut ben).await;
    let unknown = ConflictId {
        op_id: Uuid::now_v7(),
        topic: Topic::Row,
    };
    assert_eq!(asked(house, &ben, vec![id, other, unknown]).await, []);
    assert_eq!(choose(house, &aya, id, Side::Theirs, 2).await, Settled::Done);
    let told = SettledElsewhere {
        id,
        item_id: item,
        by: Some(aya.hello.user_id),
        name: Some(aya.hello.name.clone()),
        at: house.market.now(),
    };
    assert_eq!(
        asked(house, &ben, vec![other, id, unknown]).await,
        std::slice::from_ref(&told)
    );
    assert_eq!(asked(house, &ben, vec![id]).await, [told], "as often as it asks");
    assert_eq!(asked(house, &ben, Vec::new()).await, []);
    // Another topic of the same op is another conflict.
    let topic = Topic::Remarks;
    assert_eq!(asked(house, &ben, vec![ConflictId { topic, ..id }]).await, []);
    for who in [&aya, &eve] {
        assert_eq!(asked(house, who, vec![id]).await, [], "whose edit it was not");
    }
    // More than a pull may ask is not looked at.
    let mut many = vec![unknown; ASKED_AT_ONCE];
    many.push(id);
    assert_eq!(asked(house, &ben, many).await, []);
    // Whoever settled it may have left the company.
    let chief = aya.hello.user_id;
    let works_for = async |company: i64| {
        let sql = format!("UPDATE membership SET company_id = {company} WHERE account_id = {chief}");
        house.run(&sql).await;
    };
    works_for(eve.hello.company_id).await;
    let told = asked(house, &ben, vec![id]).await;
    works_for(aya.hello.company_id).await;
    assert_eq!((told[0].by, &told[0].name), (Some(chief), &None));
}

async fn a_value_that_breaks_a_rule_by_now_is_not_put_in_place(house: &House) {
    let mut aya = aya(house).await;
    let mut ben = ben(house, &aya).await;
    let item = aya.stock(house, form(300, "A-1")).await;
    let changed = update(&form(300, "A-1"), &form(300, "B-7"));
    aya.do_one(house, item, changed).await;
    let clash = update(&form(300, "A-1"), &form(300, "ask Zebra Trading"));
    let outcome = ben.do_one(house, item, clash).await;
    let id = conflict_ids(&outcome)[0];
    let company = aya.hello.company_id;
    let renamed = async |name: &str| {
        let sql = format!("UPDATE company SET name = '{name}' WHERE id = {company}");
        house.run(&sql).await;
    };
    renamed("Zebra Trading").await;
    let answer = choose(house, &aya, id, Side::Mine, 2).await;
    let Settled::Faults(faults) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(faults.at("remarks"), Some(&Violation::NamesCompany));
    assert_eq!(aya.row(house, item).await.lot, form(300, "B-7"));
    assert_eq!(choose(house, &aya, id, Side::Theirs, 2).await, Settled::Done);
    renamed("Midori Parts").await;
}

async fn a_lot_that_is_forgotten_stays_so(house: &House) {
    let mut aya = aya(house).await;
    let mut ben = ben(house, &aya).await;
    let item = aya.stock(house, form(300, "A-1")).await;
    aya.do_one(house, item, delete(form(300, "A-1"))).await;
    house.wait(DAY * 179);
    let late = update(&form(300, "A-1"), &form(200, "A-1"));
    let outcome = ben.do_one(house, item, late).await;
    let id = conflict_ids(&outcome)[0];
    house.wait(DAY * 2);
    upkeep::arrange(&house.market).await.expect("arranges");
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(house.rows("lot").await, 0);
    let waiting = list(house, &aya).await.waiting.remove(0);
    assert_eq!((waiting.is_known, waiting.seen()), (false, 0));
    assert_eq!(waiting.row.lot, form(300, "A-1"), "what the conflict tells of it");
    assert_eq!(choose(house, &aya, id, Side::Mine, 0).await, Settled::Changed);
    assert_eq!(choose(house, &aya, id, Side::Theirs, 0).await, Settled::Done);
    assert_eq!(list(house, &aya).await.total, 0);
    assert_eq!(house.rows("lot").await, 0);
}

async fn the_oldest_two_hundred_are_listed_with_how_many_there_are(house: &House) {
    let mut aya = aya(house).await;
    let items: Vec<Uuid> = (0..201).map(|_| Uuid::now_v7()).collect();
    for items in items.chunks(100) {
        let made = items.iter().map(|item| (*item, create(form(300, ""))));
        aya.does(house, made).await;
        let changed = update(&form(300, ""), &form(250, ""));
        aya.does(house, items.iter().map(|item| (*item, changed.clone())))
            .await;
        let clash = update(&form(300, ""), &form(200, ""));
        aya.does(house, items.iter().map(|item| (*item, clash.clone())))
            .await;
        house.wait(DAY);
    }
    let list = list(house, &aya).await;
    assert_eq!((list.waiting.len(), list.total), (200, 201));
    assert!(
        list.waiting
            .iter()
            .all(|waiting| waiting.row.item_id != items[200])
    );
}
