//! Figure 10: what has been saved is found by a search that is sent after the answer, here and in another process.

use services::inventory::import::Outcome;

use crate::ground::Ground;
use crate::report::{Report, Target};
use crate::support::door::Door;
use crate::support::house::HEADINGS;

const SAVES: u32 = 1_000;

pub(crate) async fn measure(ground: &Ground, report: &mut Report) {
    let house = &ground.house;
    let saver = house.supplier("saver@example.com").await;
    let other = house.other_process().await;
    services::search::refresh(&other).await.expect("builds its index");
    let (mut here, mut there) = (ground.door.another(), Door::at(&other));
    let (mut found_here, mut found_there) = (0_u32, 0_u32);
    for number in 0..SAVES {
        let model = format!("FRESH-{number:04}-X");
        let file = format!("{HEADINGS}\nMaker,IC,{model},10,Reel,ROHS,2020,Japan,\n");
        let outcome = house.import(&saver, &file).await;
        assert_eq!(outcome, Outcome::Imported { rows: 1 });
        found_there += u32::from(finds(&mut there, &model).await);
        found_here += u32::from(finds(&mut here, &model).await);
    }
    other.db.close().await.expect("closes");
    report.judge(
        "10",
        "searches sent after the import's answer that find it",
        f64::from(found_here.min(found_there)) / f64::from(SAVES),
        Target::AtLeast(1.0),
        &format!("same process {found_here} of {SAVES}, another {found_there} of {SAVES}"),
    );
}

async fn finds(door: &mut Door, model: &str) -> bool {
    let answer = door
        .ask("search/find", &[("query", &format!("q={model}"))])
        .await
        .json();
    let found = &answer["outcome"]["Searched"];
    found["total_lots"] == 1 && found["rows"][0]["model"] == model
}
