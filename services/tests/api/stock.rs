//! What systems do to lots: the same change numbers, history, index and tombstones as by any other way.

use domain::api::putting::{Fault, Named, SameItems, Sent};
use domain::inventory::importing::{Mode, Stage};
use domain::inventory::sync::wire::{Past, Source};
use domain::refusal::Refusal;
use domain::violations::Violation;
use services::api::Outcome;
use services::api::bearer::Bearer;
use services::api::files::{self, NotTaken};
use services::api::stock::{self as lots, Done, Wanted};
use services::inventory::import::NewFile;
use services::inventory::sync::{self, history};
use services::jobs;
use uuid::Uuid;

use super::{AYA, EVE, all, lot, named, new, placed, put, system};
use crate::support::house::{HEADINGS, House, found};
use crate::support::people::refusal;

on_both!(
    what_is_put_is_found_listed_and_in_the_history,
    z14_a_reference_says_which_lot_is_meant,
    a_batch_is_put_whole_or_not_at_all,
    r007_other_companies_lots_are_not_there,
    what_is_deleted_is_gone_and_its_reference_free,
    pages_follow_one_another_and_filters_find,
    whoever_has_read_an_older_version_writes_nothing,
    a_file_is_previewed_imported_and_told_of,
    two_hundred_lots_at_once,
);

async fn what_is_put_is_found_listed_and_in_the_history(house: &House) {
    let (who, aya) = system(house, AYA).await;
    let made = placed(
        house,
        &aya,
        &[named("bin-1", "B3B-ZR(LF)(SN)", 150), new("TC74HC4050AFTEL", 300)],
    )
    .await;
    assert_eq!(
        made.iter().map(|lot| (lot.version, lot.did)).collect::<Vec<_>>(),
        [(1, Done::Created); 2]
    );
    assert_eq!(found(&house.market, "TC74HC").await, 1);
    assert_eq!(
        found(&house.market, "bin-1").await,
        0,
        "no buyer finds a reference"
    );
    let changed = Sent {
        id: Some(made[0].id),
        ..new("B3B-ZR(LF)(SN)", 100)
    };
    let again = placed(house, &aya, std::slice::from_ref(&changed)).await;
    assert_eq!((again[0].version, again[0].did), (2, Done::Changed));
    assert_eq!(
        again[0].reference.as_deref(),
        Some("bin-1"),
        "stays where it is not named"
    );
    let same = placed(house, &aya, &[changed]).await;
    assert_eq!((same[0].version, same[0].did), (2, Done::Unchanged));
    let supplier = who.supplier().expect("sells");
    let hello = sync::hello(&house.market, &who)
        .await
        .expect("greets")
        .expect("sells");
    let past = Past {
        user_id: hello.user_id,
        company_id: hello.company_id,
        item: made[0].id,
        before: None,
    };
    let told = history::history(&house.market, &supplier, &past)
        .await
        .expect("tells")
        .expect("is its own");
    let states: Vec<_> = told
        .states
        .iter()
        .map(|state| (state.version, state.lot.quantity.as_str()))
        .collect();
    assert_eq!(states, [(2, "100"), (1, "150")]);
    assert!(told.states.iter().all(
        |state| matches!(&state.source, Source::Device { system, .. } if system == "Warehouse")
            && state.by.is_some()
    ));
    let list = all(house, &aya).await;
    assert_eq!(list.len(), 2);
    assert_eq!(list[0].lot, lot("B3B-ZR(LF)(SN)", 100));
}

