//! What the pages of signing up ask the server. All of it only reads: what changes something is posted to the pages.

use domain::accounts::{AccountType, RegistrationForm};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// The form as the page opens with it: fresh, or come back with what was wrong; its passwords are always empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationOpened {
    pub form: RegistrationForm,
    /// `YYYY-MM-DD` in Japan: the latest date of establishment.
    pub today: String,
    pub problem: Option<Problem>,
}

/// How the registration of this browser stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The address as it was typed.
    pub address: String,
    pub account_type: AccountType,
    pub proved: bool,
    /// Whether the mailed link leads to the second step of a company.
    pub is_company: bool,
    /// Seconds until the mail can be sent again.
    pub again_in: u32,
    /// Where our mails come from.
    pub sender: String,
}

/// The waiting page as it opens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitOpened {
    /// `None` when this browser waits for nothing.
    pub standing: Option<Standing>,
    /// The code as it was typed.
    pub code: String,
    pub problem: Option<Problem>,
}

/// The page behind the mailed link as it opens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofOpened {
    /// Whether the chosen password is asked for.
    pub asks_password: bool,
    pub problem: Option<Problem>,
}

/// Opens the form, with a submission of its own.
#[server(endpoint = "accounts/open_registration", input = GetUrl, output = crate::wire::Json)]
pub async fn open_registration() -> Result<RegistrationOpened, Problem> {
    use domain::accounts::ProfileForm;
    let desk = crate::desk::open()?;
    let today = services::clock::today(desk.market.clock.as_ref()).to_string();
    let Some(returned) = crate::desk::returned::<RegistrationForm>() else {
        let calling = "JP".to_owned();
        let profile = ProfileForm {
            phone_country: calling.clone(),
            fax_country: calling,
            ..ProfileForm::default()
        };
        let form = RegistrationForm {
            submission: services::accounts::registration::new_submission(),
            profile,
            ..RegistrationForm::default()
        };
        return Ok(RegistrationOpened {
            form,
            today,
            problem: None,
        });
    };
    let form = RegistrationForm {
        password: String::new(),
        password_again: String::new(),
        ..returned.form
    };
    Ok(RegistrationOpened {
        form,
        today,
        problem: returned.problem,
    })
}

/// Opens the waiting page.
#[server(endpoint = "accounts/open_wait", input = GetUrl, output = crate::wire::Json)]
pub async fn open_wait() -> Result<WaitOpened, Problem> {
    let standing = waiting().await?;
    let returned = crate::desk::returned::<super::Wait>();
    let (code, problem) = returned.map_or_else(Default::default, |back| (back.form.code, back.problem));
    Ok(WaitOpened {
        standing,
        code,
        problem,
    })
}

/// How the registration of this browser stands; nothing, when it waits for none. The page asks it every few seconds.
#[server(endpoint = "accounts/waiting", input = GetUrl, output = crate::wire::Json)]
pub async fn waiting() -> Result<Option<Standing>, Problem> {
    use domain::refusal::Refusal;
    use services::accounts::verification;
    use services::error::Error;
    let desk = crate::desk::open()?;
    let owner = desk.answer(services::owner::owner(&desk.market).await)?;
    let waiting = match verification::waiting(&desk.market, desk.caller()).await {
        Err(Error::Refused(Refusal::LinkDead)) => return Ok(None),
        answer => desk.answer(answer)?,
    };
    Ok(Some(Standing {
        address: waiting.address,
        account_type: waiting.account_type,
        proved: waiting.proved,
        is_company: waiting.is_company,
        again_in: waiting.again_in,
        sender: owner.sender.into(),
    }))
}

/// Opens the page behind the link that this browser followed a moment ago. The link is only looked at (Z39).
#[server(endpoint = "accounts/open_proof", input = GetUrl, output = crate::wire::Json)]
pub async fn open_proof() -> Result<ProofOpened, Problem> {
    use services::accounts::verification;
    let desk = crate::desk::open()?;
    let returned = crate::desk::returned::<super::Proof>().and_then(|back| back.problem);
    Ok(
        match verification::look(&desk.market, desk.caller(), desk.flow()?).await {
            Ok(ask) => ProofOpened {
                asks_password: ask.password,
                problem: returned,
            },
            Err(error) => ProofOpened {
                asks_password: false,
                problem: Some(returned.unwrap_or_else(|| desk.problem(error))),
            },
        },
    )
}
