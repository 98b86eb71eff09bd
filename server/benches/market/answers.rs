//! Figure 3: the whole answer of the search, as scripts ask for it, against an endpoint that knows which twenty rows it
//! will be asked for and reads them by key, with nothing around it.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::routing::get;
use axum::{Json, Router};
use domain::search::Query;
use domain::search::results::Outcome;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};
use serde::Serialize;
use services::market::Market;

use crate::ground::{Ground, address};
use crate::queries::Class;
use crate::report::{Report, Target, Times, ratio, timed};
use crate::support::door::Door;

const ROUNDS: usize = 7;
const ROWS: usize = 20;

pub(crate) async fn measure(ground: &Ground, report: &mut Report) {
    let mut worst = 0.0_f64;
    let mut details = Vec::new();
    for class in &ground.classes {
        let (search, known) = times(ground, class).await;
        worst = worst.max(ratio(search.p99, known.p99));
        details.push(format!(
            "{}: {search} to {known} = {:.2} · {:.2}",
            class.0,
            ratio(search.p50, known.p50),
            ratio(search.p99, known.p99)
        ));
    }
    report.judge(
        "3",
        "JSON answer to 20 known rows, p99, worst class",
        worst,
        Target::AtMost(3.0),
        &details.join("; "),
    );
}

async fn times(ground: &Ground, class: &Class) -> (Times, Times) {
    let mut searching = ground.door.another();
    let mut knowing = known_rows(ground, class).await;
    let mut search = vec![Vec::new(); class.1.len()];
    let mut known = search.clone();
    for _ in 0..ROUNDS {
        for (at, query) in class.1.iter().enumerate() {
            search[at].push(asked(&mut searching, query).await);
            let (time, answer) = timed(knowing.get(&format!("/known/{at}"))).await;
            assert!(answer.status.is_success());
            known[at].push(time);
        }
    }
    (Times::of_medians(search), Times::of_medians(known))
}

/// How long the answer to a search takes, from the request to the last byte.
pub(crate) async fn asked(door: &mut Door, query: &Query) -> Duration {
    let (time, answer) = timed(door.ask("search/find", &[("query", &address(query))])).await;
    assert!(answer.status.is_success(), "{}", answer.body);
    time
}

/// The endpoint: for each query of the class the rows that the search shows, filled up to twenty with their neighbours.
async fn known_rows(ground: &Ground, class: &Class) -> Door {
    let mut known = Vec::new();
    for (at, query) in class.1.iter().enumerate() {
        let page = services::search::find(&ground.house.market, None, &address(query))
            .await
            .expect("searches");
        let mut ids: Vec<i64> = match page.outcome {
            Outcome::Searched(found) => found.rows.iter().map(|row| row.lot).collect(),
            Outcome::NotSearched(why) => panic!("{why}"),
        };
        let from = ids.last().copied().unwrap_or(at as i64 * 37);
        let below = ground.lots as i64 - 1;
        ids.extend(
            (1..)
                .map(|step| (from + step * 7) % below + 1)
                .take(ROWS - ids.len()),
        );
        known.push(ids);
    }
    let state = Arc::new((ground.house.market.clone(), known));
    let router = Router::new().route("/known/{at}", get(rows)).with_state(state);
    Door::before(router)
}

/// What a row of results shows.
#[derive(FromQueryResult, Serialize)]
struct Row {
    id: i64,
    company_id: i64,
    registered_at: i64,
    manufacturer: String,
    product_name: String,
    model: String,
    quantity: i32,
    packing: String,
    rohs: String,
    dc: Option<i16>,
    location: String,
    remarks: String,
}

async fn rows(State(known): State<Arc<(Market, Vec<Vec<i64>>)>>, Path(at): Path<usize>) -> Json<Vec<Row>> {
    let (market, ids) = &*known;
    let sql = "SELECT id, company_id, registered_at, manufacturer, product_name, model, quantity, packing, rohs, dc, \
               location, remarks FROM lot \
               WHERE id IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AND deleted_at IS NULL";
    let ids = ids[at].iter().map(|&id| id.into());
    let rows = market
        .db
        .reader()
        .query_all_raw(Statement::from_sql_and_values(DbBackend::Sqlite, sql, ids))
        .await
        .expect("reads");
    let rows = rows.iter().map(|row| Row::from_query_result(row, ""));
    Json(rows.collect::<Result<_, _>>().expect("lots"))
}
