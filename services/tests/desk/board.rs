//! Notices to visitors, and the page of the service's status (R020, R031).

use std::time::Duration;

use domain::audit::Action;
use domain::language::Language;
use domain::notices::status::{Health, Part};
use domain::notices::{NoticeForm, Phase};
use domain::refusal::Refusal;
use services::inventory::import;
use services::jobs;
use services::notices::{self, status, writing};
use services::proofs::Acting;
use services::screening::Outcome;

use crate::desk::{DESK, JANE, desk, logged, write};
use crate::support::house::{DAY, HEADINGS, HOUR, House, NOON, forms};
use crate::support::people::refusal;
use crate::support::staff::Person;

on_both!(
    r020_a_notice_is_announced_holds_and_is_remembered,
    a_notice_is_changed_once_and_ended,
    r031_the_status_tells_what_was_looked_at,
);

pub(crate) fn form(kind: &str, from: &str, until: &str) -> NoticeForm {
    let text = str::to_owned;
    NoticeForm {
        act: text("publish"),
        kind: text(kind),
        title_en: text("A disk is changed"),
        title_ja: text("ディスク交換"),
        text_en: text("Search is away.\nOrders stay."),
        text_ja: text("検索を停止いたします。"),
        from: text(from),
        until: text(until),
        banner: Some(text("1")),
        ..NoticeForm::default()
    }
}

pub(crate) async fn publish(
    house: &House,
    acting: &Acting,
    form: &NoticeForm,
) -> services::error::Answer<i64> {
    let notice = form.check(house.market.now()).expect("is whole");
    writing::publish(&house.market, acting, &notice).await
}

async fn banners(house: &House) -> Vec<String> {
    let shown = notices::banners(&house.market, Language::Ja)
        .await
        .expect("reads");
    shown.into_iter().map(|notice| notice.title).collect()
}

async fn r020_a_notice_is_announced_holds_and_is_remembered(house: &House) {
    let desk = desk(house).await;
    let acting = desk.acting_late(house).await;
    // Ten days ahead, for two hours.
    let planned = form("maintenance", "2026-12-01T12:00", "2026-12-01T14:00");
    publish(house, &acting, &planned).await.expect("publishes");
    let told = async |language| status::status(&house.market, language).await;
    assert_eq!(told(Language::En).await.coming[0].title, "A disk is changed");
    assert_eq!(banners(house).await, Vec::<String>::new(), "that is far ahead");
    house.wait(DAY * 7);
    assert_eq!(banners(house).await, ["ディスク交換"], "three days before");
    house.wait(DAY * 3);
    let now = told(Language::Ja).await;
    assert_eq!((now.now.len(), now.coming.len()), (1, 0));
    assert_eq!(now.now[0].text, "検索を停止いたします。");
    house.wait(HOUR * 2);
    assert_eq!(banners(house).await, Vec::<String>::new());
    assert_eq!(told(Language::En).await.past[0].title, "A disk is changed");
    house.wait(DAY * 90);
    assert!(told(Language::En).await.past.is_empty(), "ninety days are enough");
    let quiet = NoticeForm {
        banner: None,
        ..form("announcement", "", "")
    };
    let desk = Person::signed_in(house, DESK).await;
    publish(house, &desk.acting_late(house).await, &quiet)
        .await
        .expect("publishes");
    assert!(banners(house).await.is_empty() && told(Language::En).await.now.len() == 1);
    assert_eq!(logged(house, &desk, Action::NoticePublished).await.len(), 2);
}