async fn z14_a_reference_says_which_lot_is_meant(house: &House) {
    let (_, aya) = system(house, AYA).await;
    let first = placed(house, &aya, &[named("bin-1", "A1", 5)]).await;
    let again = placed(house, &aya, &[named(" bin-1 ", "A2", 6)]).await;
    assert_eq!((again[0].id, again[0].version), (first[0].id, 2));
    // Another reference is another lot, though all eight fields are equal.
    let other = placed(house, &aya, &[named("bin-2", "A2", 6)]).await;
    assert_ne!(other[0].id, first[0].id);
    // A reference moves when the lot that has it is named by id and given another one.
    let renamed = Sent {
        id: Some(first[0].id),
        ..named("bin-9", "A2", 6)
    };
    placed(house, &aya, &[renamed]).await;
    let free = placed(house, &aya, &[named("bin-1", "A3", 1)]).await;
    assert_eq!(free[0].did, Done::Created);
    let taken = Sent {
        id: Some(first[0].id),
        ..named("bin-2", "A2", 6)
    };
    let faults = put(house, &aya, &[taken], SameItems::Ask).await;
    assert_eq!(
        faults,
        Outcome::Faults(vec![(0, Fault::ReferenceTaken { by: other[0].id })])
    );
    // The same reference in another company is another lot.
    let (_, eve) = system(house, EVE).await;
    assert_eq!(
        placed(house, &eve, &[named("bin-1", "A1", 5)]).await[0].did,
        Done::Created
    );
    let long = put(house, &aya, &[named(&"r".repeat(65), "A1", 5)], SameItems::Ask).await;
    let Outcome::Faults(faults) = long else {
        panic!("{long:?}")
    };
    assert!(
        matches!(&faults[0].1, Fault::Cells(cells) if matches!(cells.at("reference"), Some(Violation::TooLong { .. })))
    );
    // A sign that PostgreSQL does not store is a fault of the field, not of ours.
    let odd = put(house, &aya, &[named("r\0", "A1\0", 5)], SameItems::Ask).await;
    assert!(matches!(odd, Outcome::Faults(_)), "{odd:?}");
}

async fn a_batch_is_put_whole_or_not_at_all(house: &House) {
    let (_, aya) = system(house, AYA).await;
    placed(house, &aya, &[new("A1", 5)]).await;
    let mut wrong = new("B2", 1);
    wrong.lot.quantity = "0".into();
    wrong.lot.remarks = "call 03-1234-5678".into();
    let mut own_name = new("B3", 1);
    own_name.lot.remarks = "Company of aya".into();
    let faults = put(
        house,
        &aya,
        &[new("C3", 1), wrong, own_name, new("A1", 2)],
        SameItems::Ask,
    )
    .await;
    let Outcome::Faults(faults) = faults else {
        panic!("{faults:?}")
    };
    assert_eq!(faults.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [1, 2, 3]);
    let Fault::Cells(cells) = &faults[0].1 else {
        panic!("{faults:?}")
    };
    assert_eq!(cells.at("quantity"), Some(&Violation::QuantityZero));
    assert_eq!(cells.at("remarks"), Some(&Violation::NamesPhone));
    assert!(
        matches!(&faults[1].1, Fault::Cells(cells) if cells.at("remarks") == Some(&Violation::NamesCompany))
    );
    assert!(matches!(&faults[2].1, Fault::SameItem { quantity: 5, .. }));
    assert_eq!(all(house, &aya).await.len(), 1);
    let Outcome::Done(added) = put(house, &aya, &[new("A1", 2), new("C3", 1)], SameItems::Add).await else {
        panic!("is added")
    };
    assert_eq!(
        added.iter().map(|lot| lot.did).collect::<Vec<_>>(),
        [Done::Added, Done::Created]
    );
    let list = all(house, &aya).await;
    assert_eq!(list[0].lot.quantity, "7");
    let Outcome::Done(_) = put(house, &aya, &[new("A1", 1)], SameItems::Separate).await else {
        panic!("is kept apart")
    };
    assert_eq!(all(house, &aya).await.len(), 3);
}

