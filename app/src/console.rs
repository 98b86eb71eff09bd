//! The console: where the owner's people work all day. One room with pages of its own, fetched as one; to anybody else it
//! is not there. Everything in it is a plain form or a link; the keys `j k a r` come on top (`keys`).

pub mod api;
pub mod audit;
mod chart;
pub mod deciding;
pub mod desk;
pub mod difference;
mod figures;
pub mod filter;
pub mod frame;
pub mod keys;
pub mod overview;
pub mod part;
pub mod people;
pub mod queue;
pub mod said;
pub mod settings;
pub mod sheet;
pub mod talk;
pub mod wording;

use domain::accounts::AccountType;
use domain::people::CareForm;
use domain::people::team::TeamForm;
use domain::places::Console;
use domain::screening::ReviewForm;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use self::audit::AuditPage;
use self::desk::jobs::JobsPage;
use self::desk::mails::MailsPage;
use self::desk::notice::NoticePage;
use self::desk::notices::NoticesPage;
use self::desk::thread::ThreadPage;
use self::desk::threads::ThreadsPage;
use self::overview::OverviewPage;
use self::people::{CompaniesPage, CompanyPage, PeoplePage, PersonPage, TeamPage, UnverifiedPage};
use self::queue::QueuePage;
use self::settings::document::DocumentPage;
use self::settings::owner::SettingsPage;
use self::sheet::SheetPage;
use crate::problem::NotFound;
use crate::session::Session;

/// A form of an application's page came back, without its password.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reviewed {
    pub form: ReviewForm,
    /// Somebody else was faster, or the application has changed.
    pub missed: bool,
}

/// The form that takes the log out came back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TakeOut;

/// A form about a person or a company came back, without its password.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cared {
    pub form: CareForm,
    /// Somebody else was faster.
    pub missed: bool,
}

/// A form about the owner's people came back, without its password.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TeamBack {
    pub form: TeamForm,
}

/// The page that the address names.
#[component]
pub fn ConsoleRoom() -> impl IntoView {
    let path = use_location().pathname;
    // The address changes before the room goes; what it changes to then is no business of this room.
    let page = Memo::new(move |before: Option<&Option<Console>>| {
        Console::of_path(&path.get()).or_else(|| before.cloned().flatten())
    });
    let is_staff = use_context::<Session>()
        .and_then(|session| session.visitor)
        .is_some_and(|visitor| visitor.account_type == AccountType::Staff);
    move || match page.get().filter(|_| is_staff) {
        Some(Console::Overview) => view! { <OverviewPage /> }.into_any(),
        Some(Console::Applications) => view! { <QueuePage /> }.into_any(),
        Some(Console::Application(id)) => view! { <SheetPage id /> }.into_any(),
        Some(Console::Audit) => view! { <AuditPage /> }.into_any(),
        Some(Console::Threads) => view! { <ThreadsPage /> }.into_any(),
        Some(Console::Thread(id)) => view! { <ThreadPage id /> }.into_any(),
        Some(Console::Notices) => view! { <NoticesPage /> }.into_any(),
        Some(Console::Notice(id)) => view! { <NoticePage id /> }.into_any(),
        Some(Console::Mails) => view! { <MailsPage /> }.into_any(),
        Some(Console::Jobs) => view! { <JobsPage /> }.into_any(),
        Some(Console::People) => view! { <PeoplePage /> }.into_any(),
        Some(Console::Person(number)) => view! { <PersonPage number /> }.into_any(),
        Some(Console::Unverified(id)) => view! { <UnverifiedPage id /> }.into_any(),
        Some(Console::Companies) => view! { <CompaniesPage /> }.into_any(),
        Some(Console::Company(id)) => view! { <CompanyPage id /> }.into_any(),
        Some(Console::Team) => view! { <TeamPage /> }.into_any(),
        Some(Console::Settings) => view! { <SettingsPage /> }.into_any(),
        Some(Console::Document(of)) => view! { <DocumentPage of /> }.into_any(),
        None => view! {
            <main id="content" tabindex="-1" class="page">
                <NotFound />
            </main>
        }
        .into_any(),
    }
}
