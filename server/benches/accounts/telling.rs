//! Whether the time of an answer tells if an address has an account: the chance that a known one took longer than an
//! unknown one (the area under the curve, 0.5 where nothing can be told).

use std::time::{Duration, Instant};

use crate::ground::Ground;
use crate::report::{Report, Times};
use crate::support::door::Door;

/// Addresses of each kind.
const EACH: usize = 1_500;
/// Attempts at a time; few enough that argon2 keeps up with the floor.
const AT_A_TIME: usize = 8;
/// What cannot be told apart (T01, T02).
const LEAST: f64 = 0.47;
const MOST: f64 = 0.53;

/// Tells whether both pages keep it to themselves.
pub(crate) async fn measure(ground: &Ground, report: &mut Report) -> bool {
    let known = ground.buyers(EACH, "known").await;
    let unknown: Vec<String> = (0..EACH)
        .map(|number| format!("nobody{number}@example.com"))
        .collect();
    let mut kept = true;
    for (threat, what, ask) in [
        ("T01", "sign-in with a wrong password", sign_in as Ask),
        ("T02", "request for a new password", reset as Ask),
    ] {
        let (known, unknown) = times(ground, &known, &unknown, ask).await;
        let area = area(&known, &unknown);
        kept &= (LEAST..=MOST).contains(&area);
        let verdict = if (LEAST..=MOST).contains(&area) {
            "cannot be told"
        } else {
            "**can be told**"
        };
        report.note(
            &format!("{threat}: chance that a known address takes longer, {what}"),
            &format!(
                "{area:.3} of {LEAST} to {MOST}, {verdict}; known {}, unknown {}",
                Times::of(known),
                Times::of(unknown)
            ),
        );
    }
    kept
}

type Ask = fn(Door, String) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

fn sign_in(mut door: Door, address: String) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(async move {
        let fields = [
            ("account_type", "buyer"),
            ("login", &address),
            ("password", "Wrong-guess-1"),
        ];
        let answer = door.post("/sign-in", &fields).await;
        assert_eq!(answer.status.as_u16(), 401, "{}", answer.body);
    })
}

fn reset(mut door: Door, address: String) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(async move {
        let answer = door.post("/sign-in/forgot", &[("email", &address)]).await;
        assert_eq!(answer.status.as_u16(), 303, "{}", answer.body);
    })
}

/// The times of both kinds, which take turns: whatever else the machine does meets both alike.
async fn times(
    ground: &Ground,
    known: &[String],
    unknown: &[String],
    ask: Ask,
) -> (Vec<Duration>, Vec<Duration>) {
    let all: Vec<(bool, String)> = known
        .iter()
        .zip(unknown)
        .flat_map(|(known, unknown)| [(true, known.clone()), (false, unknown.clone())])
        .collect();
    let (mut of_known, mut of_unknown) = (Vec::new(), Vec::new());
    let mut under_way = tokio::task::JoinSet::new();
    let mut waiting = all.into_iter();
    loop {
        while under_way.len() < AT_A_TIME
            && let Some((is_known, address)) = waiting.next()
        {
            let door = ground.door.another();
            under_way.spawn(async move {
                let began = Instant::now();
                ask(door, address).await;
                (is_known, began.elapsed())
            });
        }
        let Some(done) = under_way.join_next().await else {
            break;
        };
        let (is_known, time) = done.expect("nothing panics");
        if is_known { &mut of_known } else { &mut of_unknown }.push(time);
    }
    (of_known, of_unknown)
}

/// The chance that one of the first is longer than one of the second; equals count half.
fn area(first: &[Duration], second: &[Duration]) -> f64 {
    let mut second = second.to_vec();
    second.sort_unstable();
    let wins: f64 = first
        .iter()
        .map(|time| {
            let below = second.partition_point(|other| other < time);
            let equal = second.partition_point(|other| other <= time) - below;
            below as f64 + equal as f64 / 2.0
        })
        .sum();
    wins / (first.len() as f64 * second.len() as f64)
}
