//! Figure 12: importing a stock file, with its checks, its keys and the search index, against the SQLite shell, which
//! reads the same file into an empty table without an index, and into one whose trigger feeds a trigram index.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use services::inventory::import::Outcome;

use crate::ground::{Ground, ROWS, file, stock};
use crate::report::{Report, Target, median, timed};

const ROUNDS: usize = 5;

const BARE: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE bare (manufacturer TEXT, product_name TEXT, model TEXT, quantity INTEGER, packing TEXT, rohs TEXT,
        dc INTEGER, location TEXT, remarks TEXT);";
const TRIGRAMS: &str = "CREATE VIRTUAL TABLE found USING fts5(model, content='bare', tokenize='trigram');
    CREATE TRIGGER put AFTER INSERT ON bare BEGIN
        INSERT INTO found (rowid, model) VALUES (new.rowid, new.model);
    END;";

pub(crate) async fn measure(ground: &Ground, report: &mut Report) {
    let folder = tempfile::tempdir().expect("a folder");
    for (kind, seed) in [("models that are in stock", 1), ("mostly new models", 2)] {
        let mut times = [Vec::new(), Vec::new(), Vec::new()];
        let mut lots = stock(ground.lots, seed).skip(if seed == 1 { ground.lots } else { 20_000 });
        for round in 0..ROUNDS {
            let (file, rows) = file(lots.by_ref().take(ROWS));
            let (time, outcome) = timed(ground.house.import(&ground.supplier, &file)).await;
            assert_eq!(outcome, Outcome::Imported { rows: rows as u32 });
            times[0].push(time);
            let path = folder.path().join("stock.csv");
            std::fs::write(&path, file).expect("writes");
            for (at, tables) in [(1, BARE.to_owned()), (2, format!("{BARE}{TRIGRAMS}"))] {
                let base = folder.path().join(format!("{seed}-{round}-{at}.db"));
                times[at].extend(shell(&path, &base, &tables, rows));
            }
        }
        tell(report, kind, times);
    }
}

fn tell(report: &mut Report, kind: &str, [ours, bare, trigrams]: [Vec<Duration>; 3]) {
    let rate = |times| ROWS as f64 / median::<Duration>(times).as_secs_f64();
    let ours = rate(ours);
    if bare.is_empty() {
        report.note(
            "12",
            &format!("{kind}: {ours:.0} rows/s; no sqlite3 on PATH to compare with"),
        );
        return;
    }
    for (to, times, target) in [
        ("an empty table", bare, 0.25),
        ("one with a trigram trigger", trigrams, 2.5),
    ] {
        let theirs = rate(times);
        report.judge(
            "12",
            &format!("import of 50,000 rows, {kind}, to the shell's into {to}, rows/s"),
            ours / theirs,
            Target::AtLeast(target),
            &format!("{ours:.0} to {theirs:.0}"),
        );
    }
}

/// How long the shell takes; nothing where there is no shell.
fn shell(csv: &Path, base: &Path, tables: &str, rows: usize) -> Option<Duration> {
    let run = |commands: &[String]| {
        let answer = Command::new("sqlite3")
            .arg(base)
            .args(commands)
            .stdin(Stdio::null())
            .output()
            .ok()?;
        assert!(
            answer.status.success(),
            "{}",
            String::from_utf8_lossy(&answer.stderr)
        );
        Some(String::from_utf8_lossy(&answer.stdout).into_owned())
    };
    run(&[tables.to_owned()])?;
    let import = format!(".import --csv --skip 1 \"{}\" bare", csv.display());
    let began = Instant::now();
    run(&["PRAGMA synchronous = FULL".to_owned(), import])?;
    let time = began.elapsed();
    let counted = run(&["SELECT count(*) FROM bare".to_owned()])?;
    assert_eq!(counted.trim(), rows.to_string());
    Some(time)
}
