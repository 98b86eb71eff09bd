//! Who is there: the session cookie, the language, the theme. Looked up once for each request, never kept.

use std::net::IpAddr;
use std::sync::Arc;

use app::desk::Arrival;
use app::session::{HouseInfo, Session, Theme, Who};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, HeaderName, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use domain::language::Language;
use domain::notices::NoticeView;
use domain::owner::Owner;
use services::accounts::caller::Caller;
use services::accounts::links;
use services::accounts::session::{self, Presence, SignedIn};
use services::notices;
use tokio::time::timeout;

use super::client;
use super::cookies::{
    DEVICE, HALF, LANGUAGE, SESSION, THEME, WAITING, flow, has_compact_rows, put_away, token,
};
use super::headers::Reference;
use super::{House, provide_house, shell};

/// Looks who is there and passes the request on.
pub(super) async fn arrive(State(house): State<House>, mut request: Request, next: Next) -> Response {
    let looked = arrival(&house, Outside::of(&house, &request));
    let Ok(arrival) = timeout(house.settings.patience.answer, looked).await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    request.extensions_mut().insert(Arc::new(arrival));
    let mut response = next.run(request).await;
    // Pages differ by cookie and may hold what only one person may see (T28).
    response
        .headers_mut()
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

fn reference<B>(request: &axum::http::Request<B>) -> String {
    request
        .extensions()
        .get::<Reference>()
        .map(|Reference(name)| name.clone())
        .unwrap_or_default()
}

/// What is read off a request before anything is waited for.
struct Outside {
    headers: HeaderMap,
    reference: String,
    ip: IpAddr,
    /// Path and query, where a page is shown; server functions write no page.
    page: Option<String>,
}

impl Outside {
    fn of<B>(house: &House, request: &axum::http::Request<B>) -> Self {
        let headers = request.headers().clone();
        Self {
            reference: reference(request),
            ip: client::ip(request.extensions(), &headers, &house.settings.trusted_proxies),
            page: page(request.uri()),
            headers,
        }
    }
}

/// The address of a page.
fn page(uri: &Uri) -> Option<String> {
    let whole = uri.path_and_query().map_or(uri.path(), |whole| whole.as_str());
    (!uri.path().starts_with("/api/")).then(|| whole.to_owned())
}

/// What stands on every page, but for what this browser has put away. A page without it is better than none.
async fn banners(house: &House, jar: &CookieJar, language: Language) -> Vec<NoticeView> {
    let banners = match notices::banners(&house.market, language).await {
        Ok(banners) => banners,
        Err(error) => {
            tracing::warn!(error = format!("{error:#}"), "banners cannot be read");
            return Vec::new();
        }
    };
    let away = put_away(jar);
    let shown = banners
        .into_iter()
        .filter(|notice| !away.contains(&notice.mark()));
    shown.collect()
}

/// Who runs the house. Where that cannot be read, the settings file is good enough for a page.
async fn owner(house: &House) -> Owner {
    let owner = services::owner::owner(&house.market).await;
    owner.unwrap_or_else(|error| {
        tracing::warn!(error = format!("{error:#}"), "the owner cannot be read");
        house.market.settings.owner.clone()
    })
}

async fn presence(house: &House, jar: &CookieJar) -> Presence {
    let Some(token) = token(jar, SESSION) else {
        return Presence::Nobody;
    };
    let presence = session::look(&house.market, &token).await;
    presence.unwrap_or_else(|error| {
        // Whoever cannot be looked up is nobody: a fault must not open a door (T69).
        tracing::error!(error = format!("{error:#}"), "a session cannot be looked up");
        Presence::Nobody
    })
}

async fn arrival(house: &House, outside: Outside) -> Arrival {
    let Outside {
        headers,
        reference,
        ip,
        page,
    } = outside;
    let jar = CookieJar::from_headers(&headers);
    let language = language(&jar, &headers);
    let (presence, (banners, owner)) = tokio::join!(presence(house, &jar), async {
        match &page {
            Some(_) => tokio::join!(banners(house, &jar, language), owner(house)),
            None => (Vec::new(), house.market.settings.owner.clone()),
        }
    });
    let (signed_in, suspended) = match presence {
        Presence::In(who) => (Some(*who), false),
        Presence::Suspended => (None, true),
        Presence::Nobody => (None, false),
    };
    let caller = Caller {
        ip,
        language,
        agent: text(&headers, USER_AGENT),
        device: token(&jar, DEVICE),
        waiting: token(&jar, WAITING),
    };
    let flow = flow(&headers);
    Arrival {
        caller,
        half: token(&jar, HALF),
        session: Session {
            language,
            theme: jar
                .get(THEME)
                .map(|cookie| Theme::of_word(cookie.value()))
                .unwrap_or_default(),
            visitor: signed_in.as_ref().map(who),
            link: flow.as_deref().map(links::mark),
        },
        flow,
        house: HouseInfo {
            owner_name: owner.name(language).to_owned(),
            owner_address: owner.address(language).to_owned(),
            owner_phone: owner.phone.into(),
            has_letters: house.settings.letters.is_some(),
            compact_rows: has_compact_rows(&jar),
            banners,
            here: page.unwrap_or_default(),
        },
        signed_in,
        suspended,
        reference,
    }
}

/// Who is there, as far as a page shows it.
fn who(signed_in: &SignedIn) -> Who {
    Who {
        keeps_stock: signed_in.supplier().is_some(),
        settles: signed_in.administrator().is_some(),
        ..Who::from(&signed_in.visitor)
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> String {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}

fn language(jar: &CookieJar, headers: &HeaderMap) -> Language {
    let chosen = jar
        .get(LANGUAGE)
        .and_then(|cookie| Language::of_tag(cookie.value()));
    let accepted = || {
        headers
            .get(ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .and_then(Language::accepted)
    };
    chosen.or_else(accepted).unwrap_or(Language::En)
}

/// The page for an address where there is nothing, in the visitor's language.
pub(super) async fn not_found(house: House, mut request: Request<Body>) -> Response {
    let known = arrival(&house, Outside::of(&house, &request)).await;
    request.extensions_mut().insert(Arc::new(known));
    let market = house.market.clone();
    leptos_axum::render_app_async_with_context(move || provide_house(&market), shell(&house))(request).await
}
