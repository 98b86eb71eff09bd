//! What happened to a lot: who, when, from which device or file.

use domain::inventory::sync::Act;
use domain::inventory::sync::wire::{History, Past, Source};
use services::inventory::sync::history;
use uuid::Uuid;

use crate::support::house::{House, SECOND};
use crate::sync::{Device, aya, ben, delete, form, update};

on_both!(
    each_change_of_a_lot_is_told_with_who_and_from_where,
    an_import_writes_no_history_and_is_in_it,
    a_long_history_comes_in_pages,
);

async fn told(house: &House, device: &Device, item: Uuid, before: Option<i32>) -> History {
    let past = Past {
        user_id: device.hello.user_id,
        company_id: device.hello.company_id,
        item,
        before,
    };
    let proof = device.who.supplier().expect("a supplier");
    let told = history::history(&house.market, &proof, &past).await;
    told.expect("answers").expect("is told")
}

async fn each_change_of_a_lot_is_told_with_who_and_from_where(house: &House) {
    let mut aya = aya(house).await;
    let mut ben = ben(house, &aya).await;
    "Firefox, Linux".clone_into(&mut ben.name);
    let item = aya.stock(house, form(300, "A-1")).await;
    house.wait(SECOND);
    ben.do_one(house, item, update(&form(300, "A-1"), &form(250, "A-1")))
        .await;
    house.wait(SECOND);
    aya.do_one(house, item, delete(form(250, "A-1"))).await;
    aya.do_one(house, item, Act::Restore).await;
    let History { states, more, .. } = told(house, &aya, item, None).await;
    assert!(!more);
    let device = |device: &Device| Source::Device {
        client_id: device.client_id,
        system: String::new(),
        name: device.name.clone(),
    };
    let says: Vec<_> = states
        .iter()
        .map(|state| {
            let quantity = state.lot.quantity.as_str();
            (
                state.version,
                quantity,
                state.is_deleted,
                state.by,
                state.source.clone(),
            )
        })
        .collect();
    let (a, b) = (Some(aya.hello.user_id), Some(ben.hello.user_id));
    assert_eq!(
        says,
        [
            (4, "250", false, a, device(&aya)),
            (3, "250", true, a, device(&aya)),
            (2, "250", false, b, device(&ben)),
            (1, "300", false, a, device(&aya)),
        ]
    );
    assert_eq!(states[2].at - states[3].at, 1_000);
    assert!(
        states
            .iter()
            .all(|state| state.name.as_deref() == Some("山田 太郎"))
    );
    // It is the same device after the browser was renewed, and one that does not say what it is does not lose its name.
    for name in ["Chrome, Linux", ""] {
        name.clone_into(&mut ben.name);
        ben.do_one(house, item, update(&form(250, "A-1"), &form(251, "A-1")))
            .await;
        let Source::Device { name, .. } = &told(house, &aya, item, None).await.states[0].source else {
            panic!("a device's");
        };
        assert_eq!(name, "Chrome, Linux");
        ben.do_one(house, item, update(&form(251, "A-1"), &form(250, "A-1")))
            .await;
    }
    // To go back is an ordinary op.
    let back = update(&states[0].lot, &states[3].lot);
    aya.do_one(house, item, back).await;
    assert_eq!(aya.row(house, item).await.lot, form(300, "A-1"));
}

async fn an_import_writes_no_history_and_is_in_it(house: &House) {
    let mut aya = aya(house).await;
    let proof = aya.who.supplier().expect("a supplier");
    house.stock(&proof, &["M-1", "M-2"]).await;
    assert_eq!(house.rows("lot_past").await, 0);
    let rows = aya.rows(house).await;
    assert_eq!(rows[0].updated_by, None, "an import is nobody's edit");
    let item = rows[0].item_id;
    let mut changed = rows[0].lot.clone();
    changed.quantity = "7".into();
    aya.do_one(house, item, update(&rows[0].lot, &changed)).await;
    let states = told(house, &aya, item, None).await.states;
    let file = Source::Import {
        file: "stock.csv".to_owned(),
    };
    assert_eq!((states.len(), &states[1].source), (2, &file));
    assert_eq!(states[1].by, Some(aya.hello.user_id), "who brought the file");
    assert!(matches!(states[0].source, Source::Device { .. }));
    let untouched = told(house, &aya, rows[1].item_id, None).await.states;
    assert_eq!((untouched.len(), &untouched[0].source), (1, &file));
}

async fn a_long_history_comes_in_pages(house: &House) {
    let mut aya = aya(house).await;
    let item = aya.stock(house, form(1, "")).await;
    for quantity in 1..120 {
        aya.do_one(house, item, update(&form(quantity, ""), &form(quantity + 1, "")))
            .await;
    }
    let mut versions = Vec::new();
    let mut before = None;
    loop {
        let page = told(house, &aya, item, before).await;
        versions.extend(page.states.iter().map(|state| state.version));
        before = versions.last().copied();
        if !page.more {
            break;
        }
    }
    assert!(versions.into_iter().eq((1..=120).rev()));
}
