//! The front door: everything between the network and a page.
//!
//! From the outside in: connections ([`listening`]), a name for the request in the log, panics turned into answers,
//! security headers on every answer, the one known host name, the origin of anything that changes something (CSRF), who is
//! there ([`arriving`]) and may come in ([`guards`]), the body with its limits of size and time ([`bodies`]); then pages, server
//! functions, plain forms, the routes of devices that edit stock ([`sync`]), and files. Companies' own systems have a door of
//! their own ([`api`]).

pub mod api;
pub mod arriving;
pub mod bodies;
pub mod client;
pub mod cookies;
pub mod downloads;
pub mod files;
pub mod forms;
pub mod guards;
pub mod headers;
pub mod health;
pub mod letters;
pub mod links;
pub mod listening;
mod offline;
mod sync;
pub mod written;

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use app::desk::Arrival;
use app::ui::SetStatus;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use domain::places::{self, Console, Place};
use leptos::config::LeptosOptions;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{
    AxumRouteListing, LeptosRoutes, ResponseOptions, generate_route_list_with_exclusions_and_ssg_and_context,
};
use leptos_router::{Method, SsrMode};
use services::market::Market;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::settings::{Mode, Settings};

/// The page of one application, as the router writes it.
const APPLICATION: &str = "/staff/applications/{id}";
/// That of one message to the owner, and of one notice.
const THREAD: &str = "/staff/messages/{id}";
const NOTICE: &str = "/staff/notices/{id}";
/// The page of one document that one agrees to.
const DOCUMENT: &str = "/staff/settings/{word}";
/// The page of one person.
const PERSON: &str = "/staff/people/{number}";
/// The page of one registration that waits.
const UNVERIFIED: &str = "/staff/unverified/{id}";
/// The page of one company.
const COMPANY: &str = "/staff/companies/{id}";

/// The page of one stock file, and its wrong rows.
const STOCK_FILE: &str = "/stock/import/{key}";
const STOCK_FILE_WRONG: &str = "/stock/import/{key}/wrong-rows.csv";

/// How long the house waits for whom, and for how many at once (T71).
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For the head of a request, from the moment the connection is ready for one.
    pub head: Duration,
    /// For the next piece of a body.
    pub body_piece: Duration,
    /// For a body as a whole.
    pub body: Duration,
    /// For our own answer.
    pub answer: Duration,
    /// Connections at once.
    pub places: usize,
}

impl Patience {
    /// What is fair to a slow telephone.
    pub const USUAL: Self = Self {
        head: Duration::from_secs(10),
        body_piece: Duration::from_secs(15),
        body: Duration::from_secs(30),
        answer: Duration::from_secs(30),
        places: 4096,
    };
}

/// What the routes share.
#[derive(Clone)]
pub struct House {
    pub market: Market,
    pub settings: Arc<HouseSettings>,
    pub leptos: LeptosOptions,
    /// The path of the stylesheet, with the hash of its contents.
    pub stylesheet: Arc<str>,
}

/// What the front door needs of the settings.
pub struct HouseSettings {
    pub mode: Mode,
    pub public_base_url: String,
    /// Where mails lie on a developer's machine.
    pub letters: Option<PathBuf>,
    /// Whose word on a visitor's address is believed.
    pub trusted_proxies: Vec<IpAddr>,
    pub patience: Patience,
    /// Whether browsers keep the page of the stock for times without a connection.
    pub offline_shell: bool,
}

impl FromRef<House> for LeptosOptions {
    fn from_ref(house: &House) -> Self {
        house.leptos.clone()
    }
}

impl HouseSettings {
    /// The part of the settings that requests meet.
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        let letters = match &settings.mail {
            crate::settings::MailRoute::Folder(folder) if settings.mode == Mode::Local => {
                Some(folder.clone())
            }
            _ => None,
        };
        Self {
            mode: settings.mode,
            public_base_url: settings.public_base_url.clone(),
            letters,
            trusted_proxies: settings.trusted_proxies.clone(),
            patience: Patience::USUAL,
            offline_shell: settings.offline_shell,
        }
    }
}

