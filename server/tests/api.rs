//! Companies' own systems before the real router: what opens the door, what is answered, and what the document says of it.

mod calls;
mod document;
mod doors;
mod pages;

use crate::support::door::{Answer, Door};
use crate::support::house::{House, NOON};
use axum::body::Body;
use axum::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, HOST};
use axum::http::{Method, Request, StatusCode};
use serde_json::{Value, json};

use calls::{
    a_call_with_a_key_is_done_once, a_file_goes_in_and_its_fate_is_told, faults_are_told_with_their_places,
    lots_are_put_read_and_deleted, r007_the_lots_of_another_company_are_not_there, races_through_the_router,
};
use document::{
    the_document_names_every_route_and_every_route_is_there, the_limits_told_are_those_of_the_rules,
};
use doors::{
    a_cookie_opens_nothing_here_and_a_token_nothing_elsewhere, every_door_asks_for_a_token,
    scopes_are_asked_for, t25_a_revoked_token_is_a_strangers, too_many_calls_wait,
    what_is_no_message_of_ours_is_refused_in_both_languages,
};
use pages::{
    a_buyer_has_no_tokens, a_token_is_made_shown_once_and_revoked, the_manual_is_for_everybody,
    what_is_wrong_with_the_form_stands_at_its_field,
};

on_both!(
    lots_are_put_read_and_deleted,
    faults_are_told_with_their_places,
    r007_the_lots_of_another_company_are_not_there,
    a_call_with_a_key_is_done_once,
    races_through_the_router,
    a_file_goes_in_and_its_fate_is_told,
    every_door_asks_for_a_token,
    scopes_are_asked_for,
    a_cookie_opens_nothing_here_and_a_token_nothing_elsewhere,
    t25_a_revoked_token_is_a_strangers,
    too_many_calls_wait,
    what_is_no_message_of_ours_is_refused_in_both_languages,
    the_document_names_every_route_and_every_route_is_there,
    the_limits_told_are_those_of_the_rules,
    a_token_is_made_shown_once_and_revoked,
    what_is_wrong_with_the_form_stands_at_its_field,
    a_buyer_has_no_tokens,
    the_manual_is_for_everybody,
);

const AYA: &str = "aya@midori.example";
const EVE: &str = "eve@other.example";

/// A system with a token, and the browser in which the token was made.
struct System {
    door: Door,
    token: String,
}

impl System {
    /// A new supplier's, which may do everything.
    async fn of(house: &House, email: &str) -> Self {
        house.market.db.named(NOON).await.expect("is named");
        house.supplier(email).await;
        let mut browser = Door::signed_in(house, email, "supplier").await;
        let token = make(&mut browser, &["stock:read", "stock:write", "stock:import"]).await;
        Self { door: browser, token }
    }

    /// The same system with a token for less.
    async fn with(&mut self, scopes: &[&str]) -> Self {
        let token = make(&mut self.door, scopes).await;
        Self {
            door: self.door.another(),
            token,
        }
    }

    fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, "parts.example")
            .header(AUTHORIZATION, format!("Bearer {}", self.token))
            .header(ACCEPT_LANGUAGE, "en")
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        self.door.another().send(request).await
    }

    async fn get(&self, path: &str) -> Answer {
        let request = self.request(Method::GET, path).body(Body::empty());
        self.send(request.expect("a request")).await
    }

    async fn delete(&self, path: &str) -> Answer {
        let request = self.request(Method::DELETE, path).body(Body::empty());
        self.send(request.expect("a request")).await
    }

    async fn json(&self, method: Method, path: &str, key: Option<&str>, body: &Value) -> Answer {
        let mut request = self
            .request(method, path)
            .header(CONTENT_TYPE, "application/json");
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let request = request.body(Body::from(body.to_string()));
        self.send(request.expect("a request")).await
    }

    async fn put(&self, lots: &[Value]) -> Answer {
        self.json(Method::POST, "/api/v1/stock", None, &json!({ "lots": lots }))
            .await
    }

    async fn file(&self, path: &str, text: &str) -> Answer {
        let request = self
            .request(Method::POST, path)
            .header(CONTENT_TYPE, "text/csv; charset=utf-8")
            .body(Body::from(text.to_owned()));
        self.send(request.expect("a request")).await
    }
}

async fn make(browser: &mut Door, scopes: &[&str]) -> String {
    let mut fields = vec![("step", "make"), ("name", "Warehouse system"), ("days", "90")];
    fields.extend(scopes.iter().map(|scope| ("scopes", *scope)));
    let page = browser.post("/account/tokens", &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let at = page.body.find("rs_").expect("a token on the page");
    page.body[at..at + 46].to_owned()
}

fn lot(model: &str, quantity: u32) -> Value {
    json!({
        "manufacturer": "JST", "product_name": "Connector", "model": model, "quantity": quantity, "packing": "Loose",
        "rohs": "ROHS", "dc": 2020, "location": "Japan", "remarks": "A-1"
    })
}

/// A problem in the form of RFC 9457, with its kind.
fn is_problem(answer: &Answer, status: u16, kind: &str) -> Value {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem = answer.json();
    assert_eq!(problem["type"], format!("/developers#{kind}"), "{problem}");
    assert_eq!(problem["status"], status);
    for field in ["title", "detail", "reference"] {
        assert!(
            problem[field].as_str().is_some_and(|text| !text.is_empty()),
            "{field}: {problem}"
        );
    }
    problem
}
