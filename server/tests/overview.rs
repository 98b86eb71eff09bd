//! The overview through the front door: figures as drawings, sentences and tables, for each role its own.

use crate::support::door::Door;
use crate::support::house;
use crate::support::house::House;
use axum::http::StatusCode;
use services::search::missed;

on_both!(
    a_figure_is_a_drawing_a_sentence_and_a_table,
    what_is_empty_says_so_and_draws_nothing,
    t31_each_role_reads_the_figures_of_its_work,
    what_was_searched_for_in_vain_leads_to_its_search,
    scripts_read_the_same,
    both_languages_are_spoken,
);

const DESK: &str = "desk@owner.example";
const S1: &str = "s1@example.com";

async fn role(house: &House, word: &str) {
    house.run(&format!("UPDATE staff SET role = '{word}'")).await;
}

/// One figure of a page.
fn figure<'a>(page: &'a str, id: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(&format!("aria-labelledby=\"{id}-title\""))?;
    rest.split_once("</section>").map(|(figure, _)| figure)
}

/// The attributes of the elements of a name.
fn elements<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!("<{name} ");
    page.split(&open)
        .skip(1)
        .filter_map(|rest| rest.split('>').next())
        .collect()
}

async fn a_figure_is_a_drawing_a_sentence_and_a_table(house: &House) {
    let supplier = house.supplier(S1).await;
    house.stock(&supplier, &["TC74HC4050AFTEL"]).await;
    let wrong = format!("{}\nMaker,IC,,10,Reel,ROHS,2020,Japan,\n", house::HEADINGS);
    house.import(&supplier, &wrong).await;
    let mut desk = Door::staff(house, DESK).await;
    let page = desk.get("/staff").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let imports = figure(&page.body, "imports").expect("a figure");
    assert!(imports.contains("1 imported, 1 refused."), "{imports}");
    let drawing = elements(imports, "svg")
        .into_iter()
        .find(|svg| svg.contains("role=\"img\""));
    let drawing = drawing.expect("a drawing");
    assert!(drawing.contains("aria-labelledby=\"imports-says\""), "{drawing}");
    assert!(
        imports.contains("id=\"imports-says\""),
        "the sentence is its name"
    );
    let bars = elements(imports, "rect");
    // Two beside the legend, and today's two; no colour and no style of their own.
    assert_eq!(bars.len(), 4, "{bars:?}");
    assert!(
        bars.iter()
            .any(|bar| bar.contains("chart-hollow") && bar.contains("height=\"100\""))
    );
    assert!(!page.body.contains("style=\"") && bars.iter().all(|bar| !bar.contains("fill")));
    let (_, table) = imports.split_once("<details").expect("a table");
    assert_eq!(
        elements(table, "th")
            .iter()
            .filter(|th| th.contains("row"))
            .count(),
        30
    );
    assert!(
        table.contains("2026-11-21") && table.contains("2026-10-23"),
        "{table}"
    );
    assert_eq!(page.header("cache-control"), "no-store");
}

async fn what_is_empty_says_so_and_draws_nothing(house: &House) {
    let mut desk = Door::staff(house, DESK).await;
    let page = desk.get("/staff").await;
    for id in ["applications", "requests", "imports", "missed"] {
        let figure = figure(&page.body, id).expect(id);
        assert!(figure.contains("None in the last 30 days."), "{figure}");
        assert!(!figure.contains("<svg") && !figure.contains("<table"), "{figure}");
    }
    let decisions = figure(&page.body, "decisions").expect("a figure");
    assert!(decisions.contains("Nothing was decided in the last 8 weeks."));
}

async fn t31_each_role_reads_the_figures_of_its_work(house: &House) {
    let mut desk = Door::staff(house, DESK).await;
    const ALL: [&str; 6] = [
        "applications",
        "decisions",
        "requests",
        "imports",
        "mail",
        "missed",
    ];
    for (word, seen) in [
        ("administrator", &ALL[..]),
        ("screening", &["applications", "decisions"]),
        ("desk", &["requests", "mail", "missed"]),
        ("stock", &["imports", "missed"]),
    ] {
        role(house, word).await;
        let page = desk.get("/staff").await;
        assert_eq!(page.status, StatusCode::OK, "{word}");
        let shown: Vec<_> = ALL
            .into_iter()
            .filter(|id| figure(&page.body, id).is_some())
            .collect();
        assert_eq!(shown, seen, "{word}");
        let waits = page.body.contains("id=\"overview-caption\"");
        assert_eq!(waits, matches!(word, "administrator" | "screening"), "{word}");
    }
    role(house, "trainings").await;
    assert_eq!(desk.get("/staff").await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        desk.ask("console/overview", &[]).await.status,
        StatusCode::FORBIDDEN
    );
    house.supplier(S1).await;
    let mut other = desk.another();
    assert_eq!(
        other.ask("console/overview", &[]).await.status,
        StatusCode::UNAUTHORIZED
    );
    other.sign_in(S1, "supplier").await;
    assert_eq!(other.get("/staff").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        other.ask("console/overview", &[]).await.status,
        StatusCode::NOT_FOUND
    );
}

async fn what_was_searched_for_in_vain_leads_to_its_search(house: &House) {
    let mut stranger = Door::of(house);
    assert_eq!(stranger.get("/search?q=nopart-4711").await.status, StatusCode::OK);
    stranger.ask("search/find", &[("query", "q=nopart4711")]).await;
    missed::write_down(&house.market).await.expect("writes");
    let mut desk = Door::staff(house, DESK).await;
    let page = desk.get("/staff").await;
    let missed = figure(&page.body, "missed").expect("a figure");
    assert!(missed.contains("href=\"/search?q=NOPART4711\""), "{missed}");
    assert!(missed.contains("In the last 30 days: 2."), "{missed}");
}

async fn scripts_read_the_same(house: &House) {
    let mut desk = Door::staff(house, DESK).await;
    role(house, "stock").await;
    let page = desk.ask("console/overview", &[]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let page = page.json();
    assert_eq!(
        page["imports"]["done"]["counts"].as_array().map(Vec::len),
        Some(30)
    );
    for hidden in ["waiting", "applications", "decisions", "requests", "mail"] {
        assert!(page[hidden].is_null(), "{hidden}");
    }
}

async fn both_languages_are_spoken(house: &House) {
    let mut desk = Door::staff(house, DESK).await;
    desk.language = "ja";
    let page = desk.get("/staff").await;
    for said in ["1日ごとの見積依頼", "直近30日間は0件です。", "審査にかかった時間"]
    {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
}
