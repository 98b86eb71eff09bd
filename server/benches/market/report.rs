//! What was measured, as the table that is printed, and the sums behind it.

use std::fmt;
use std::time::{Duration, Instant};

/// All figures, in the order in which they were measured.
#[derive(Default)]
pub(crate) struct Report {
    lines: Vec<String>,
}

/// What a ratio is held against.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    AtLeast(f64),
    AtMost(f64),
}

impl Target {
    fn is_reached(self, ratio: f64) -> bool {
        match self {
            Self::AtLeast(least) => ratio >= least,
            Self::AtMost(most) => ratio <= most,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(least) => write!(f, "≥ {least}"),
            Self::AtMost(most) => write!(f, "≤ {most}"),
        }
    }
}

impl Report {
    /// A figure with a target. It is printed at once as well: the whole takes minutes.
    pub(crate) fn judge(&mut self, number: &str, what: &str, ratio: f64, target: Target, detail: &str) {
        let verdict = if target.is_reached(ratio) {
            "reached"
        } else {
            "**missed**"
        };
        self.line(format!(
            "| {number} | {what} | {ratio:.2} | {target} | {verdict} | {detail} |"
        ));
    }

    /// A figure without one.
    pub(crate) fn note(&mut self, what: &str, detail: &str) {
        self.line(format!("| | {what} | | | | {detail} |"));
    }

    fn line(&mut self, line: String) {
        println!("{line}");
        self.lines.push(line);
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| figure | what | measured | target | | |\n|---|---|---|---|---|---|"
        )?;
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// The 50th and the 99th percentile.
#[derive(Clone, Copy)]
pub(crate) struct Times {
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
}

impl Times {
    pub(crate) fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self {
            p50: times[times.len() / 2],
            p99: times[(times.len() * 99 / 100).min(times.len() - 1)],
        }
    }

    /// Over the medians that each query had in the rounds, so that a stray interruption is not taken for its price.
    pub(crate) fn of_medians(rounds: Vec<Vec<Duration>>) -> Self {
        Self::of(rounds.into_iter().map(median).collect())
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = |time: Duration| time.as_secs_f64() * 1e6;
        write!(f, "{:.0} / {:.0} µs", micros(self.p50), micros(self.p99))
    }
}

pub(crate) fn median<T: PartialOrd + Copy>(mut values: Vec<T>) -> T {
    values.sort_unstable_by(|a, b| a.partial_cmp(b).expect("numbers"));
    values[values.len() / 2]
}

pub(crate) fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64().max(1e-9)
}

/// How long some work takes, and what it answers.
pub(crate) async fn timed<T>(work: impl Future<Output = T>) -> (Duration, T) {
    let began = Instant::now();
    let answer = work.await;
    (began.elapsed(), answer)
}
