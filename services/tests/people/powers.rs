//! Who may do what, and that of two who do it at once one does (T31, T35, R054).

use std::time::Duration;

use domain::accounts::{AccountType, ProfileForm, SideForm, StaffRole};
use domain::people::{Act, PeopleFilter};
use domain::refusal::Refusal;
use domain::violations::Violation;
use services::accounts::{own, proving};
use services::people::{Outcome, care, companies, listing, sheets};

use crate::people::{ANNA, BEN, wanted};
use crate::support::house::{self, House, MINUTE, caller, forms};
use crate::support::people::{self, fault, is_in, mails, refusal};
use crate::support::staff::{MATE, desk, member};

on_both!(
    t35_of_two_who_act_at_once_one_does_and_a_double_click_is_one,
    t31_each_role_does_its_own_and_nobody_does_anything_to_themselves,
    r054_whoever_speaks_for_no_company_changes_the_own_name,
);

async fn t35_of_two_who_act_at_once_one_does_and_a_double_click_is_one(house: &House) {
    let (desk, mate) = (desk(house).await, member(house, MATE, StaffRole::Screening).await);
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    let (one, two) = (desk.acting(house).await, mate.acting(house).await);
    let mut version = 0;
    for round in 0..house::rounds(40, 200) {
        let act = if round % 2 == 0 {
            Act::Suspend
        } else {
            Act::Restore
        };
        let care = wanted(act, version);
        let both = tokio::join!(
            care::person(&house.market, &one, &anna.number, &care),
            care::person(&house.market, &two, &anna.number, &care),
        );
        let outcomes = [both.0.expect("acts"), both.1.expect("acts")];
        let done = outcomes
            .iter()
            .filter(|outcome| **outcome == Outcome::Done)
            .count();
        assert_eq!(done, 1, "round {round}: {outcomes:?}");
        version += 1;
        house.wait(Duration::from_secs(1));
    }
    let entries = "SELECT COUNT(*) FROM audit WHERE action IN ('person_suspended', 'person_restored')";
    assert_eq!(house.number(entries).await, i64::from(version));
    assert_eq!(
        mails(house, "suspended").await + mails(house, "restored").await,
        i64::from(version)
    );
    // The same person twice is one act, and hears that it is done.
    let care = wanted(Act::ForcePassword, version);
    for _ in 0..2 {
        let outcome = care::person(&house.market, &one, &anna.number, &care)
            .await
            .expect("acts");
        assert_eq!(outcome, Outcome::Done);
    }
    assert_eq!(house.rows("audit WHERE action = 'password_forced'").await, 1);
    let late = care::person(&house.market, &two, &anna.number, &care)
        .await
        .expect("acts");
    assert_eq!(late, Outcome::Missed);
    let company = anna.company_id.expect("a company");
    let care = wanted(Act::Suspend, 0);
    for _ in 0..2 {
        let outcome = companies::company(&house.market, &one, company, &care)
            .await
            .expect("acts");
        assert_eq!(outcome, Outcome::Done);
    }
    let late = companies::company(&house.market, &two, company, &care)
        .await
        .expect("acts");
    assert_eq!(late, Outcome::Missed);
    assert_eq!(house.rows("audit WHERE action = 'company_suspended'").await, 1);
}