/// The whole router.
pub fn router(house: House) -> Router {
    // The list of pages is read off the application itself, which wants to know of a visit.
    let nobody = || provide_context(app::session::Session::unknown());
    let (pages, _) = generate_route_list_with_exclusions_and_ssg_and_context(app::App, None, nobody);
    let pages = with_rooms(pages);
    let shell = shell(&house);
    let market = house.market.clone();
    Router::new()
        .leptos_routes_with_context(&house, pages, move || provide_house(&market), shell.clone())
        .route(
            &Place::PartsList.path(),
            get(forms::parts::empty).post(forms::parts::look_up),
        )
        .route(&Place::Home.path(), get(written::home))
        .route(&Place::Request.path(), post(forms::request::request))
        .route(&Place::SignIn.path(), post(forms::sign_in::sign_in))
        .route(&Place::StaffSignIn.path(), post(forms::sign_in::staff_sign_in))
        .route(&Place::SecondStep.path(), post(forms::second_step::second_step))
        .route(&Place::AccountSecurity.path(), post(forms::security::security))
        .route(&Place::SignOut.path(), post(forms::sign_in::sign_out))
        .route(&Place::Contact.path(), post(forms::contact::contact))
        .route("/contact/received/{key}", get(written::contact_received))
        .route(&Place::Terms.path(), get(written::terms))
        .route(&Place::Privacy.path(), get(written::privacy))
        .route(&Place::Status.path(), get(written::status))
        .route(&Place::Letters.path(), get(letters::list))
        .route("/letters/{id}", get(letters::one))
        .route(&Place::SignUpBuyer.path(), post(forms::registration::buyer))
        .route(&Place::SignUpSupplier.path(), post(forms::registration::supplier))
        .route(&Place::SignUpCompany.path(), post(forms::registration::company))
        .route(&Place::CompanyDetails.path(), post(forms::registration::details))
        .route(&Place::SignUpIndividual.path(), post(forms::persons::individual))
        .route(&Place::SignUpCorporate.path(), post(forms::persons::corporate))
        .route(&Place::AccountSettings.path(), post(forms::persons::change))
        .route(&Place::AccountMembers.path(), post(forms::persons::members))
        .route(&Place::SignUpSent.path(), post(forms::registration::sent))
        .route(&Place::Verify.path(), post(forms::registration::verify))
        .route(&Place::ForgotPassword.path(), post(forms::selfcare::forgot))
        .route(&Place::ResetPassword.path(), post(forms::selfcare::new_password))
        .route(&Place::AccountPassword.path(), post(forms::selfcare::password))
        .route(&Place::AccountAddresses.path(), post(forms::selfcare::addresses))
        .route(
            &Place::AccountAddressConfirm.path(),
            post(forms::selfcare::confirm_address),
        )
        .route(
            &Place::AccountAddressRevert.path(),
            post(forms::selfcare::revert_address),
        )
        .route(&Place::AccountSessions.path(), post(forms::selfcare::sessions))
        .route(
            &Place::AccountTokens.path(),
            get(forms::tokens::list).post(forms::tokens::change),
        )
        .route(&Place::ApiManual.path(), get(api::manual::page))
        .route(&Place::AccountUsers.path(), post(forms::users::list))
        .route(&Place::AccountUser(String::new()).path(), post(forms::users::one))
        .route(&Place::Join.path(), post(forms::users::join))
        .route("/k/{token}", get(links::open))
        .route(&Place::AccountUpdate.path(), post(forms::account::update))
        .route(&Place::AccountToBuyer.path(), post(forms::account::to_buyer))
        .route(
            &Place::AccountToSupplier.path(),
            post(forms::account::to_supplier),
        )
        .route(
            &Place::AccountApplication.path(),
            post(forms::account::application),
        )
        .route(APPLICATION, post(forms::console::review))
        .route(&Console::Audit.path(), post(forms::console::take_out))
        .route(THREAD, post(forms::desk::thread))
        .route(&Console::Notices.path(), post(forms::desk::publish))
        .route(NOTICE, post(forms::desk::notice))
        .route(&Console::Mails.path(), post(forms::desk::mails))
        .route(&Console::Jobs.path(), post(forms::desk::jobs))
        .route(PERSON, post(forms::people::person))
        .route(UNVERIFIED, post(forms::people::unverified))
        .route(COMPANY, post(forms::people::company))
        .route(&Console::Team.path(), post(forms::people::team))
        .route(&Console::Settings.path(), post(forms::settings::owner))
        .route(DOCUMENT, post(forms::settings::document))
        .route(&Place::JoinTeam.path(), post(forms::people::join))
        .route(&Place::AccountDelete.path(), post(forms::account::delete))
        .route(&Place::AccountExport.path(), get(downloads::takeout))
        .route(&Place::InventoryExport.path(), get(downloads::stock))
        .route(
            &Place::StockImport.path(),
            get(forms::stock::door)
                .post(forms::stock::upload)
                .layer(DefaultBodyLimit::disable()),
        )
        .route(STOCK_FILE, get(forms::stock::file).post(forms::stock::decide))
        .route(STOCK_FILE_WRONG, get(forms::stock::wrong_rows))
        .route(&Place::StockSample.path(), get(downloads::sample))
        .route(
            &Place::StockExport.path(),
            get(forms::stock::home::list).post(forms::stock::home::take_home),
        )
        .route(
            &Place::StockConflicts.path(),
            get(forms::stock::conflicts::list).post(forms::stock::conflicts::settle),
        )
        .route(&Place::Look.path(), post(forms::visit::look))
        .route(offline::SHELL, get(offline::shell_page))
        .route(offline::WORKER, get(offline::worker))
        .route("/letters/{id}/html", get(letters::html))
        .merge(sync::routes())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            house.settings.patience.answer,
        ))
        .layer(from_fn_with_state(house.clone(), bodies::read_whole))
        .layer(from_fn_with_state(house.clone(), guards::signed_in_only))
        .layer(from_fn_with_state(house.clone(), arriving::arrive))
        .layer(from_fn_with_state(house.clone(), guards::same_origin))
        .layer(from_fn(sync::in_their_words))
        // No cookie lets anybody in there, and no page of ours sends anything there.
        .merge(api::routes(&house))
        .route("/healthz", get(health::healthy))
        .route("/readyz", get(health::ready))
        .fallback(files::file_or_not_found)
        .layer(from_fn_with_state(house.clone(), guards::known_host))
        .layer(from_fn_with_state(house.clone(), headers::secure))
        .layer(CatchPanicLayer::custom(headers::after_panic))
        .layer(from_fn(headers::log))
        .with_state(house)
}