async fn r007_other_companies_lots_are_not_there(house: &House) {
    let (_, aya) = system(house, AYA).await;
    let (_, eve) = system(house, EVE).await;
    let hers = placed(house, &eve, &[named("bin-1", "A1", 5)]).await[0].id;
    for id in [hers, Uuid::nil()] {
        let read = lots::one(&house.market, &aya, id).await;
        assert_eq!(refusal(read), Refusal::NotFound);
        let written = put(
            house,
            &aya,
            &[Sent {
                id: Some(id),
                ..new("A1", 9)
            }],
            SameItems::Ask,
        )
        .await;
        assert_eq!(written, Outcome::Faults(vec![(0, Fault::NoLot)]));
        let named = Named {
            id: Some(id),
            ..Named::default()
        };
        let deleted = lots::delete(&house.market, &aya, None, &[named])
            .await
            .expect("answers");
        assert_eq!(deleted, Outcome::Faults(vec![(0, Fault::NoLot)]));
    }
    assert_eq!(
        lots::one(&house.market, &eve, hers)
            .await
            .expect("is hers")
            .lot
            .quantity,
        "5"
    );
    assert!(all(house, &aya).await.is_empty());
}

async fn what_is_deleted_is_gone_and_its_reference_free(house: &House) {
    let (_, aya) = system(house, AYA).await;
    let made = placed(house, &aya, &[named("bin-1", "A1XYZ", 5), new("B2XYZ", 5)]).await;
    let by_reference = Named {
        reference: Some("bin-1".into()),
        ..Named::default()
    };
    let late = Named {
        id: Some(made[1].id),
        version: Some(9),
        ..Named::default()
    };
    let stopped = lots::delete(&house.market, &aya, None, &[by_reference.clone(), late])
        .await
        .expect("answers");
    assert_eq!(stopped, Outcome::Faults(vec![(1, Fault::Changed { version: 1 })]));
    assert_eq!(all(house, &aya).await.len(), 2, "all or nothing");
    let done = lots::delete(&house.market, &aya, None, std::slice::from_ref(&by_reference))
        .await
        .expect("deletes");
    assert_eq!(done, Outcome::Done(vec![made[0].id]));
    assert_eq!(found(&house.market, "A1XYZ").await, 0);
    let again = lots::delete(&house.market, &aya, None, &[by_reference])
        .await
        .expect("answers");
    assert_eq!(again, Outcome::Faults(vec![(0, Fault::NoLot)]));
    let anew = placed(house, &aya, &[named("bin-1", "A1XYZ", 7)]).await;
    assert_ne!(anew[0].id, made[0].id);
    assert_eq!(
        house.rows("lot WHERE deleted_at IS NOT NULL").await,
        1,
        "a tombstone tells devices"
    );
}

async fn pages_follow_one_another_and_filters_find(house: &House) {
    let (_, aya) = system(house, AYA).await;
    let models = ["A1-X", "B2", "A1X", "C3", "D4"];
    let sent: Vec<Sent> = models
        .iter()
        .map(|model| named(&format!("ref {model}"), model, 1))
        .collect();
    placed(house, &aya, &sent).await;
    let (mut after, mut seen) = (0, Vec::new());
    loop {
        let wanted = Wanted {
            after,
            limit: 2,
            ..Wanted::default()
        };
        let page = lots::list(&house.market, &aya, &wanted).await.expect("lists");
        assert!(page.lots.len() <= 2);
        seen.extend(page.lots.into_iter().map(|own| own.lot.model));
        match page.next {
            Some(next) => after = next,
            None => break,
        }
    }
    assert_eq!(seen, models);
    let of = async |model: Option<&str>, reference: Option<&str>| {
        let wanted = Wanted {
            model: model.map(str::to_owned),
            reference: reference.map(str::to_owned),
            after: 0,
            limit: 10,
        };
        lots::list(&house.market, &aya, &wanted)
            .await
            .expect("lists")
            .lots
            .len()
    };
    assert_eq!(of(Some("a1x"), None).await, 2);
    assert_eq!(of(None, Some("ref D4")).await, 1);
    assert_eq!(of(Some("A1X"), Some("ref D4")).await, 0);
    assert_eq!(of(Some("\0"), Some("\0")).await, 0);
}

