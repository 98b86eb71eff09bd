//! Figure 5: the whole answer of the search against what one would write first: `LIKE '%…%'` on the lots, newest first,
//! twenty of them, uncounted.

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::answers::asked;
use crate::ground::Ground;
use crate::report::{Report, Target, Times, ratio, timed};

const ROUNDS: usize = 3;
/// Queries of each class: LIKE takes its time.
const QUERIES: usize = 10;

pub(crate) async fn measure(ground: &Ground, report: &mut Report) {
    let mut worst = f64::INFINITY;
    let mut details = Vec::new();
    let mut door = ground.door.another();
    let sql = "SELECT * FROM lot WHERE deleted_at IS NULL AND model LIKE ? ORDER BY registered_at DESC, id LIMIT 20";
    for class in &ground.classes {
        let queries = Ground::some(class, QUERIES);
        let mut ours = vec![Vec::new(); queries.len()];
        let mut likes = ours.clone();
        for _ in 0..ROUNDS {
            for (at, query) in queries.iter().enumerate() {
                ours[at].push(asked(&mut door, query).await);
                let pattern = format!("%{}%", query.norm());
                let like = Statement::from_sql_and_values(DbBackend::Sqlite, sql, [pattern.into()]);
                let (time, rows) = timed(ground.house.market.db.reader().query_all_raw(like)).await;
                rows.expect("reads");
                likes[at].push(time);
            }
        }
        let (ours, like) = (Times::of_medians(ours), Times::of_medians(likes));
        worst = worst.min(ratio(like.p50, ours.p50));
        details.push(format!(
            "{}: {:.1} ms to {:.0} µs = {:.0}",
            class.0,
            like.p50.as_secs_f64() * 1e3,
            ours.p50.as_secs_f64() * 1e6,
            ratio(like.p50, ours.p50)
        ));
    }
    report.judge(
        "5",
        "LIKE to the JSON answer, p50, worst class",
        worst,
        Target::AtLeast(100.0),
        &details.join("; "),
    );
}
