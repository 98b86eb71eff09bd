//! What the page asks the server.

use domain::search::results::ResultPage;
use leptos::prelude::*;

use crate::problem::Problem;

/// The results for the part of an address behind its question mark; what is odd in it is reported, never refused.
#[server(endpoint = "search/find", input = leptos::server_fn::codec::GetUrl, output = crate::wire::Json)]
pub async fn find(query: String) -> Result<ResultPage, Problem> {
    let desk = crate::desk::open()?;
    desk.answer(services::search::find(&desk.market, desk.signed_in(), &query).await)
}
