//! A lot of which nothing is another but the company's own name for it.

use domain::api::putting::{Fault, SameItems, Sent};
use domain::inventory::sync::wire::{Past, Source};
use services::api::Outcome;
use services::api::stock::{self as lots, Done};
use services::inventory::sync::{self, history};

use super::{AYA, lot, named, placed, put, system};
use crate::support::house::{House, found};

on_both!(z14_another_reference_is_another_version);

/// Prevents a name that is lost: two systems that have both read the lot each gave it another one, and the later one won unseen.
async fn z14_another_reference_is_another_version(house: &House) {
    let (who, aya) = system(house, AYA).await;
    let id = placed(house, &aya, &[named("bin-1", "A1XYZ", 5)]).await[0].id;
    let made_under = house.number("SELECT seq FROM lot").await;
    let seen = |version, reference: &str| Sent {
        id: Some(id),
        version: Some(version),
        ..named(reference, "A1XYZ", 5)
    };
    let renamed = placed(house, &aya, &[seen(1, "bin-2")]).await;
    assert_eq!((renamed[0].version, renamed[0].did), (2, Done::Changed));
    let own = lots::one(&house.market, &aya, id).await.expect("is there");
    assert_eq!((own.version, own.reference.as_deref()), (2, Some("bin-2")));
    let late = put(house, &aya, &[seen(1, "bin-3")], SameItems::Ask).await;
    assert_eq!(late, Outcome::Faults(vec![(0, Fault::Changed { version: 2 })]));
    let same = placed(house, &aya, &[seen(2, "bin-2")]).await;
    assert_eq!((same[0].version, same[0].did), (2, Done::Unchanged));
    // Devices are told, and the past says by what.
    assert_eq!(house.number("SELECT seq FROM lot").await, made_under + 1);
    let last = "SELECT s.seq FROM company_seq s JOIN lot l ON l.company_id = s.company_id";
    assert_eq!(house.number(last).await, made_under + 1);
    let supplier = who.supplier().expect("sells");
    let hello = sync::hello(&house.market, &who).await;
    let hello = hello.expect("greets").expect("sells");
    let past = Past {
        user_id: hello.user_id,
        company_id: hello.company_id,
        item: id,
        before: None,
    };
    let told = history::history(&house.market, &supplier, &past).await;
    let told = told.expect("tells").expect("is its own");
    let versions: Vec<_> = told.states.iter().map(|state| state.version).collect();
    assert_eq!(versions, [2, 1]);
    assert!(matches!(told.states[0].source, Source::Device { .. }));
    // Of a lot that gets other cells as well there is one version more, not two.
    let both = Sent {
        lot: lot("A1XYZ", 6),
        ..seen(2, "")
    };
    assert_eq!(placed(house, &aya, &[both]).await[0].version, 3);
    assert_eq!(found(&house.market, "A1XYZ").await, 1);
}
