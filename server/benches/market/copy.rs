//! Figure 13: the same import on PostgreSQL against COPY of the finished rows into the same table.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use services::inventory::import::Outcome;

use crate::ground::{ROWS, file, fill, stock};
use crate::report::{Report, Target, median, timed};
use crate::support::house::{House, On};

const ROUNDS: usize = 5;
/// Copied rows get change numbers from here on, by which they are found again.
const COPIED: u64 = 1_000_000_000;

pub(crate) async fn measure(lots: usize, report: &mut Report) {
    let base = lots / 10;
    let Some(house) = House::open(On::Postgres).await else {
        report.note("13", "not measured: REELSTOCK_TEST_POSTGRES names no server");
        return;
    };
    fill(&house, stock(base, 1).take(base)).await;
    let supplier = house.supplier("measured@example.com").await;
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("lots.copy");
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let mut lots = stock(base, 1).skip(base);
    for _ in 0..ROUNDS {
        let (file, rows) = file(lots.by_ref().take(ROWS));
        let (time, outcome) = timed(house.import(&supplier, &file)).await;
        assert_eq!(outcome, Outcome::Imported { rows: rows as u32 });
        ours.push(rows as f64 / time.as_secs_f64());
        theirs.push(rows as f64 / copied(&house, &copy));
    }
    let (ours, theirs) = (median(ours), median(theirs));
    report.judge(
        "13",
        "import of 50,000 rows on PostgreSQL to COPY into the same table, rows/s",
        ours / theirs,
        Target::AtLeast(0.4),
        &format!("{ours:.0} to {theirs:.0}"),
    );
    house.close().await;
}

/// Seconds that COPY takes for the rows of the last import, which are taken away again.
fn copied(house: &House, path: &std::path::Path) -> f64 {
    let columns = "public_id, company_id, model_id, import_id, registered_at, updated_at, updated_by, manufacturer, \
                   product_name, model, quantity, packing, rohs, dc, location, remarks, date_code, version, seq, deleted_at";
    // Keys in rising order, as an import makes them.
    let rows = columns
        .replace(
            "public_id",
            "('ffffffff-ffff-7fff-8fff-' || lpad(to_hex(id), 12, '0'))::uuid",
        )
        .replace("seq", &format!("seq + {COPIED}"));
    let last = "(SELECT max(import_id) FROM lot)";
    let path = path.display();
    psql(
        house,
        &format!("\\copy (SELECT {rows} FROM lot WHERE import_id = {last} ORDER BY id) TO '{path}'"),
        "",
    );
    let told = psql(
        house,
        &format!("\\copy lot ({columns}) FROM '{path}'"),
        "\\timing on",
    );
    psql(house, &format!("DELETE FROM lot WHERE seq > {COPIED}"), "");
    psql(house, "VACUUM ANALYZE lot", "");
    let millis = told.lines().find_map(|line| {
        line.strip_prefix("Time: ")?
            .split(' ')
            .next()?
            .parse::<f64>()
            .ok()
    });
    millis.expect("psql tells the time") / 1e3
}

fn psql(house: &House, command: &str, first: &str) -> String {
    let folder = std::env::var("REELSTOCK_POSTGRES_BIN").unwrap_or_default();
    let program = PathBuf::from(folder).join("psql");
    let program = if program.is_file() {
        program
    } else {
        PathBuf::from("psql")
    };
    let mut psql = Command::new(program);
    psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1"]).arg(&house.url);
    if !first.is_empty() {
        psql.args(["-c", first]);
    }
    let answer = psql
        .args(["-c", command])
        .stdin(Stdio::null())
        .output()
        .expect("psql is on PATH or in REELSTOCK_POSTGRES_BIN");
    assert!(
        answer.status.success(),
        "{command}: {}",
        String::from_utf8_lossy(&answer.stderr)
    );
    String::from_utf8_lossy(&answer.stdout).into_owned()
}
