//! The overview: what its figures count, who sees which, and what is kept of searches that found nothing.

use crate::support::house;
use crate::support::house::{DAY, HOUR, House, NOON, forms};
use crate::support::people::{JANE, dump, refusal};
use crate::support::staff;
use domain::accounts::{AccountType, Email, StaffRole};
use domain::dates::day_in_japan;
use domain::language::Language;
use domain::overview::series::DAYS;
use domain::overview::{Days, Overview};
use domain::refusal::Refusal;
use services::inventory::import::Outcome;
use services::market::Market;
use services::screening::{self, Decision};
use services::search::missed;
use services::{jobs, overview, quotations, search, upkeep};

on_both!(
    each_role_sees_the_figures_of_its_work,
    applications_and_requests_are_counted_by_their_day_in_japan,
    decisions_are_measured_from_the_last_sending,
    files_are_counted_by_how_they_ended,
    mails_are_counted_and_the_oldest_that_waits_is_named,
    a_search_in_vain_is_counted_without_its_person,
    what_was_found_or_narrowed_or_could_be_somebody_is_not_counted,
    two_processes_add_up_and_a_day_has_room_for_so_many,
    searches_in_vain_are_forgotten_after_thirty_days,
);

async fn staff(house: &House, role: StaffRole) -> services::proofs::Staff {
    let email = format!("{}@owner.example", role.word());
    staff::member(house, &email, role).await.staff()
}

async fn seen(house: &House, staff: &services::proofs::Staff) -> Overview {
    overview::overview(&house.market, staff).await.expect("is shown")
}

/// What the administrator sees, without signing in anew: a day is long.
async fn figures(house: &House) -> Overview {
    let administrator = staff(house, StaffRole::Administrator).await;
    seen(house, &administrator).await
}

fn today(house: &House) -> i64 {
    day_in_japan(house.market.now())
}

/// The days of a figure on which there was something, counted back from today.
fn ago(days: &Days) -> Vec<(usize, u32)> {
    assert_eq!(days.counts.len(), DAYS);
    let back = days.counts.iter().rev().copied().enumerate();
    back.filter(|(_, count)| *count > 0).collect()
}

async fn apply(house: &House, email: &str) {
    house.person(AccountType::Buyer, email, "Harbour", false).await;
    let email = Email::parse(email).expect("an address");
    screening::apply_named(
        &house.market,
        &email,
        &forms::agreed(forms::profile("Harbour Trading")),
    )
    .await
    .expect("applies");
}

async fn ask(house: &House) {
    let form = forms::request(JANE, vec![forms::line("MAX708")]);
    quotations::receive(&house.market, None, Language::En, form)
        .await
        .expect("asks");
}

async fn each_role_sees_the_figures_of_its_work(house: &House) {
    for (role, sees) in [
        (StaffRole::Administrator, [true; 7]),
        (
            StaffRole::Screening,
            [true, true, true, false, false, false, false],
        ),
        (StaffRole::Desk, [false, false, false, true, false, true, true]),
        (StaffRole::Stock, [false, false, false, false, true, false, true]),
    ] {
        let staff = staff(house, role).await;
        let page = seen(house, &staff).await;
        let shown = [
            page.waiting.is_some(),
            page.applications.is_some(),
            page.decisions.is_some(),
            page.requests.is_some(),
            page.imports.is_some(),
            page.mail.is_some(),
            page.missed.is_some(),
        ];
        assert_eq!((page.role, shown), (role, sees));
    }
    let trainings = staff(house, StaffRole::Trainings).await;
    let nothing = overview::overview(&house.market, &trainings).await;
    assert_eq!(refusal(nothing), Refusal::NotAllowed);
}

