//! What no device of ours would send, and what nobody may do (S13, S07, S08).

use domain::inventory::sync::wire::{Malformed, Past, Pull, Push, Stop};
use services::inventory::sync::{self, history};
use uuid::Uuid;

use crate::support::house::House;
use crate::sync::{Device, aya, ben, create, eve, form, update};

on_both!(
    s13_thirty_forged_batches_change_nothing,
    s07_ops_go_under_their_own_writer_only,
    s08_whoever_may_not_edit_stock_any_more_changes_nothing,
    s08_a_suspended_company_changes_nothing,
    nobody_is_told_of_the_stock_of_others,
);

/// All that a push could have changed.
async fn state(house: &House) -> Vec<String> {
    let tables = crate::support::people::dump(house).await;
    let of_stock = |name: &str| {
        name.starts_with("lot") || name.starts_with("sync") || name.ends_with("_seq") || name == "model"
    };
    tables
        .into_iter()
        .filter(|(name, _)| of_stock(name))
        .flat_map(|(_, rows)| rows)
        .collect()
}

async fn s13_thirty_forged_batches_change_nothing(house: &House) {
    let mut aya = aya(house).await;
    let mut eve = eve(house).await;
    let item = aya.stock(house, form(300, "A-1")).await;
    eve.stock(house, form(1, "")).await;
    let before = state(house).await;
    let ops = eve.ops([
        (item, update(&form(300, "A-1"), &form(1, "A-1"))),
        (Uuid::now_v7(), create(form(1, "x"))),
    ]);
    let good = eve.push(ops);
    let forgeries: [fn(&mut Push, &Device); 15] = [
        |push, aya| push.client_id = aya.client_id,
        |push, aya| push.user_id = aya.hello.user_id,
        |push, aya| push.company_id = aya.hello.company_id,
        |push, aya| (push.user_id, push.company_id) = (aya.hello.user_id, aya.hello.company_id),
        |push, _| push.db_epoch = Uuid::now_v7(),
        |push, _| push.protocol = 2,
        |push, _| push.first_n = 0,
        |push, _| push.first_n = i64::MAX,
        |push, _| push.ops.clear(),
        |push, _| push.ops[1].n = 99,
        |push, _| push.ops[1].op_id = push.ops[0].op_id,
        |push, _| push.ops[0].act = create(form(1, &"x".repeat(1_000))),
        |push, _| push.ops[0].schema = 0,
        |push, _| push.ops = vec![push.ops[0].clone(); 201],
        |push, _| {
            let op_id = Uuid::now_v7();
            let topic = domain::inventory::sync::Topic::Row;
            push.ops[0].resolves = vec![domain::inventory::sync::ConflictId { op_id, topic }; 51];
        },
    ];
    for (which, forge) in forgeries.into_iter().enumerate() {
        // As they are, and once more under a device of their own that is new.
        for client_id in [eve.client_id, Uuid::now_v7()] {
            let mut push = good.clone();
            push.client_id = client_id;
            if client_id != eve.client_id {
                push.first_n = 1;
                (1..).zip(&mut push.ops).for_each(|(n, op)| op.n = n);
            }
            forge(&mut push, &aya);
            let answer = eve.try_send(&house.market, &push).await;
            assert!(answer.is_err(), "{which}: {answer:?}");
        }
    }
    assert_eq!(state(house).await, before);
    eve.try_send(&house.market, &good)
        .await
        .expect("the true one is taken");
}

async fn s07_ops_go_under_their_own_writer_only(house: &House) {
    let mut aya = aya(house).await;
    let mut ben = ben(house, &aya).await;
    aya.stock(house, form(1, "")).await;
    let push = aya.push(Vec::new());
    // Ben has signed in where Aya's edits wait.
    let proof = |who: &Device, push: &Push| sync::admitted(&who.who, push.user_id, push.company_id).err();
    assert_eq!(proof(&ben, &push), Some(Stop::ClientNotYours));
    assert_eq!(proof(&aya, &push), None);
    // And where he says that they are his own.
    let mut stolen = ben.ops([(Uuid::now_v7(), create(form(2, "")))]);
    stolen[0].n = 2;
    let mut push = ben.push(stolen);
    push.client_id = aya.client_id;
    push.first_n = 2;
    let answer = ben.try_send(&house.market, &push).await;
    assert_eq!(answer, Err(Stop::ClientNotYours));
    assert_eq!(house.rows("lot").await, 1);
    // Whoever is signed in as something else than the trade is asked to sign in.
    let mut elsewhere = aya.who.clone();
    elsewhere.visitor.account_type = domain::accounts::AccountType::Buyer;
    let stop = sync::admitted(&elsewhere, aya.hello.user_id, aya.hello.company_id).err();
    assert_eq!(stop, Some(Stop::CompanyGone), "buyers have no stock");
    let hello = sync::hello(&house.market, &elsewhere).await.expect("answers");
    assert_eq!(hello.err(), Some(Stop::CompanyGone));
}

