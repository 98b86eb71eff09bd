//! A browser without scripts, and a script without a browser, before the real router.

#![allow(unreachable_pub, reason = "a test program has no outside")]

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use domain::accounts::AccountType;
use domain::places::Console;
use http_body_util::BodyExt;
use leptos::config::LeptosOptions;
use server::front_door::{self, House as FrontHouse, HouseSettings, Patience};
use server::settings::Mode;
use services::market::Market;
use services::post::ReadyMail;
use tower::ServiceExt;

use crate::support::house::House;

pub const BASE: &str = "https://parts.example";
const FORM: &str = "application/x-www-form-urlencoded";

pub struct Door {
    router: Router,
    pub cookies: Vec<(String, String)>,
    pub language: &'static str,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The value of a hidden field.
    pub fn hidden(&self, name: &str) -> &str {
        let at = self.body.find(&format!("name=\"{name}\"")).expect("the field");
        let (_, rest) = self.body[at..].split_once("value=\"").expect("a value");
        rest.split('"').next().unwrap_or_default()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

impl Door {
    /// The front door of a house, as in production.
    pub fn of(house: &House) -> Self {
        Self::in_mode(house, Mode::Production, None)
    }

    pub fn in_mode(house: &House, mode: Mode, letters: Option<std::path::PathBuf>) -> Self {
        Self::before(router(&house.market, mode, letters, Patience::USUAL))
    }

    /// The front door of a market, as in production.
    pub fn at(market: &Market) -> Self {
        Self::before(router(market, Mode::Production, None, Patience::USUAL))
    }

    /// A browser before any other door.
    pub const fn before(router: Router) -> Self {
        Self {
            router,
            cookies: Vec::new(),
            language: "en",
        }
    }

    /// One of the owner's people, new and signed in.
    pub async fn staff(house: &House, email: &str) -> Self {
        house.person(AccountType::Staff, email, "", false).await;
        Self::signed_in(house, email, "staff").await
    }

    /// A browser in which somebody has signed in with both steps.
    pub async fn signed_in(house: &House, email: &str, account_type: &str) -> Self {
        let mut door = Self::of(house);
        let answer = door.sign_in_fully(house, email, account_type).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        door
    }

    /// Another browser before the same door.
    pub fn another(&self) -> Self {
        Self::before(self.router.clone())
    }

    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, "parts.example")
            .header(ACCEPT_LANGUAGE, self.language);
        if cookies.is_empty() {
            request
        } else {
            request.header(COOKIE, cookies.join("; "))
        }
    }

    pub async fn send(&mut self, request: Request<Body>) -> Answer {
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router answers");
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(SET_COOKIE) {
            let text = cookie.to_str().expect("a cookie is text");
            let (name, value) = text
                .split(';')
                .next()
                .and_then(|pair| pair.split_once('='))
                .expect("a cookie has a value");
            self.cookies.retain(|(known, _)| known != name);
            if !text.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let body = body.collect().await.expect("a body").to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// Opens a page, as a browser does.
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = self
            .request(Method::GET, path)
            .header(ACCEPT, "text/html")
            .body(Body::empty())
            .expect("a request");
        self.send(request).await
    }

    /// Posts a form of one of our own pages, as a browser without scripts does.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self
            .request(Method::POST, path)
            .header(ACCEPT, "text/html")
            .header(CONTENT_TYPE, FORM)
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(encode(fields)))
            .expect("a request");
        self.send(request).await
    }

    /// Calls a server function, as our own scripts do.
    pub async fn call(&mut self, endpoint: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self
            .request(Method::POST, &format!("/api/{endpoint}"))
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, FORM)
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(encode(fields)))
            .expect("a request");
        self.send(request).await
    }

    /// Asks a server function that only reads.
    pub async fn ask(&mut self, endpoint: &str, fields: &[(&str, &str)]) -> Answer {
        let path = format!("/api/{endpoint}?{}", encode(fields));
        let request = self
            .request(Method::GET, &path)
            .header(ACCEPT, "application/json")
            .body(Body::empty())
            .expect("a request");
        self.send(request).await
    }

    pub async fn sign_in(&mut self, email: &str, account_type: &str) -> Answer {
        let fields = [
            ("account_type", account_type),
            ("login", email),
            ("password", crate::support::house::PASSWORD),
        ];
        let path = if account_type == "staff" {
            "/staff/sign-in"
        } else {
            "/sign-in"
        };
        self.post(path, &fields).await
    }

    /// Signs in with password and second step, which is set up where it has to be.
    pub async fn sign_in_fully(&mut self, house: &House, email: &str, account_type: &str) -> Answer {
        let answer = self.sign_in(email, account_type).await;
        if answer.header(LOCATION.as_str()) != "/sign-in/second-step" {
            return answer;
        }
        let code = house.code(email).await;
        self.post("/sign-in/second-step", &[("code", &code)]).await
    }

    /// Follows a redirect.
    pub async fn follow(&mut self, answer: &Answer) -> Answer {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let location = answer.header(LOCATION.as_str()).to_owned();
        self.get(&location).await
    }
}

/// The router of a market with a patience of its own.
pub fn router(
    market: &Market,
    mode: Mode,
    letters: Option<std::path::PathBuf>,
    patience: Patience,
) -> Router {
    router_of(market, settings(mode, letters, patience))
}

pub fn settings(mode: Mode, letters: Option<std::path::PathBuf>, patience: Patience) -> HouseSettings {
    HouseSettings {
        mode,
        public_base_url: BASE.to_owned(),
        letters,
        trusted_proxies: Vec::new(),
        patience,
        offline_shell: true,
    }
}

/// The router of a market with settings of its own.
pub fn router_of(market: &Market, settings: HouseSettings) -> Router {
    let leptos = LeptosOptions::builder()
        .output_name("reelstock")
        .site_root("tests/no-such-site")
        .site_pkg_dir("pkg")
        .hash_files(false)
        .build();
    let front = FrontHouse {
        market: market.clone(),
        settings: Arc::new(settings),
        leptos,
        stylesheet: "/pkg/reelstock.css".into(),
    };
    front_door::router(front)
}

/// The fields of a form, some of them with other values.
pub fn with<'a>(fields: &[(&'a str, &'a str)], changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = fields.to_vec();
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    fields
}

pub fn leads_to(answer: &Answer, place: &str) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(answer.header(LOCATION.as_str()), place);
}

pub fn says(answer: &Answer, status: StatusCode, words: &[&str]) {
    assert_eq!(answer.status, status, "{}", answer.body);
    for word in words {
        assert!(answer.body.contains(word), "{word}: {}", answer.body);
    }
}

/// The path of the link in a mail; where there is none, that of its first address.
pub fn link(letter: &ReadyMail) -> String {
    let text = &letter.text;
    let at = text.find(&format!("{BASE}/k/")).or_else(|| text.find(BASE));
    let path = &text[at.expect("an address in the mail") + BASE.len()..];
    path.chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/'))
        .collect()
}

/// The newest application: its page in the console, and the version that it is in.
pub async fn newest_application(house: &House) -> (String, String) {
    let id = house.number("SELECT MAX(id) FROM application").await;
    let version = "SELECT CAST(version AS BIGINT) FROM application ORDER BY id DESC LIMIT 1";
    let version = house.number(version).await;
    (Console::Application(id).path(), version.to_string())
}

pub fn encode(fields: &[(&str, &str)]) -> String {
    use domain::places::percent;
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", percent(name), percent(value)))
        .collect::<Vec<_>>()
        .join("&")
}