async fn applications_and_requests_are_counted_by_their_day_in_japan(house: &House) {
    apply(house, "one@harbour.example").await;
    ask(house).await;
    // Noon in Japan: in twelve hours it is tomorrow there, and still today in London.
    house.wait(HOUR * 11);
    ask(house).await;
    house.wait(HOUR);
    ask(house).await;
    apply(house, "two@harbour.example").await;
    apply(house, "three@harbour.example").await;
    let page = figures(house).await;
    assert_eq!(ago(&page.applications.expect("is shown")), [(0, 2), (1, 1)]);
    let requests = page.requests.expect("is shown");
    assert_eq!(ago(&requests), [(0, 1), (1, 2)]);
    assert_eq!(requests.days().last(), Some(today(house)));
    house.wait(DAY * 29);
    let administrator = staff(house, StaffRole::Screening).await;
    let page = seen(house, &administrator).await;
    assert_eq!(
        ago(&page.applications.expect("is shown")),
        [(29, 2)],
        "thirty days"
    );
}

async fn decisions_are_measured_from_the_last_sending(house: &House) {
    for (email, hours) in [("one@harbour.example", 5), ("two@harbour.example", 25)] {
        apply(house, email).await;
        house.wait(HOUR * hours);
        let waits = screening::waiting(&house.market).await.expect("lists");
        screening::decide(&house.market, waits[0].id, waits[0].version, &Decision::Approve)
            .await
            .expect("decides");
    }
    let weeks = figures(house).await.decisions.expect("is shown");
    let all: u32 = weeks.iter().map(|week| week.decided).sum();
    assert_eq!(all, 2);
    // Saturday noon and five hours, and Sunday.
    let week = weeks.last().expect("this week");
    assert_eq!((week.decided, week.median, week.slow), (2, 5 * 60, 25 * 60));
}

async fn files_are_counted_by_how_they_ended(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    house.stock(&supplier, &["TC74HC4050AFTEL"]).await;
    house.wait(DAY);
    house.stock(&supplier, &["TC74HC00AF", "MAX708"]).await;
    let wrong = format!("{}\nMaker,IC,,10,Reel,ROHS,2020,Japan,\n", house::HEADINGS);
    let refused = house.import(&supplier, &wrong).await;
    assert!(matches!(refused, Outcome::Refused { .. }), "{refused:?}");
    let imports = figures(house).await.imports.expect("is shown");
    assert_eq!(ago(&imports.done), [(0, 1), (1, 1)]);
    assert_eq!(ago(&imports.refused), [(0, 1)]);
}

async fn mails_are_counted_and_the_oldest_that_waits_is_named(house: &House) {
    let administrator = staff(house, StaffRole::Administrator).await;
    // Those of a first sign-in were sent the day before.
    house.letters().await;
    house.wait(DAY);
    let before = seen(house, &administrator).await.mail.expect("is shown").sent;
    ask(house).await;
    let since = house.market.now();
    house.wait(HOUR);
    ask(house).await;
    let waits = seen(house, &administrator).await.mail.expect("is shown");
    assert_eq!((waits.waiting, waits.oldest), (4, Some(since)));
    assert_eq!((waits.sent, waits.failed.total()), (before, 0));
    assert_eq!(house.letters().await.len(), 4);
    house
        .run("UPDATE outbox SET state = 'failed' WHERE kind = 'request_copy'")
        .await;
    let left = seen(house, &administrator).await.mail.expect("is shown");
    assert_eq!((left.waiting, left.oldest), (0, None));
    assert_eq!((left.sent.today(), ago(&left.failed)), (2, vec![(0, 2)]));
}

async fn look_for(market: &Market, query: &str) {
    search::find(market, None, query).await.expect("searches");
}

async fn counted(house: &House) -> Vec<(String, u32)> {
    missed::write_down(&house.market).await.expect("writes");
    let page = figures_of_missed(house).await;
    page.most
}

async fn figures_of_missed(house: &House) -> domain::overview::Missed {
    let number = house.rows("staff").await;
    let email = format!("stock{number}@owner.example");
    let staff = staff::member(house, &email, StaffRole::Stock).await.staff();
    seen(house, &staff).await.missed.expect("is shown")
}