async fn s08_whoever_may_not_edit_stock_any_more_changes_nothing(house: &House) {
    let aya = aya(house).await;
    let mut ben = ben(house, &aya).await;
    let before = state(house).await;
    let ops = ben.ops([(Uuid::now_v7(), create(form(1, "")))]);
    let push = ben.push(ops);
    let role = |role: &str| {
        format!(
            "UPDATE membership SET role = '{role}' WHERE account_id = {}",
            ben.hello.user_id
        )
    };
    // The session was looked at before; the role was taken away while the batch was on its way.
    house.run(&role("quotations")).await;
    let answer = ben.try_send(&house.market, &push).await;
    assert_eq!(answer, Err(Stop::CompanyGone));
    let (_, now) = house.sign_in(crate::sync::BEN, "supplier").await;
    let stop = sync::admitted(&now, push.user_id, push.company_id).err();
    assert_eq!(stop, Some(Stop::CompanyGone));
    assert_eq!(state(house).await, before);
    house.run(&role("stock")).await;
    ben.try_send(&house.market, &push).await.expect("may again");
}

async fn s08_a_suspended_company_changes_nothing(house: &House) {
    let mut aya = aya(house).await;
    let (token, _) = house.sign_in(crate::sync::AYA, "supplier").await;
    let before = state(house).await;
    let ops = aya.ops([(Uuid::now_v7(), create(form(1, "")))]);
    let push = aya.push(ops);
    for (suspended, restored) in [
        ("company SET suspended_at = 1", "company SET suspended_at = NULL"),
        (
            "account SET state = 'suspended', suspended_at = 1",
            "account SET state = 'active', suspended_at = NULL",
        ),
    ] {
        house.run(&format!("UPDATE {suspended}")).await;
        let answer = aya.try_send(&house.market, &push).await;
        assert_eq!(answer, Err(Stop::CompanyGone));
        // They are told so of their own edits, and not of a colleague's.
        for (user, expected) in [
            (aya.hello.user_id, Stop::CompanyGone),
            (aya.hello.user_id + 1, Stop::ClientNotYours),
        ] {
            let stop = sync::suspended(&house.market, &token, user).await;
            assert_eq!(stop.expect("answers"), expected);
        }
        house.run(&format!("UPDATE {restored}")).await;
    }
    assert_eq!(state(house).await, before);
    aya.try_send(&house.market, &push).await.expect("is taken");
}

async fn nobody_is_told_of_the_stock_of_others(house: &House) {
    let mut aya = aya(house).await;
    let eve = eve(house).await;
    let item = aya.stock(house, form(300, "A-1")).await;
    let pull = Pull {
        user_id: eve.hello.user_id,
        company_id: eve.hello.company_id,
        since: 0,
        whole: false,
        limit: u32::MAX,
        asks: Vec::new(),
    };
    let own = eve.try_pull(&house.market, &pull).await.expect("is told");
    assert_eq!(own.rows, []);
    let (user_id, company_id) = (aya.hello.user_id, aya.hello.company_id);
    let theirs = Pull { company_id, ..pull };
    assert_eq!(eve.try_pull(&house.market, &theirs).await, Err(Stop::CompanyGone));
    let as_aya = Pull { user_id, ..theirs };
    assert_eq!(
        eve.try_pull(&house.market, &as_aya).await,
        Err(Stop::ClientNotYours)
    );
    let past = Past {
        user_id: eve.hello.user_id,
        company_id: eve.hello.company_id,
        item,
        before: None,
    };
    let proof = eve.who.supplier().expect("a supplier");
    let told = history::history(&house.market, &proof, &past).await;
    let told = told.expect("answers").expect("is told");
    assert_eq!((told.states.len(), told.more), (0, false));
    let theirs = Past { company_id, ..past };
    let told = history::history(&house.market, &proof, &theirs).await;
    assert_eq!(told.expect("answers"), Err(Stop::CompanyGone));
    let why = Malformed::Unreadable;
    assert_eq!(
        sync::read(b"", domain::inventory::sync::Schemas::CURRENT),
        Err(Stop::Malformed { why })
    );
}