async fn whoever_has_read_an_older_version_writes_nothing(house: &House) {
    let (_, aya) = system(house, AYA).await;
    let made = placed(house, &aya, &[new("A1", 5)]).await;
    let seen = |version| Sent {
        id: Some(made[0].id),
        version: Some(version),
        ..new("A1", 6)
    };
    assert_eq!(placed(house, &aya, &[seen(1)]).await[0].version, 2);
    let late = put(house, &aya, &[seen(1)], SameItems::Ask).await;
    assert_eq!(late, Outcome::Faults(vec![(0, Fault::Changed { version: 2 })]));
}

async fn imported(
    house: &House,
    bearer: &Bearer,
    text: &str,
    again: bool,
    mode: Mode,
) -> Result<Outcome<Uuid>, NotTaken> {
    let file = NewFile {
        name: "stock.csv",
        bytes: text.as_bytes(),
        again,
        mode,
    };
    files::import(&house.market, bearer, None, file)
        .await
        .expect("nothing breaks")
}

async fn a_file_is_previewed_imported_and_told_of(house: &House) {
    let (_, aya) = system(house, AYA).await;
    let text = format!("{HEADINGS}\nJST,Connector,B3B-ZR(LF)(SN),150,Loose,ROHS,2020,Japan,A-1\n");
    let file = NewFile {
        name: "stock.csv",
        bytes: text.as_bytes(),
        again: false,
        mode: Mode::Replace,
    };
    let (counts, faults) = files::preview(&house.market, &aya, file)
        .await
        .expect("looks")
        .expect("is a file");
    assert_eq!((counts.new, faults.len()), (1, 0));
    assert_eq!(house.rows("import").await, 0);
    let Ok(Outcome::Done(key)) = imported(house, &aya, &text, false, Mode::Add).await else {
        panic!("is kept")
    };
    let stage = async |key| {
        files::look(&house.market, &aya, key)
            .await
            .expect("is there")
            .stage
    };
    assert!(matches!(stage(key).await, Stage::Waiting { .. }));
    jobs::run_due(&house.market).await.expect("runs");
    assert!(matches!(stage(key).await, Stage::Imported(landed) if landed.added == 1));
    assert_eq!(
        imported(house, &aya, &text, false, Mode::Add).await,
        Err(NotTaken::SameFile)
    );
    let Ok(Outcome::Done(key)) = imported(house, &aya, &text, true, Mode::Merge).await else {
        panic!("is meant")
    };
    jobs::run_due(&house.market).await.expect("runs");
    assert!(matches!(stage(key).await, Stage::Imported(landed) if landed.merged == 1));
    let wrong = text.replace("150", "1,50");
    let Ok(Outcome::Done(key)) = imported(house, &aya, &wrong, false, Mode::Add).await else {
        panic!("is kept")
    };
    jobs::run_due(&house.market).await.expect("runs");
    assert!(matches!(stage(key).await, Stage::Refused { total, .. } if total > 0));
    let (_, eve) = system(house, EVE).await;
    for strange in [key, Uuid::nil()] {
        assert_eq!(
            refusal(files::look(&house.market, &eve, strange).await),
            Refusal::NotFound
        );
    }
}

async fn two_hundred_lots_at_once(house: &House) {
    let (_, aya) = system(house, AYA).await;
    let sent: Vec<Sent> = (0..200)
        .map(|at| named(&format!("bin-{at}"), &format!("PART-{at}"), 1))
        .collect();
    assert_eq!(placed(house, &aya, &sent).await.len(), 200);
    let again: Vec<Sent> = (0..200)
        .map(|at| named(&format!("bin-{at}"), &format!("PART-{at}"), 2))
        .collect();
    assert!(
        placed(house, &aya, &again)
            .await
            .iter()
            .all(|lot| lot.did == Done::Changed && lot.version == 2)
    );
    assert_eq!(found(&house.market, "PART").await, 200);
}