async fn a_search_in_vain_is_counted_without_its_person(house: &House) {
    house.person(AccountType::Buyer, JANE, "Harbour", false).await;
    let (_, jane) = house.sign_in(JANE, "buyer").await;
    for query in ["q=nopart-1", "q=NOPART%201", "q=nopart1&page=3", "q=MAX708"] {
        search::find(&house.market, Some(&jane), query)
            .await
            .expect("searches");
    }
    assert_eq!(house.rows("missed_search").await, 0, "a search writes nothing");
    let most = counted(house).await;
    assert_eq!(most, [("NOPART1".to_owned(), 3), ("MAX708".to_owned(), 1)]);
    let tables = dump(house).await;
    let (_, rows) = tables
        .iter()
        .find(|(name, _)| name == "missed_search")
        .expect("the table");
    let day = today(house).to_string();
    for row in rows {
        // A day, a text, a number, and nothing else.
        let parts = row.matches("\":").count();
        assert!(parts == 3 && row.contains(&day) && !row.contains("jane"), "{row}");
    }
}

async fn what_was_found_or_narrowed_or_could_be_somebody_is_not_counted(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    house.stock(&supplier, &["TC74HC4050AFTEL"]).await;
    for query in [
        "q=tc74",
        "q=tc74&rohs=none",
        "q=jane5%40harbour.example",
        "q=Jane%20Harbour",
        "q=03-1234-5678",
        "q=x",
        "",
    ] {
        look_for(&house.market, query).await;
    }
    assert_eq!(counted(house).await, []);
    // Typed letter by letter: what stands at the end counts.
    for query in ["q=TC75", "q=TC75H", "q=TC75HC", "q=TC75HC0"] {
        look_for(&house.market, query).await;
    }
    assert_eq!(counted(house).await, [("TC75HC0".to_owned(), 1)]);
}

async fn two_processes_add_up_and_a_day_has_room_for_so_many(house: &House) {
    let other = house.other_process().await;
    for market in [&house.market, &other, &other] {
        look_for(market, "q=NOPART1").await;
        missed::write_down(market).await.expect("writes");
    }
    assert_eq!(
        house
            .number("SELECT CAST(times AS BIGINT) FROM missed_search")
            .await,
        3
    );
    let day = today(house);
    let full = format!(
        "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {}) \
         INSERT INTO missed_search (day, sought, times) SELECT {day}, 'FULL' || i, 1 FROM n",
        missed::A_DAY
    );
    house.run(&full).await;
    for query in ["q=NOPART1", "q=NOPART2", "q=NOPART3"] {
        look_for(&other, query).await;
    }
    missed::write_down(&other).await.expect("writes");
    assert_eq!(
        house.rows("missed_search").await,
        i64::try_from(missed::A_DAY).expect("fits") + 1
    );
    let times =
        |text: &str| format!("SELECT CAST(times AS BIGINT) FROM missed_search WHERE sought = '{text}'");
    assert_eq!(
        house.number(&times("NOPART1")).await,
        4,
        "what has a row is counted on"
    );
    assert_eq!(
        house.number(&times("")).await,
        2,
        "the others are counted without their text"
    );
    let missed = figures_of_missed(house).await;
    assert_eq!(missed.days.total(), 4 + 2 + missed::A_DAY as u64 - 1);
    assert_eq!(missed.most[0], ("NOPART1".to_owned(), 4));
    assert!(missed.most.len() == 10 && missed.most.iter().all(|(text, _)| !text.is_empty()));
    other.db.close().await.expect("closes");
}

async fn searches_in_vain_are_forgotten_after_thirty_days(house: &House) {
    assert_eq!(house.market.now(), NOON);
    look_for(&house.market, "q=NOPART1").await;
    missed::write_down(&house.market).await.expect("writes");
    upkeep::arrange(&house.market).await.expect("arranges");
    for (wait, left) in [(30, 1), (1, 0)] {
        house.wait(DAY * wait);
        jobs::run_due(&house.market).await.expect("runs");
        assert_eq!(house.rows("missed_search").await, left);
    }
}
