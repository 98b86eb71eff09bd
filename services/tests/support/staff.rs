//! The owner's people in tests: signed in with both steps, and acting.

#![allow(unreachable_pub, reason = "a test program has no outside")]

use domain::accounts::{AccountType, StaffRole};
use services::accounts::proving;
use services::accounts::session::{SessionToken, SignedIn};
use services::proofs::{Acting, Staff};

use crate::support::house::{House, PASSWORD, caller};

pub const DESK: &str = "desk@owner.example";
pub const MATE: &str = "mate@owner.example";

pub struct Person {
    pub token: SessionToken,
    pub who: SignedIn,
}

impl Person {
    /// One of them who signs in, as whoever was away for long does again.
    pub async fn signed_in(house: &House, email: &str) -> Self {
        let (token, who) = house.sign_in(email, "staff").await;
        Self { token, who }
    }

    pub fn staff(&self) -> Staff {
        self.who.staff(&caller()).expect("is one of the owner's people")
    }

    pub fn number(&self) -> &str {
        &self.who.visitor.number
    }

    pub async fn acting(&self, house: &House) -> Acting {
        self.acting_with(house, "").await
    }

    /// Shows the password, however long ago it was shown.
    pub async fn acting_late(&self, house: &House) -> Acting {
        self.acting_with(house, PASSWORD).await
    }

    async fn acting_with(&self, house: &House, password: &str) -> Acting {
        proving::acting(&house.market, &self.who, &caller(), password)
            .await
            .expect("has shown the password")
    }
}

/// One of the owner's people, of a role.
pub async fn member(house: &House, email: &str, role: StaffRole) -> Person {
    let id = house
        .person(AccountType::Staff, email, "", false)
        .await
        .account_id;
    let role = role.word();
    house
        .run(&format!(
            "UPDATE staff SET role = '{role}' WHERE account_id = {id}"
        ))
        .await;
    Person::signed_in(house, email).await
}

/// An administrator.
pub async fn desk(house: &House) -> Person {
    member(house, DESK, StaffRole::Administrator).await
}
