//! Whole pages, as browsers ask for them: figure 4, and the first page.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::header::SET_COOKIE;

use crate::constant::{self, Known};
use crate::ground::{Ground, address};
use crate::queries::Class;
use crate::report::{Report, Target, median};
use crate::support::door::Door;

/// Visitors at a time.
const VISITORS: usize = 4;
/// How long they keep coming, and how often they come back.
const RUN: Duration = Duration::from_millis(1_000);
const ROUNDS: usize = 5;
/// Queries of each class.
const QUERIES: usize = 60;

pub(crate) async fn measure(ground: &Ground, report: &mut Report) {
    let mut worst = f64::INFINITY;
    let mut details = Vec::new();
    for class in &ground.classes {
        let (real, constant, bytes) = against_constant(ground, class).await;
        worst = worst.min(real / constant);
        details.push(format!(
            "{}: {real:.0} to {constant:.0} a second = {:.2}, {} kB",
            class.0,
            real / constant,
            bytes / 1_000
        ));
    }
    report.judge(
        "4",
        "page of results to the same page with a constant result, a second, worst class",
        worst,
        Target::AtLeast(0.5),
        &details.join("; "),
    );
    first_page(ground, report).await;
}

async fn first_page(ground: &Ground, report: &mut Report) {
    let home = vec!["/".to_owned()];
    let mut rates = Vec::new();
    for _ in 0..ROUNDS {
        rates.push(per_second(&ground.door, &home).await);
    }
    let answer = ground.door.another().get("/").await;
    assert_eq!(answer.header(SET_COOKIE.as_str()), "");
    let detail = format!(
        "{:.0} requests a second, {} bytes of HTML",
        median(rates),
        answer.body.len()
    );
    report.note("first page", &detail);
}

/// Pages a second of both, and the bytes of a page.
async fn against_constant(ground: &Ground, class: &Class) -> (f64, f64, usize) {
    let queries = Ground::some(class, QUERIES);
    let mut known = HashMap::new();
    for query in &queries {
        let page = services::search::find(&ground.house.market, None, &address(query))
            .await
            .expect("searches");
        known.insert(address(query), page);
    }
    let constant = constant::door(Known(Arc::new(known)));
    let paths: Vec<String> = queries
        .iter()
        .map(|query| format!("/search?{}", address(query)))
        .collect();
    let bytes = same(&ground.door, &constant, &paths[0]).await;
    let (mut reals, mut constants) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        reals.push(per_second(&ground.door, &paths).await);
        constants.push(per_second(&constant, &paths).await);
    }
    (median(reals), median(constants), bytes)
}

/// Both doors show the same page: as many bytes, but for what differs from visit to visit.
async fn same(real: &Door, constant: &Door, path: &str) -> usize {
    let real = real.another().get(path).await.body;
    let constant = constant.another().get(path).await.body;
    let differ = real.len().abs_diff(constant.len());
    assert!(differ * 50 < real.len(), "{real}\n\n{constant}");
    real.len()
}

/// Answers a second to visitors who ask for these paths in turn.
async fn per_second(door: &Door, paths: &[String]) -> f64 {
    let began = Instant::now();
    let visits = (0..VISITORS).map(|first| {
        let (mut door, paths) = (door.another(), paths.to_vec());
        tokio::spawn(async move {
            let mut pages = 0_u32;
            let turns = paths.iter().cycle().skip(first * paths.len() / VISITORS);
            for path in turns {
                if began.elapsed() >= RUN {
                    break;
                }
                let answer = door.get(path).await;
                assert!(
                    answer.status.is_success(),
                    "{path}: {} {}",
                    answer.status,
                    answer.body
                );
                pages += 1;
            }
            pages
        })
    });
    let visits: Vec<_> = visits.collect();
    let mut pages = 0;
    for visit in visits {
        pages += visit.await.expect("no visitor panics");
    }
    f64::from(pages) / began.elapsed().as_secs_f64()
}
