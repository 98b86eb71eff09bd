//! What these pages ask the server. All of it only reads: what changes something is a plain form.

use domain::accounts::users::{InviteForm, JoinForm, Joining, UserList, UserView};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// The list with its two forms.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenUsers {
    pub list: UserList,
    /// The form that invites; its password is always empty.
    pub form: InviteForm,
    /// What was wrong with it.
    pub not_invited: Option<Problem>,
    /// What was wrong with the form of the invitations.
    pub not_changed: Option<Problem>,
}

/// One user with the two forms about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenUser {
    pub view: UserView,
    /// The role that was chosen, or the one that the user has.
    pub role: String,
    pub not_given: Option<Problem>,
    pub not_removed: Option<Problem>,
}

/// The form of whoever was invited; its passwords are always empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenJoin {
    pub joining: Joining,
    pub form: JoinForm,
    pub problem: Option<Problem>,
}

/// A form about one user came back: the one for the role, or the one that removes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    pub number: String,
    pub role: String,
    pub removes: bool,
}

/// The form of the invitations came back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting;

/// The users of the caller's company.
#[server(endpoint = "accounts/users", input = GetUrl, output = crate::wire::Json)]
pub async fn users() -> Result<OpenUsers, Problem> {
    let desk = crate::desk::open()?;
    let listed = services::accounts::users::list(&desk.market, desk.who()?).await;
    let fresh = InviteForm {
        role: domain::accounts::Role::Member.word().to_owned(),
        language: desk.language().tag().to_owned(),
        ..InviteForm::default()
    };
    let (form, not_invited) = crate::desk::returned::<InviteForm>()
        .map_or((fresh, None), |returned| (returned.form, returned.problem));
    Ok(OpenUsers {
        list: desk.answer(listed)?,
        form,
        not_invited,
        not_changed: crate::desk::returned::<Waiting>().and_then(|returned| returned.problem),
    })
}

/// One user of the company that the caller administers, by the nine digits; nothing for anybody else's.
#[server(endpoint = "accounts/user", input = GetUrl, output = crate::wire::Json)]
pub async fn user(id: String) -> Result<Option<OpenUser>, Problem> {
    use domain::refusal::Refusal;
    use services::error::Error;
    let desk = crate::desk::open()?;
    let returned = crate::desk::returned::<About>();
    // A form that came back was posted to the page's bare address.
    let number = returned
        .as_ref()
        .map_or(id, |returned| returned.form.number.clone());
    let view = match services::accounts::users::one(&desk.market, desk.who()?, &number).await {
        Err(Error::Refused(Refusal::NotFound)) => return Ok(None),
        answer => desk.answer(answer)?,
    };
    let mut page = OpenUser {
        role: view.user.role.word().to_owned(),
        view,
        not_given: None,
        not_removed: None,
    };
    if let Some(returned) = returned {
        if returned.form.removes {
            page.not_removed = returned.problem;
        } else {
            page.role = returned.form.role;
            page.not_given = returned.problem;
        }
    }
    Ok(Some(page))
}

/// The form behind the invitation that this browser opened a moment ago. The link is only looked at (Z39).
#[server(endpoint = "accounts/join", input = GetUrl, output = crate::wire::Json)]
pub async fn join() -> Result<OpenJoin, Problem> {
    let desk = crate::desk::open()?;
    let looked = services::accounts::users::joining::look(&desk.market, desk.flow()?).await;
    let joining = desk.answer(looked)?;
    let fresh = JoinForm {
        name: joining.name.clone(),
        phone_country: "JP".to_owned(),
        ..JoinForm::default()
    };
    let (form, problem) = crate::desk::returned::<JoinForm>().map_or((fresh, None), |returned| {
        (returned.form.without_passwords(), returned.problem)
    });
    Ok(OpenJoin {
        joining,
        form,
        problem,
    })
}