async fn a_notice_is_changed_once_and_ended(house: &House) {
    let desk = desk(house).await;
    let acting = desk.acting_late(house).await;
    let market = &house.market;
    let id = publish(house, &acting, &form("trouble", "", ""))
        .await
        .expect("publishes");
    let twice = publish(house, &acting, &form("trouble", "", "")).await;
    assert_eq!(twice.expect("did so before"), id, "a second press");
    assert_eq!(house.rows("notice").await, 1);
    let sheet = async || {
        notices::sheet(market, &desk.staff(), &desk.who, id)
            .await
            .expect("reads")
    };
    let before = sheet().await;
    assert_eq!((before.phase, before.form.version), (Phase::Now, 1));
    assert_eq!(before.form.from, "2026-11-21T12:00");
    let marks = async || notices::banners(market, Language::En).await.expect("reads")[0].mark();
    let mark = marks().await;
    let other = NoticeForm {
        title_en: "Two disks are changed".to_owned(),
        ..form("trouble", "", "")
    };
    let other = other.check(NOON).expect("is whole");
    let change = async || {
        writing::change(market, &acting, id, 1, &other)
            .await
            .expect("changes")
    };
    assert_eq!(
        (change().await, change().await),
        (Outcome::Done, Outcome::Done),
        "a second press"
    );
    assert_eq!(logged(house, &desk, Action::NoticeChanged).await.len(), 1);
    let third = form("trouble", "", "").check(NOON).expect("is whole");
    assert_eq!(
        writing::change(market, &acting, id, 1, &third)
            .await
            .expect("looks"),
        Outcome::Missed,
        "that was before"
    );
    let operator = Acting::operator();
    assert_eq!(
        writing::change(market, &operator, id, 1, &other)
            .await
            .expect("looks"),
        Outcome::Missed,
        "somebody else was faster"
    );
    assert_ne!(marks().await, mark, "worth reading again");
    assert_eq!(sheet().await.form.title_en, "Two disks are changed");
    house.wait(HOUR);
    assert_eq!(
        writing::end(market, &acting, id, 1).await.expect("looks"),
        Outcome::Missed
    );
    for _ in 0..2 {
        assert_eq!(
            writing::end(market, &acting, id, 2)
                .await
                .expect("ends, or did so before"),
            Outcome::Done
        );
    }
    assert_eq!(logged(house, &desk, Action::NoticeEnded).await.len(), 1);
    assert_eq!(
        writing::end(market, &acting, id, 3).await.expect("looks"),
        Outcome::Missed
    );
    assert_eq!(sheet().await.phase, Phase::Over);
    let status = status::status(market, Language::En).await;
    assert_eq!((status.now.len(), status.past.len()), (0, 1));
    let coming = form("maintenance", "2026-11-23T01:00", "2026-11-23T02:00");
    let coming = publish(house, &acting, &coming).await.expect("publishes");
    writing::end(market, &acting, coming, 1).await.expect("withdraws");
    house.wait(DAY * 3);
    let status = status::status(market, Language::En).await;
    assert_eq!(status.past.len(), 1, "nobody hears of what was withdrawn");
    let nothing = writing::end(market, &acting, 4_711, 1).await;
    assert_eq!(refusal(nothing), Refusal::NotFound);
}

async fn health(house: &House, part: Part) -> Health {
    let status = status::status(&house.market, Language::En).await;
    let (_, health) = status
        .parts
        .into_iter()
        .find(|(one, _)| *one == part)
        .expect("is looked at");
    health
}

async fn r031_the_status_tells_what_was_looked_at(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    house.letters().await;
    for part in [Part::Site, Part::Search, Part::Mail, Part::Imports] {
        assert_eq!(health(house, part).await, Health::Good, "{part:?}");
    }
    assert_eq!(
        status::status(&house.market, Language::En).await.last_import,
        None
    );
    house.stock(&supplier, &["TC74HC00AP"]).await;
    let last = status::status(&house.market, Language::En).await.last_import;
    assert_eq!(last, Some(house.market.now()));

    house.letters().await;
    write(house, None, Language::En, forms::message(JANE, "mail")).await;
    assert_eq!(health(house, Part::Mail).await, Health::Good);
    house.wait(Duration::from_secs(6 * 60));
    assert_eq!(health(house, Part::Mail).await, Health::Slow);
    house.wait(HOUR);
    assert_eq!(health(house, Part::Mail).await, Health::Down);
    house.letters().await;
    assert_eq!(
        health(house, Part::Mail).await,
        Health::Good,
        "the queue is empty"
    );

    let file = format!("{HEADINGS}\nMaker,IC,LM358N,10,Reel,ROHS,2020,Japan,\n");
    import::receive(&house.market, &supplier, "a.csv", file.as_bytes(), true)
        .await
        .expect("receives");
    house.wait(HOUR);
    assert_eq!(health(house, Part::Imports).await, Health::Slow);
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(health(house, Part::Imports).await, Health::Good);

    let starting = house.starting_process().await;
    let status = status::status(&starting, Language::En).await;
    assert!(
        status.parts.contains(&(Part::Search, Health::Slow)),
        "{:?}",
        status.parts
    );
    house.letters().await;
}
