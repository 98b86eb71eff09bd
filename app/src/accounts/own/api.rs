//! What the pages of one's own account ask the server. All of it only reads, and only about whoever asks.

use domain::accounts::views::{AccountView, Farewell};
use domain::accounts::{AccountType, SideForm};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// A form about the profile as it opens: as it is stored, or come back with what was wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideOpened {
    pub form: SideForm,
    /// Everything else about the account.
    pub account: AccountView,
    /// Lots that would be hidden.
    pub lots: u32,
    /// `YYYY-MM-DD` in Japan: the latest date of establishment.
    pub today: String,
    pub problem: Option<Problem>,
    /// The answer to a question, come back with the form.
    pub answer: String,
    /// Whether the form has come back, with faults or without.
    pub returned: bool,
    /// Whose the coordinator's address is; empty where none is named.
    pub coordinator: String,
}

impl SideOpened {
    /// The side whose rules an update keeps.
    #[must_use]
    pub const fn side(&self) -> AccountType {
        self.account.account_type
    }
}

/// What will be gone, and why it is not gone yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FarewellOpened {
    pub farewell: Farewell,
    pub problem: Option<Problem>,
}

/// Everything about one's account.
#[server(endpoint = "accounts/open_account", input = GetUrl, output = crate::wire::Json)]
pub async fn open_account() -> Result<AccountView, Problem> {
    let desk = crate::desk::open()?;
    let who = desk.who()?;
    desk.answer(services::accounts::own::view(&desk.market, who).await)
}

/// Opens a form with what is stored; the one that came back, with what was typed.
#[server(endpoint = "accounts/open_side", input = GetUrl, output = crate::wire::Json)]
pub async fn open_side() -> Result<SideOpened, Problem> {
    use services::accounts::companies;
    let desk = crate::desk::open()?;
    let who = desk.who()?;
    let account = desk.answer(services::accounts::own::view(&desk.market, who).await)?;
    let lots = desk.answer(services::accounts::sides::lots(&desk.market, who).await)?;
    let stored = SideForm {
        profile: account.profile.clone(),
        agreed: None,
    };
    let answered = crate::desk::returned::<super::Answered>();
    let (form, mut problem, answer, returned) = match (crate::desk::returned::<SideForm>(), answered) {
        (Some(back), _) => (back.form, back.problem, String::new(), true),
        (None, Some(back)) => (back.form.form, back.problem, back.form.answer, true),
        (None, None) => (stored, None, String::new(), false),
    };
    let mut coordinator = account
        .application
        .as_ref()
        .map_or("", |it| &it.coordinator)
        .to_owned();
    if returned && who.awaits_admission() {
        let asker = companies::Asker::Member(who);
        let address = &form.profile.coordinator;
        match companies::coordinator(&desk.market, desk.caller(), asker, address).await {
            Ok(name) => coordinator = name,
            Err(error) => {
                coordinator = String::new();
                problem = problem.or_else(|| Some(desk.problem(error)));
            }
        }
    }
    Ok(SideOpened {
        form,
        account,
        lots: u32::try_from(lots).unwrap_or(u32::MAX),
        today: services::clock::today(desk.market.clock.as_ref()).to_string(),
        problem,
        answer,
        returned,
        coordinator,
    })
}

/// What will be gone with one's account.
#[server(endpoint = "accounts/open_farewell", input = GetUrl, output = crate::wire::Json)]
pub async fn open_farewell() -> Result<FarewellOpened, Problem> {
    let desk = crate::desk::open()?;
    let who = desk.who()?;
    let farewell = desk.answer(services::accounts::leaving::look(&desk.market, who).await)?;
    let problem = crate::desk::returned::<super::Leave>().and_then(|returned| returned.problem);
    Ok(FarewellOpened { farewell, problem })
}