async fn t31_each_role_does_its_own_and_nobody_does_anything_to_themselves(house: &House) {
    let chief = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    let company = anna.company_id.expect("a company");
    for role in StaffRole::ALL {
        let email = format!("a-{}@owner.example", role.word());
        let one = member(house, &email, role).await;
        let staff = one.staff();
        let looks = listing::people(&house.market, &staff, PeopleFilter::default()).await;
        assert_eq!(looks.is_ok(), role.may_look_up(), "{role:?}");
        let looks = listing::companies(&house.market, &staff, PeopleFilter::default()).await;
        assert_eq!(looks.is_ok(), role.may_look_up(), "{role:?}");
        let looks = sheets::person(&house.market, &staff, &one.who, &anna.number).await;
        assert_eq!(looks.is_ok(), role.may_look_up(), "{role:?}");
        if let Ok(sheet) = looks {
            assert_eq!(sheet.powers.may_care, role.may_care(), "{role:?}");
        }
        let looks = sheets::company(&house.market, &staff, &one.who, company).await;
        assert_eq!(looks.is_ok(), role.may_look_up(), "{role:?}");
        let looks = services::people::team::page(&house.market, &staff, &one.who).await;
        assert_eq!(looks.is_ok(), role.may_manage(), "{role:?}");
        let acting = one.acting(house).await;
        if !role.may_care() {
            for act in Act::ALL.into_iter().filter(|act| *act != Act::GiveRole) {
                let care = wanted(act, 0);
                let person = care::person(&house.market, &acting, &anna.number, &care).await;
                assert_eq!(refusal(person), Refusal::NotAllowed, "{role:?} {act:?}");
                let firm = companies::company(&house.market, &acting, company, &care).await;
                assert_eq!(refusal(firm), Refusal::NotAllowed, "{role:?} {act:?}");
                let waits = care::registration(&house.market, &acting, 1, &care).await;
                assert_eq!(refusal(waits), Refusal::NotAllowed, "{role:?} {act:?}");
            }
        }
        // The owner's people are the administrators' business, and nobody is their own.
        let (own, chiefs) = (one.number(), chief.number());
        for act in [Act::Suspend, Act::EndSessions, Act::Remove] {
            let care = wanted(act, 0);
            let myself = care::person(&house.market, &acting, own, &care).await;
            assert_eq!(refusal(myself), Refusal::NotAllowed, "{role:?} {act:?}");
            if role != StaffRole::Administrator {
                let other = care::person(&house.market, &acting, chiefs, &care).await;
                assert_eq!(refusal(other), Refusal::NotAllowed, "{role:?} {act:?}");
            }
        }
    }
    assert!(is_in(house, &chief.token).await);
    assert_eq!(house.rows("account WHERE state = 'suspended'").await, 0);
    let number = &anna.number;
    let late = chief.acting(house).await;
    house.wait(16 * MINUTE);
    let proof = proving::acting(&house.market, &chief.who, &caller(), "").await;
    assert_eq!(refusal(proof), Refusal::ProveFirst, "T36");
    let outcome = care::person(&house.market, &late, number, &wanted(Act::ForceCode, 0)).await;
    assert_eq!(outcome.expect("a proof is a proof"), Outcome::Done);
}

async fn r054_whoever_speaks_for_no_company_changes_the_own_name(house: &House) {
    house.person(AccountType::Supplier, BEN, "Isartal", false).await;
    let before = house.rows("company WHERE name = 'Isartal'").await;
    for role in ["stock", "quotations"] {
        house.run(&format!("UPDATE membership SET role = '{role}'")).await;
        let (token, who) = house.sign_in(BEN, "supplier").await;
        let form = SideForm {
            profile: ProfileForm {
                name: format!("Ben {role}"),
                phone_country: "DE".into(),
                phone: "089-5550-0102".into(),
                ..ProfileForm::default()
            },
            agreed: None,
        };
        own::update(&house.market, &who, &form).await.expect("updates");
        let again = people::who(house, &token).await.expect("is in");
        assert_eq!(again.visitor.name, format!("Ben {role}"));
        assert_eq!(again.visitor.phone_country, "DE");
        let answer = own::update(&house.market, &who, &forms::agreed(forms::profile("Mine"))).await;
        assert_eq!(
            refusal(answer),
            Refusal::NotAllowed,
            "{role} speaks for no company"
        );
        let empty = own::update(&house.market, &who, &SideForm::default()).await;
        assert_eq!(fault(empty, "profile.name"), Violation::Missing);
    }
    assert_eq!(house.rows("company WHERE name = 'Isartal'").await, before);
    house.run("UPDATE membership SET role = 'administrator'").await;
}