/// The rooms of accounts and the console are one route each for the browser; here every page of theirs has its own, for some take posts, and
/// anything else below them is not there.
fn with_rooms(pages: Vec<AxumRouteListing>) -> Vec<AxumRouteListing> {
    let rooms = places::SIGN_IN
        .iter()
        .chain(&places::SIGN_UP)
        .chain(&places::ACCOUNT)
        // A file, not a page.
        .filter(|place| **place != Place::AccountExport);
    let console = [
        Console::Overview,
        Console::Applications,
        Console::Audit,
        Console::Threads,
        Console::Notices,
        Console::Mails,
        Console::Jobs,
        Console::People,
        Console::Companies,
        Console::Team,
        Console::Settings,
    ]
    .map(|place| place.path());
    let own: Vec<_> = rooms
        .map(Place::path)
        .chain(console)
        .chain([APPLICATION, THREAD, NOTICE, DOCUMENT, PERSON, UNVERIFIED, COMPANY].map(str::to_owned))
        .collect();
    let listed = pages
        .into_iter()
        .filter(|page| !page.path().contains('*') && !own.iter().any(|path| path == page.path()));
    let page = |path: &String| AxumRouteListing::new(path.clone(), SsrMode::Async, [Method::Get], Vec::new());
    listed.chain(own.iter().map(page)).collect()
}

/// The document of this house, as Leptos wants it: callable again for every page.
pub(crate) fn shell(
    house: &House,
) -> impl Fn() -> leptos::prelude::AnyView + Clone + Send + Sync + 'static + use<> {
    use leptos::prelude::IntoAny;
    let (options, stylesheet) = (house.leptos.clone(), house.stylesheet.clone());
    move || app::shell(options.clone(), stylesheet.to_string()).into_any()
}

/// What every page and server function finds in its context.
pub(crate) fn provide_house(market: &Market) {
    provide_context(market.clone());
    if let Some(parts) = use_context::<axum::http::request::Parts>()
        && let Some(arrival) = parts.extensions.get::<Arc<Arrival>>()
    {
        provide_context(arrival.session.clone());
        provide_context(arrival.house.clone());
        provide_context(arrival.clone());
    }
    if let Some(response) = use_context::<ResponseOptions>() {
        headers::content_security_policy(&response);
        provide_context(SetStatus(Arc::new(move |status| {
            if let Ok(status) = StatusCode::from_u16(status) {
                response.set_status(status);
            }
        })));
    }
}
