//! What these pages ask the server. All of it only reads: what changes something is a plain form.

use domain::accounts::SideForm;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// The second step as its page opens: with what the first has told, or come back with what was wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyOpened {
    pub form: SideForm,
    /// The address that is proved by sending it.
    pub email: String,
    /// Whether the chosen password is asked for.
    pub asks_password: bool,
    /// Whose the coordinator's address is; empty while nobody knows.
    pub coordinator: String,
    /// `YYYY-MM-DD` in Japan: the latest date of establishment.
    pub today: String,
    pub problem: Option<Problem>,
}

/// Opens the second step for the browser that has followed the link of the mail. The link is only looked at (Z39).
#[server(endpoint = "accounts/open_company", input = GetUrl, output = crate::wire::Json)]
pub async fn open_company() -> Result<CompanyOpened, Problem> {
    use services::accounts::companies::{Asker, coordinator, look};
    let desk = crate::desk::open()?;
    let second = desk.answer(look(&desk.market, desk.caller(), desk.flow()?).await)?;
    let fresh = SideForm {
        profile: second.form,
        agreed: None,
    };
    let mut page = CompanyOpened {
        form: fresh,
        email: second.email,
        asks_password: second.asks_password,
        today: services::clock::today(desk.market.clock.as_ref()).to_string(),
        ..CompanyOpened::default()
    };
    if let Some(back) = crate::desk::returned::<SideForm>() {
        page.form = back.form;
        page.problem = back.problem;
        let asker = Asker::Link(desk.flow()?);
        let address = &page.form.profile.coordinator;
        match coordinator(&desk.market, desk.caller(), asker, address).await {
            Ok(name) => page.coordinator = name,
            Err(error) => page.problem = page.problem.or_else(|| Some(desk.problem(error))),
        }
    }
    Ok(page)
}

/// Whose address a coordinator's is, exactly as it is written (Z5).
#[server(endpoint = "accounts/coordinator", input = GetUrl, output = crate::wire::Json)]
pub async fn coordinator(email: String) -> Result<String, Problem> {
    use services::accounts::companies::{self, Asker};
    let desk = crate::desk::open()?;
    let asker = match desk.signed_in() {
        Some(who) if who.awaits_admission() => Asker::Member(who),
        _ => Asker::Link(desk.flow()?),
    };
    desk.answer(companies::coordinator(&desk.market, desk.caller(), asker, &email).await)
}
