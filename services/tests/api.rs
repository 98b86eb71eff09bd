//! A company's own systems before the real tables: their tokens, what they do to stock, and that it is done once.

mod once;
mod renamed;
mod stock;
mod tokens;

use crate::support::house::{House, NOON, PASSWORD, caller};
use domain::api::putting::{SameItems, Sent};
use domain::api::tokens::TokenForm;
use domain::inventory::LotForm;
use secrecy::ExposeSecret;
use services::accounts::session::SignedIn;
use services::api::Outcome;
use services::api::bearer::{self, Bearer, Secret};
use services::api::stock::{self as lots, OwnLot, Placed, Wanted};
use services::api::tokens::{self as making, Made};
use services::market::Market;

const AYA: &str = "aya@midori.example";
const EVE: &str = "eve@other.example";

fn form(name: &str, scopes: &[&str]) -> TokenForm {
    TokenForm {
        submission: String::new(),
        name: name.to_owned(),
        scopes: scopes.iter().map(|&scope| scope.to_owned()).collect(),
        days: "30".to_owned(),
        password: PASSWORD.to_owned(),
    }
}

const ALL: [&str; 3] = ["stock:read", "stock:write", "stock:import"];

/// A new token, as text.
async fn token(house: &House, who: &SignedIn, scopes: &[&str]) -> String {
    match making::make(&house.market, who, &caller(), &form("Warehouse", scopes)).await {
        Ok(Made::Token(secret)) => secret.expose_secret().to_owned(),
        other => panic!("{other:?}"),
    }
}

async fn look(market: &Market, token: &str) -> Option<Bearer> {
    let secret = Secret::of_text(token).expect("has the shape of a token");
    bearer::find(market, &secret).await.expect("looks up")
}

/// A supplier, signed in, with a system that may do everything.
async fn system(house: &House, email: &str) -> (SignedIn, Bearer) {
    house.market.db.named(NOON).await.expect("is named");
    house.supplier(email).await;
    let (_, who) = house.sign_in(email, "supplier").await;
    let token = token(house, &who, &ALL).await;
    let bearer = look(&house.market, &token).await.expect("is good");
    (who, bearer)
}

fn lot(model: &str, quantity: u32) -> LotForm {
    LotForm {
        manufacturer: "JST".into(),
        product_name: "Connector".into(),
        model: model.into(),
        quantity: quantity.to_string(),
        packing: "Loose".into(),
        rohs: "ROHS".into(),
        dc: "2020".into(),
        location: "Japan".into(),
        remarks: String::new(),
        date_code: String::new(),
    }
}

fn new(model: &str, quantity: u32) -> Sent {
    Sent {
        lot: lot(model, quantity),
        ..Sent::default()
    }
}

fn named(reference: &str, model: &str, quantity: u32) -> Sent {
    Sent {
        reference: Some(reference.to_owned()),
        ..new(model, quantity)
    }
}

async fn put(house: &House, bearer: &Bearer, sent: &[Sent], same: SameItems) -> Outcome<Vec<Placed>> {
    lots::put(&house.market, bearer, None, sent, same)
        .await
        .expect("nothing breaks")
}

async fn placed(house: &House, bearer: &Bearer, sent: &[Sent]) -> Vec<Placed> {
    match put(house, bearer, sent, SameItems::Ask).await {
        Outcome::Done(placed) => placed,
        other => panic!("{other:?}"),
    }
}

async fn all(house: &House, bearer: &Bearer) -> Vec<OwnLot> {
    let wanted = Wanted {
        limit: 500,
        ..Wanted::default()
    };
    lots::list(&house.market, bearer, &wanted)
        .await
        .expect("lists")
        .lots
}
