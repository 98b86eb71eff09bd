//! Mailed links. Opening one changes nothing, however often and by whatever it is opened (Z39): the token moves from the
//! address into a cookie of a quarter of an hour, and the browser goes on to the page with the button (T13).

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::places::Place;
use services::accounts::companies;
use services::accounts::links::{self, Purpose};
use services::error::{Answer, Error};

use super::House;
use super::cookies::{FLOW, expired, opened};

/// Leads to the page of a link's purpose.
pub(super) async fn open(State(house): State<House>, Path(token): Path<String>, jar: CookieJar) -> Response {
    let (jar, place) = match leads_to(&house, &token).await {
        Ok(place) => (jar.add(opened(&token, &place)), place),
        Err(error) => {
            if let Error::Broken(error) = error {
                tracing::error!(error = format!("{error:#}"), "a link cannot be looked up");
            }
            // The page says that the link is no longer good.
            (jar.remove(expired(FLOW)), Place::Verify)
        }
    };
    (jar, Redirect::to(&place.path())).into_response()
}

async fn leads_to(house: &House, token: &str) -> Answer<Place> {
    let purpose = links::purpose_of(&house.market, token).await?;
    if purpose == Purpose::Verify && companies::is_its_link(&house.market, token).await? {
        return Ok(Place::CompanyDetails);
    }
    Ok(page(purpose))
}

const fn page(purpose: Purpose) -> Place {
    match purpose {
        Purpose::Verify => Place::Verify,
        Purpose::Reset => Place::ResetPassword,
        Purpose::AddAddress => Place::AccountAddressConfirm,
        Purpose::RevertAddress => Place::AccountAddressRevert,
        Purpose::Invite => Place::Join,
        Purpose::InviteStaff => Place::JoinTeam,
    }
}
