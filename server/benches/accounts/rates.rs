//! Sign-ins and sign-ups a second, and the searches beside them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use axum::http::header::LOCATION;

use crate::ground::Ground;
use crate::report::{Report, Target, Times, median, ratio};
use crate::support::door::Door;
use crate::support::house::PASSWORD;

/// A password that a registration takes.
const STRONG: &str = "kaji!tsubo88ren";
/// As many at a time as may wait for a core (T11), so that the floor of an answer is nobody's limit.
const VISITORS: usize = 32;
const ROUNDS: usize = 5;
const RUN: Duration = Duration::from_secs(5);
/// A person who types: a search every so often.
const KEYSTROKE: Duration = Duration::from_millis(20);

pub(crate) async fn measure(ground: &Ground, report: &mut Report) {
    let buyers = ground.buyers(VISITORS, "rates").await;
    let (mut ins, mut ups, mut beside, mut details) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let limit = argon2_alone(ground).await;
        let idle = searches(ground, tokio::time::sleep(RUN)).await.1;
        let (sign_ins, during) = searches(ground, sign_ins(ground, &buyers)).await;
        let sign_ups = sign_ups(ground, round).await;
        ins.push(sign_ins / limit);
        ups.push(sign_ups / limit);
        beside.push(ratio(during.p99, idle.p99));
        details.push(format!(
            "{sign_ins:.1} sign-ins and {sign_ups:.1} sign-ups a second to {limit:.1} hashes; searches {during} to {idle}"
        ));
    }
    let detail = &details[ROUNDS / 2];
    report.judge(
        "15",
        "sign-ins a second to what argon2 alone does on all cores",
        median(ins),
        Target::AtLeast(0.85),
        detail,
    );
    report.judge(
        "15",
        "p99 of searches during sign-ins to idle",
        median(beside),
        Target::AtMost(2.0),
        "",
    );
    report.judge(
        "",
        "sign-ups a second to what argon2 alone does on all cores",
        median(ups),
        Target::AtLeast(0.85),
        "",
    );
}

/// Verifications a second, one thread for each core and nothing else.
async fn argon2_alone(ground: &Ground) -> f64 {
    let stored = ground.market.passwords.hash(PASSWORD).await.expect("hashes");
    let began = Instant::now();
    let workers = (0..ground.cores).map(|_| {
        let (market, stored) = (ground.market.clone(), stored.clone());
        tokio::spawn(async move {
            let mut count = 0_u32;
            while began.elapsed() < RUN / 2 {
                assert!(
                    market
                        .passwords
                        .verify(PASSWORD, Some(&stored))
                        .await
                        .expect("verifies")
                );
                count += 1;
            }
            count
        })
    });
    let mut count = 0;
    for worker in workers.collect::<Vec<_>>() {
        count += worker.await.expect("nothing panics");
    }
    f64::from(count) / began.elapsed().as_secs_f64()
}

async fn sign_ins(ground: &Ground, buyers: &[String]) -> f64 {
    each(ground, |visitor, mut door| {
        let address = buyers[visitor].clone();
        async move {
            let answer = door.sign_in(&address, "buyer").await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        }
    })
    .await
}

async fn sign_ups(ground: &Ground, round: usize) -> f64 {
    let number = Arc::new(AtomicU32::new(0));
    each(ground, |_, mut door| {
        let number = number.fetch_add(1, Ordering::Relaxed);
        async move {
            let address = format!("new{round}x{number}@example.com");
            let submission = uuid::Uuid::new_v4().to_string();
            let answer = door
                .post("/sign-up/buyer", &registration(&address, &submission))
                .await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
            assert_eq!(answer.header(LOCATION.as_str()), "/sign-up/sent");
        }
    })
    .await
}

/// How often a second the visitors, each again and again, do something in a new browser.
async fn each<F>(ground: &Ground, act: impl Fn(usize, Door) -> F) -> f64
where
    F: Future<Output = ()> + Send + 'static,
{
    let began = Instant::now();
    let mut under_way = tokio::task::JoinSet::new();
    let mut done = 0_u32;
    for visitor in 0..VISITORS {
        let act = act(visitor, ground.door.another());
        under_way.spawn(async move {
            act.await;
            visitor
        });
    }
    while let Some(visitor) = under_way.join_next().await {
        let visitor = visitor.expect("nothing panics");
        done += 1;
        if began.elapsed() < RUN {
            let act = act(visitor, ground.door.another());
            under_way.spawn(async move {
                act.await;
                visitor
            });
        }
    }
    f64::from(done) / began.elapsed().as_secs_f64()
}

/// Searches steadily while something is done; answers that, and the times of the searches.
async fn searches<T>(ground: &Ground, work: impl Future<Output = T>) -> (T, Times) {
    let over = Arc::new(AtomicBool::new(false));
    let reader = {
        let (mut door, over) = (ground.door.another(), over.clone());
        tokio::spawn(async move {
            let (mut times, mut turn) = (Vec::new(), tokio::time::interval(KEYSTROKE));
            turn.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            for number in 0_u32.. {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                turn.tick().await;
                let query = format!("q=TC74HC{:02}", number % 100);
                let began = Instant::now();
                let answer = door.ask("search/find", &[("query", &query)]).await;
                times.push(began.elapsed());
                assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
            }
            times
        })
    };
    let done = work.await;
    over.store(true, Ordering::Relaxed);
    (done, Times::of(reader.await.expect("nothing panics")))
}

fn registration<'a>(address: &'a str, submission: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("form[submission]", submission),
        ("form[profile][name]", "Jane Buyer"),
        ("form[profile][furigana]", "ジェーン"),
        ("form[profile][company]", "Harbour Trading"),
        ("form[profile][country]", "HK"),
        ("form[profile][postcode]", "999077"),
        ("form[profile][address]", "1 Harbour Road"),
        ("form[profile][phone_country]", "HK"),
        ("form[profile][phone]", "5550-0103"),
        ("form[profile][url]", "None"),
        ("form[profile][business]", "Electronic parts"),
        ("form[profile][purpose]", "Buying parts"),
        ("form[email]", address),
        ("form[password]", STRONG),
        ("form[password_again]", STRONG),
        ("form[agreed]", "1"),
    ]
}
