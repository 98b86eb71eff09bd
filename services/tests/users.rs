//! The users of a company: invited, come, given roles, removed (R050–R054, Z40).

mod administrators;
mod invitations;
mod roles;

use std::time::Duration;

use crate::support::house::{House, PASSWORD, caller, forms};
use crate::support::people::{sign_in_with, to, token, who};
use domain::accounts::AccountType;
use domain::accounts::users::{InvitationForm, InviteForm, Invited, JoinForm, UserForm, UserList};
use domain::language::Language;
use domain::quotations::{LineForm, RequestForm};
use services::accounts::session::{SessionToken, SignedIn};
use services::accounts::users::{self, inviting, joining};
use services::error::Answer;
use services::quotations;

const CHIEF: &str = "chief@midori.example";
const JIRO: &str = "jiro@midori.example";
const JIROS: &str = "tsuki!hashi31no";
const THREE_DAYS: Duration = Duration::from_secs(3 * 24 * 3_600);
const LONG_AGO: Duration = Duration::from_secs(301);

/// The administrator of a supplier, signed in.
async fn chief(house: &House) -> (SessionToken, SignedIn) {
    house
        .person(AccountType::Supplier, CHIEF, "Midori Electronics", false)
        .await;
    house.sign_in(CHIEF, "supplier").await
}

fn invite_form(email: &str, role: &str) -> InviteForm {
    InviteForm {
        email: email.to_owned(),
        name: "佐藤 次郎".to_owned(),
        role: role.to_owned(),
        language: "ja".to_owned(),
        password: PASSWORD.to_owned(),
    }
}

async fn invite(house: &House, by: &SignedIn, email: &str, role: &str) -> Answer<()> {
    inviting::invite(&house.market, by, &caller(), &invite_form(email, role)).await
}

/// Invites, and answers the token of the mail.
async fn invited(house: &House, by: &SignedIn, email: &str, role: &str) -> String {
    invite(house, by, email, role).await.expect("invites");
    newest(house, email).await
}

async fn newest(house: &House, email: &str) -> String {
    let letters = house.letters().await;
    let letter = to(&letters, email);
    assert_eq!(letter.len(), 1, "one letter to {email}");
    assert_eq!(letter[0].kind, "invitation");
    token(letter[0])
}

fn join_form() -> JoinForm {
    JoinForm {
        name: "佐藤 次郎".to_owned(),
        furigana: String::new(),
        phone_country: "JP".to_owned(),
        phone: "03-5550-0105".to_owned(),
        password: JIROS.to_owned(),
        password_again: JIROS.to_owned(),
        agreed: Some("1".to_owned()),
    }
}

async fn join(house: &House, token: &str) -> Answer<AccountType> {
    joining::join(&house.market, &caller(), token, &join_form()).await
}

/// Jiro, come as a user with a role, and signed in.
async fn jiro(house: &House, by: &SignedIn, role: &str) -> (SessionToken, SignedIn) {
    let token = invited(house, by, JIRO, role).await;
    join(house, &token).await.expect("comes");
    jiro_in(house).await
}

async fn jiro_in(house: &House) -> (SessionToken, SignedIn) {
    let welcome = sign_in_with(house, "supplier", JIRO, JIROS)
        .await
        .expect("signs in");
    let here = who(house, &welcome.token).await.expect("is in");
    (welcome.token, here)
}

async fn list(house: &House, by: &SignedIn) -> UserList {
    users::list(&house.market, by).await.expect("lists")
}

async fn waiting(house: &House, by: &SignedIn) -> Vec<Invited> {
    list(house, by).await.invitations
}

fn chosen(invited: &Invited) -> InvitationForm {
    InvitationForm {
        invitation: invited.id.to_string(),
        password: PASSWORD.to_owned(),
    }
}

fn about(user: &SignedIn, role: &str) -> UserForm {
    UserForm {
        number: user.visitor.number.clone(),
        role: role.to_owned(),
        password: PASSWORD.to_owned(),
    }
}

async fn ask(house: &House, who: &SignedIn) -> Answer<quotations::receipt::Received> {
    let line = LineForm {
        remarks: "by Friday".to_owned(),
        ..forms::line("MAX708")
    };
    let form = RequestForm {
        company: "Midori Electronics".to_owned(),
        ..forms::request(JIRO, vec![line])
    };
    quotations::receive(&house.market, Some(who), Language::Ja, form).await
}
