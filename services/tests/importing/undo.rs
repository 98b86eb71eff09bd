//! Taking an import back.

use domain::inventory::importing::UndoView;
use domain::inventory::sync::wire::{Past, Pull, Source};
use services::inventory::{sync, undoing};

use super::*;

async fn take_back(house: &House, supplier: &Supplier, key: &str) -> UndoView {
    undoing::undo(&house.market, supplier, key).await.expect("asks");
    jobs::run_due(&house.market).await.expect("runs");
    match stage(house, supplier, key).await {
        Stage::Undone(_, undone) => undone,
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn an_import_is_taken_back_as_one(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    bring(house, &supplier, Mode::Add, &file(&[C])).await;
    let key = bring(house, &supplier, Mode::Add, &file(&[A, B])).await;
    let undone = take_back(house, &supplier, &key).await;
    assert_eq!((undone.removed, undone.left), (2, 0));
    assert_eq!(list(house, &supplier).await, [C]);
    // The same file is new again.
    let again = upload(house, &supplier, "stock.csv", file(&[A, B])).await;
    let seen = draft(house, &supplier, &again, None).await;
    assert_eq!(seen.before, None);
    confirm(house, &supplier, &again, seen.seen).await;
    assert_eq!(list(house, &supplier).await, [C, A, B]);
}

pub(crate) async fn what_was_changed_since_is_kept_and_listed(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let key = bring(house, &supplier, Mode::Add, &file(&[A, B])).await;
    bring(house, &supplier, Mode::Merge, &file(&[A])).await;
    let undone = take_back(house, &supplier, &key).await;
    assert_eq!((undone.removed, undone.left), (1, 1));
    assert_eq!(
        (undone.listed[0].model.as_str(), undone.listed[0].pieces),
        ("B3B-ZR(LF)(SN)", 300)
    );
    assert_eq!(list(house, &supplier).await, [A.replace("150", "300")]);
}

pub(crate) async fn merged_and_deleted_lots_are_what_they_were(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    bring(house, &supplier, Mode::Add, &file(&[A, B])).await;
    let merged = bring(house, &supplier, Mode::Merge, &file(&[A, C])).await;
    let undone = take_back(house, &supplier, &merged).await;
    assert_eq!((undone.reset, undone.removed), (1, 1));
    assert_eq!(list(house, &supplier).await, [A, B]);
    let replaced = bring(
        house,
        &supplier,
        Mode::Replace,
        &file(&[&B.replace("300", "1"), C]),
    )
    .await;
    assert_eq!(list(house, &supplier).await.len(), 2);
    let undone = take_back(house, &supplier, &replaced).await;
    assert_eq!(
        (undone.brought_back, undone.reset, undone.removed, undone.left),
        (1, 1, 1, 0)
    );
    assert_eq!(list(house, &supplier).await, [A, B]);
}

pub(crate) async fn asked_twice_it_is_done_once(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let key = bring(house, &supplier, Mode::Add, &file(&[A])).await;
    let (first, second) = tokio::join!(
        undoing::undo(&house.market, &supplier, &key),
        undoing::undo(&house.market, &supplier, &key)
    );
    first.and(second).expect("asks");
    assert_eq!(take_back(house, &supplier, &key).await.removed, 1);
    assert!(list(house, &supplier).await.is_empty());
}

pub(crate) async fn what_imports_change_stands_in_the_history(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    bring(house, &supplier, Mode::Add, &file(&[A])).await;
    let more = A.replace(",150,", ",50,");
    let key = bring(house, &supplier, Mode::Merge, &file(&[&more])).await;
    take_back(house, &supplier, &key).await;
    let user_id = house.number("SELECT account_id FROM membership").await;
    let company_id = house.number("SELECT company_id FROM membership").await;
    // As a server does when it starts.
    let named = house.market.db.named(house.market.now()).await;
    named.expect("is named");
    let everything = Pull {
        user_id,
        company_id,
        since: 0,
        whole: false,
        limit: 10,
        asks: Vec::new(),
    };
    let changes = sync::changes(&house.market, &supplier, &everything).await;
    let changes = changes.expect("answers").expect("is told");
    let past = Past {
        user_id,
        company_id,
        item: changes.rows[0].item_id,
        before: None,
    };
    let told = sync::history::history(&house.market, &supplier, &past).await;
    let told = told.expect("answers").expect("is told");
    let says: Vec<_> = told
        .states
        .into_iter()
        .map(|state| (state.version, state.lot.quantity, state.source))
        .collect();
    let state = |version, quantity: &str| {
        let file = "stock.csv".to_owned();
        (version, quantity.to_owned(), Source::Import { file })
    };
    assert_eq!(says, [state(3, "150"), state(2, "200"), state(1, "150")]);
}

/// Prevents lots on sale that nobody offers any more: each version that taking back made was taken for a change by hand.
pub(crate) async fn imports_are_taken_back_from_the_last_to_the_first(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let first = bring(house, &supplier, Mode::Add, &file(&[A, B])).await;
    let merged = bring(house, &supplier, Mode::Merge, &file(&[A])).await;
    let again = bring(house, &supplier, Mode::Merge, &file(&[&A.replace("150", "7")])).await;
    let replaced = bring(house, &supplier, Mode::Replace, &file(&[C])).await;
    assert_eq!(list(house, &supplier).await, [C]);
    let undone = take_back(house, &supplier, &replaced).await;
    assert_eq!((undone.brought_back, undone.removed), (2, 1));
    for (key, pieces) in [(&again, "300"), (&merged, "150")] {
        let undone = take_back(house, &supplier, key).await;
        assert_eq!((undone.reset, undone.left), (1, 0));
        assert_eq!(list(house, &supplier).await, [&A.replace("150", pieces), B]);
    }
    let undone = take_back(house, &supplier, &first).await;
    assert_eq!((undone.removed, undone.left), (2, 0));
    assert!(list(house, &supplier).await.is_empty());
}

/// What was changed by hand in between is still nobody's to take back.
pub(crate) async fn a_change_between_two_imports_is_kept(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let first = bring(house, &supplier, Mode::Add, &file(&[A])).await;
    house.run("UPDATE lot SET version = 2, quantity = 99").await;
    let merged = bring(house, &supplier, Mode::Merge, &file(&[&A.replace("150", "7")])).await;
    assert_eq!(take_back(house, &supplier, &merged).await.reset, 1);
    let undone = take_back(house, &supplier, &first).await;
    assert_eq!((undone.removed, undone.left), (0, 1));
    assert_eq!(list(house, &supplier).await, [A.replace("150", "99")]);
}

pub(crate) async fn what_is_taken_back_does_not_return_with_a_later_import(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    bring(house, &supplier, Mode::Add, &file(&[C])).await;
    let first = bring(house, &supplier, Mode::Add, &file(&[A, B])).await;
    let replaced = bring(house, &supplier, Mode::Replace, &file(&[B])).await;
    let undone = take_back(house, &supplier, &first).await;
    assert_eq!((undone.removed, undone.left), (1, 0));
    let undone = take_back(house, &supplier, &replaced).await;
    assert_eq!((undone.brought_back, undone.left), (1, 0));
    assert_eq!(list(house, &supplier).await, [C]);
}

pub(crate) async fn who_takes_back_is_who_has_changed_the_lots(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let company_id = house.number("SELECT company_id FROM membership").await;
    house.colleague("s2@example.com", company_id).await;
    let colleague = house.proof("s2@example.com").await;
    let first = house.number("SELECT MIN(account_id) FROM membership").await;
    let second = house.number("SELECT MAX(account_id) FROM membership").await;
    bring(house, &supplier, Mode::Add, &file(&[A])).await;
    let more = A.replace("150", "7");
    let key = bring(house, &supplier, Mode::Merge, &file(&[&more])).await;
    assert_eq!(house.number("SELECT updated_by FROM lot").await, first);
    take_back(house, &colleague, &key).await;
    assert_eq!(house.number("SELECT updated_by FROM lot").await, second);
}
