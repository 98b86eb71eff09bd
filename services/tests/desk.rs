//! The desk: messages that are answered, notices to visitors and the status page, mails and jobs that are tried again.

#[path = "support/house.rs"]
#[macro_use]
mod house;
#[path = "support/people.rs"]
mod people;
#[path = "support/staff.rs"]
mod staff;

use std::time::Duration;

use domain::accounts::{AccountType, ForgotForm, StaffRole};
use domain::audit::{Action, AuditFilter};
use domain::contact::thread::{AnswerText, EntryKind, MailStanding, Thread, ThreadAct};
use domain::contact::{ContactForm, ThreadFilter, ThreadState};
use domain::desk::{RetryReason, Which, WorkFilter, WorkState};
use domain::language::Language;
use domain::notices::status::{Health, Part};
use domain::notices::{NoticeForm, Phase};
use domain::refusal::Refusal;
use domain::screening::Note;
use house::{HEADINGS, House, NOON, PASSWORD, caller, forms};
use people::{dump, refusal, to};
use services::accounts::session::SignedIn;
use services::accounts::{leaving, recovery};
use services::contact::{answering, threads};
use services::desk::{mails, works};
use services::inventory::import;
use services::notices::{self, status, writing};
use services::post::DeliveryFault;
use services::proofs::Acting;
use services::screening::Outcome;
use services::{audit, contact, jobs};
use staff::{Person, member};

on_both!(
    r112_a_visitor_without_an_account_is_answered,
    r112_a_thread_waits_is_closed_and_opened_again,
    the_list_shows_what_is_looked_for,
    of_two_answers_to_what_was_looked_at_one_goes_out,
    t31_each_role_does_its_own,
    t39_whoever_leaves_takes_the_thread_along,
    messages_of_two_years_go_with_their_answers,
    r020_a_notice_is_announced_holds_and_is_remembered,
    a_notice_is_changed_once_and_ended,
    r031_the_status_tells_what_was_looked_at,
    a_failed_mail_is_sent_on_its_way_again,
    all_failed_mails_of_a_kind_go_again_but_not_those_without_a_reader,
    the_mail_page_names_nobody_and_shows_no_link,
    a_job_that_was_given_up_begins_anew,
);

const DESK: &str = "staff@owner.example";
const JANE: &str = "jane@harbour.example";
const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(24 * 3_600);

async fn desk(house: &House) -> Person {
    member(house, DESK, StaffRole::Administrator).await
}

async fn write(house: &House, who: Option<&SignedIn>, language: Language, form: ContactForm) -> i64 {
    let received = contact::receive(&house.market, who, language, form).await;
    received.expect("received").number.0
}

fn answer(words: &str, state: ThreadState) -> ThreadAct {
    ThreadAct::Answer(AnswerText::parse(words).expect("a text"), state)
}

async fn read(house: &House, person: &Person, id: i64) -> Thread {
    threads::thread(&house.market, &person.staff(), &person.who, id)
        .await
        .expect("reads")
}

async fn act(house: &House, person: &Person, id: i64, act: &ThreadAct) -> Outcome {
    let version = read(house, person, id).await.version;
    let acting = person.acting_late(house).await;
    answering::act(&house.market, &acting, id, version, act)
        .await
        .expect("acts")
}

async fn logged(house: &House, person: &Person, what: Action) -> Vec<String> {
    let filter = AuditFilter {
        what: Some(what),
        ..AuditFilter::default()
    };
    let page = audit::page(&house.market, &person.staff(), &person.who, filter).await;
    page.expect("reads")
        .rows
        .into_iter()
        .map(|row| row.details)
        .collect()
}

async fn r112_a_visitor_without_an_account_is_answered(house: &House) {
    let desk = desk(house).await;
    for language in Language::ALL {
        let id = write(house, None, language, forms::message(JANE, "authenticity")).await;
        house.letters().await;
        let done = act(
            house,
            &desk,
            id,
            &answer("Yes, it is.\nWe have looked.", ThreadState::Answered),
        )
        .await;
        assert_eq!(done, Outcome::Done);
        let before = read(house, &desk, id).await;
        assert_eq!(before.entries[0].mail, Some(MailStanding::Waiting));
        let letters = house.letters().await;
        let letter = to(&letters, JANE).pop().expect("the answer");
        assert_eq!(
            (letters.len(), letter.reply_to.as_deref()),
            (1, Some("desk@owner.example"))
        );
        for part in [
            "Yes, it is.\nWe have looked.",
            "  Lot 1024 looks odd.",
            &before.number,
            "Jane Buyer",
        ] {
            assert!(letter.text.contains(part), "{part}: {}", letter.text);
        }
        let frame = match language {
            Language::En => "YOUR MESSAGE OF",
            Language::Ja => "ご回答いたします",
        };
        assert!(letter.text.contains(frame), "{}", letter.text);
        let thread = read(house, &desk, id).await;
        assert_eq!((thread.state, thread.language), (ThreadState::Answered, language));
        assert_eq!(thread.entries[0].mail, Some(MailStanding::Sent));
        assert_eq!(thread.entries[0].by, "山田 太郎");
        // What somebody without an account was answered stands with the thread alone, so that it goes with it.
        assert_eq!(
            logged(house, &desk, Action::ContactAnswered).await[0],
            thread.number
        );
    }
}

async fn r112_a_thread_waits_is_closed_and_opened_again(house: &House) {
    let desk = desk(house).await;
    let id = write(house, None, Language::En, forms::message(JANE, "csv")).await;
    let note = ThreadAct::Note(Note::parse("Ask the stock people.").expect("a note"));
    for (one, state) in [
        (
            answer("Which columns?", ThreadState::Waiting),
            ThreadState::Waiting,
        ),
        (note, ThreadState::Waiting),
        (ThreadAct::Close, ThreadState::Closed),
        (ThreadAct::Reopen, ThreadState::New),
        (answer("Done.", ThreadState::Answered), ThreadState::Answered),
    ] {
        assert_eq!(act(house, &desk, id, &one).await, Outcome::Done, "{one:?}");
        assert_eq!(read(house, &desk, id).await.state, state, "{one:?}");
    }
    assert_eq!(
        act(house, &desk, id, &ThreadAct::Reopen).await,
        Outcome::Missed,
        "it is open"
    );
    let kinds: Vec<_> = read(house, &desk, id)
        .await
        .entries
        .iter()
        .map(|one| one.kind)
        .collect();
    let expected = [
        EntryKind::Answer,
        EntryKind::Note,
        EntryKind::Closed,
        EntryKind::Reopened,
        EntryKind::Answer,
    ];
    assert_eq!(kinds, expected);
    let letters = house.letters().await;
    assert!(
        !letters.iter().any(|letter| letter.text.contains("stock people")),
        "notes stay here"
    );
    for what in [
        Action::ContactNoted,
        Action::ContactClosed,
        Action::ContactReopened,
    ] {
        assert_eq!(logged(house, &desk, what).await.len(), 1, "{what:?}");
    }
}

async fn the_list_shows_what_is_looked_for(house: &House) {
    let desk = desk(house).await;
    let first = write(house, None, Language::En, forms::message(JANE, "csv")).await;
    house.wait(HOUR);
    let other = ContactForm {
        name: "山田 花子".to_owned(),
        company: String::new(),
        ..message("hanako@midori.example", "other")
    };
    let second = write(house, None, Language::Ja, other).await;
    let third = write(house, None, Language::En, forms::message("x@example.com", "mail")).await;
    act(house, &desk, third, &ThreadAct::Close).await;
    act(house, &desk, second, &ThreadAct::Take).await;
    for (query, found) in [
        ("", vec![first, second]),
        ("state=all", vec![third, second, first]),
        ("state=closed", vec![third]),
        ("topic=csv", vec![first]),
        ("whose=me", vec![second]),
        ("whose=nobody", vec![first]),
        ("text=harbour", vec![first]),
        ("text=%E5%B1%B1%E7%94%B0", vec![second]),
        ("text=HANAKO@", vec![second]),
        (&format!("text=CM-{first:06}"), vec![first]),
        ("text=%25", vec![]),
    ] {
        let page = threads::page(&house.market, &desk.staff(), ThreadFilter::of_query(query)).await;
        let page = page.expect("lists");
        let ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
        assert_eq!(ids, found, "{query}");
    }
    let page = threads::page(&house.market, &desk.staff(), ThreadFilter::of_query("page=9")).await;
    let page = page.expect("lists");
    assert_eq!((page.filter.page, page.pages, page.rows[0].age), (1, 1, 3_600));
    assert_eq!(page.rows[1].assigned, "山田 太郎");
}

async fn of_two_answers_to_what_was_looked_at_one_goes_out(house: &House) {
    let desk = desk(house).await;
    let mate = member(house, "mate@owner.example", StaffRole::Screening).await;
    let id = write(house, None, Language::En, forms::message(JANE, "csv")).await;
    house.letters().await;
    let acting = [desk.acting_late(house).await, mate.acting_late(house).await];
    for round in 1..=i32::from(house::rounds(10, 100)) {
        let words = answer("Yes.", ThreadState::Answered);
        let market = &house.market;
        let (one, other) = tokio::join!(
            answering::act(market, &acting[0], id, round, &words),
            answering::act(market, &acting[1], id, round, &words)
        );
        let mut both = [one.expect("acts"), other.expect("acts")];
        both.sort_by_key(|outcome| *outcome == Outcome::Missed);
        assert_eq!(both, [Outcome::Done, Outcome::Missed]);
        assert_eq!(house.letters().await.len(), 1, "one answer, one mail");
    }
}

async fn t31_each_role_does_its_own(house: &House) {
    let id = write(house, None, Language::En, forms::message(JANE, "csv")).await;
    for (at, role) in StaffRole::ALL.into_iter().enumerate() {
        let person = member(house, &format!("p{at}@owner.example"), role).await;
        let (market, staff, acting) = (&house.market, person.staff(), person.acting_late(house).await);
        let reason = RetryReason::parse("Why not.").expect("a reason");
        let which = Which::All("invitation".to_owned());
        let page = threads::page(market, &staff, ThreadFilter::default()).await;
        let version = house
            .number("SELECT CAST(version AS BIGINT) FROM contact_message")
            .await;
        let version = i32::try_from(version).expect("small");
        let note = ThreadAct::Note(Note::parse("Seen.").expect("a note"));
        let noted = answering::act(market, &acting, id, version, &note).await;
        if role.may_answer() {
            assert_eq!(
                (page.expect("lists").total, noted.expect("notes")),
                (1, Outcome::Done),
                "{role:?}"
            );
        } else {
            assert_eq!(refusal(page), Refusal::NotAllowed, "{role:?}");
            assert_eq!(refusal(noted), Refusal::NotAllowed, "{role:?}");
        }
        let who = &person.who;
        let outcomes = [
            mails::page(market, &staff, who, WorkFilter::default())
                .await
                .map(drop),
            works::page(market, &staff, who, WorkFilter::default())
                .await
                .map(drop),
            notices::page(market, &staff, who, Language::En).await.map(drop),
            mails::retry(market, &acting, &which, &reason).await.map(drop),
            works::retry(market, &acting, &which, &reason).await.map(drop),
            publish(house, &acting, &form("trouble", "", "")).await.map(drop),
        ];
        for outcome in outcomes {
            if role == StaffRole::Administrator {
                outcome.expect("may");
            } else {
                assert_eq!(refusal(outcome), Refusal::NotAllowed, "{role:?}");
            }
        }
    }
}

async fn t39_whoever_leaves_takes_the_thread_along(house: &House) {
    let desk = desk(house).await;
    house.person(AccountType::Buyer, JANE, "Harbour", false).await;
    let (_, jane) = house.sign_in(JANE, "buyer").await;
    let id = write(house, Some(&jane), Language::En, forms::message(JANE, "csv")).await;
    act(
        house,
        &desk,
        id,
        &answer("Marmalade, as you asked.", ThreadState::Waiting),
    )
    .await;
    let note = ThreadAct::Note(Note::parse("Marmalade again.").expect("a note"));
    act(house, &desk, id, &note).await;
    house.letters().await;
    leaving::leave(&house.market, &jane, PASSWORD)
        .await
        .expect("leaves");
    house.letters().await;
    let thread = read(house, &desk, id).await;
    assert!(thread.gone && thread.message.is_empty() && thread.email.is_empty());
    assert_eq!(thread.entries.len(), 2);
    let nobody = answer("Hello?", ThreadState::Answered);
    assert_eq!(
        act(house, &desk, id, &nobody).await,
        Outcome::Missed,
        "there is nobody to answer"
    );
    for (table, rows) in dump(house).await {
        for row in rows {
            assert!(
                !row.contains("Marmalade") && !row.contains(JANE),
                "{table}: {row}"
            );
        }
    }
}

async fn messages_of_two_years_go_with_their_answers(house: &House) {
    let desk = desk(house).await;
    let id = write(house, None, Language::En, forms::message(JANE, "csv")).await;
    act(house, &desk, id, &answer("Yes.", ThreadState::Answered)).await;
    house.letters().await;
    services::upkeep::arrange(&house.market).await.expect("arranges");
    house.wait(DAY * 731);
    jobs::run_due(&house.market).await.expect("runs");
    for table in ["contact_message", "contact_entry"] {
        assert_eq!(house.rows(table).await, 0, "{table}");
    }
    assert_eq!(house.rows(&format!("outbox WHERE recipient = '{JANE}'")).await, 0);
}

fn form(kind: &str, from: &str, until: &str) -> NoticeForm {
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

async fn publish(house: &House, acting: &Acting, form: &NoticeForm) -> services::error::Answer<i64> {
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
    let desk = Person {
        who: house.sign_in(DESK, "staff").await.1,
    };
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
    assert_eq!((change().await, change().await), (Outcome::Done, Outcome::Missed));
    assert_ne!(marks().await, mark, "worth reading again");
    assert_eq!(sheet().await.form.title_en, "Two disks are changed");
    house.wait(HOUR);
    assert_eq!(
        writing::end(market, &acting, id, 1).await.expect("looks"),
        Outcome::Missed
    );
    assert_eq!(
        writing::end(market, &acting, id, 2).await.expect("ends"),
        Outcome::Done
    );
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

fn hopeless() -> Result<(), DeliveryFault> {
    Err(DeliveryFault::Hopeless(
        "550 <jane@harbour.example>: no such user".to_owned(),
    ))
}

async fn a_failed_mail_is_sent_on_its_way_again(house: &House) {
    let desk = desk(house).await;
    let acting = desk.acting_late(house).await;
    write(house, None, Language::En, forms::message(JANE, "csv")).await;
    house.letters().await;
    let id = write(house, None, Language::En, forms::message(JANE, "csv")).await;
    house.letters().await;
    house.post.answer_next(hopeless());
    act(house, &desk, id, &answer("Yes.", ThreadState::Answered)).await;
    assert!(house.letters().await.is_empty());
    assert_eq!(
        read(house, &desk, id).await.entries[0].mail,
        Some(MailStanding::Failed)
    );
    let listed = async |query| {
        mails::page(
            &house.market,
            &desk.staff(),
            &desk.who,
            WorkFilter::of_query(query),
        )
        .await
        .expect("lists")
    };
    let page = listed("").await;
    let row = page.rows[0].clone();
    assert_eq!(
        (page.total, row.state, row.can_retry),
        (1, WorkState::Failed, true)
    );
    assert_eq!(
        (row.to.as_str(), row.kind.as_str()),
        ("j***@harbour.example", "contact_answer")
    );
    assert!(
        row.fault.contains("550") && !row.fault.contains("jane@"),
        "{}",
        row.fault
    );
    assert_eq!(page.failed, [("contact_answer".to_owned(), 1)]);
    assert!(page.counts.contains(&(WorkState::Done, 4)), "{:?}", page.counts);
    assert_eq!(listed("state=done&kind=contact_copy").await.total, 2);

    let reason = RetryReason::parse("The address is right again.").expect("a reason");
    let again = async |which| {
        mails::retry(&house.market, &acting, &which, &reason)
            .await
            .expect("retries")
    };
    for none in ["", "x", "00000000-0000-7000-8000-000000000000"] {
        assert_eq!(again(Which::One(none.to_owned())).await, 0);
    }
    // Long after: it has three days anew, so that one answer of 4xx does not end it at once.
    house.wait(DAY * 5);
    assert_eq!(again(Which::One(row.id.clone())).await, 1);
    assert_eq!(again(Which::One(row.id.clone())).await, 0, "it waits already");
    house
        .post
        .answer_next(Err(DeliveryFault::Rejected("450 later".to_owned())));
    assert!(house.letters().await.is_empty());
    assert_eq!(listed("state=queued").await.total, 1, "it is tried again");
    house.wait(HOUR);
    let letters = house.letters().await;
    assert_eq!((letters.len(), letters[0].to.as_str()), (1, JANE));
    assert_eq!(
        again(Which::One(row.id.clone())).await,
        0,
        "what was sent is not sent again"
    );
    let log = logged(house, &desk, Action::MailRetried).await;
    assert_eq!(log, [format!("{}: 1\nThe address is right again.", row.id)]);
}

async fn all_failed_mails_of_a_kind_go_again_but_not_those_without_a_reader(house: &House) {
    let desk = desk(house).await;
    let acting = desk.acting_late(house).await;
    let ids: Vec<i64> = {
        let mut ids = Vec::new();
        for _ in 0..3 {
            ids.push(write(house, None, Language::En, forms::message(JANE, "csv")).await);
        }
        ids
    };
    house.letters().await;
    for id in &ids {
        house.post.answer_next(hopeless());
        act(house, &desk, *id, &answer("Yes.", ThreadState::Answered)).await;
    }
    assert!(house.letters().await.is_empty());
    house
        .run(&format!(
            "UPDATE outbox SET recipient = '-' WHERE dedupe_key LIKE 'contact:{}:answer:%'",
            ids[0]
        ))
        .await;
    let past = house.market.now();
    house
        .run(&format!(
            "UPDATE outbox SET expires_at = {past} WHERE dedupe_key LIKE 'contact:{}:answer:%'",
            ids[1]
        ))
        .await;
    let reason = RetryReason::parse("Back.").expect("a reason");
    let all = |kind: &str| Which::All(kind.to_owned());
    let market = &house.market;
    let other = mails::retry(market, &acting, &all("invitation"), &reason).await;
    assert_eq!(other.expect("looks"), 0);
    let again = mails::retry(market, &acting, &all("contact_answer"), &reason).await;
    assert_eq!(
        again.expect("retries"),
        1,
        "one has no reader any more, one is too late"
    );
    assert_eq!(house.letters().await.len(), 1);
    assert_eq!(
        logged(house, &desk, Action::MailRetried).await,
        ["contact_answer: 1\nBack."]
    );
}

async fn the_mail_page_names_nobody_and_shows_no_link(house: &House) {
    let desk = desk(house).await;
    house.person(AccountType::Buyer, JANE, "Harbour", false).await;
    let form = ForgotForm {
        email: JANE.to_owned(),
    };
    recovery::ask(&house.market, &caller(), &form)
        .await
        .expect("asks");
    jobs::run_due(&house.market).await.expect("runs");
    house.post.answer_next(hopeless());
    house.letters().await;
    let page = mails::page(
        &house.market,
        &desk.staff(),
        &desk.who,
        WorkFilter::of_query("state=all"),
    )
    .await
    .expect("lists");
    let told = serde_json::to_string(&page).expect("data");
    assert!(
        told.contains("reset_password") && told.contains("j***@harbour.example"),
        "{told}"
    );
    for secret in [JANE, "/k/", "link", "generation", "Jane", "山田"] {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
}

async fn a_job_that_was_given_up_begins_anew(house: &House) {
    let desk = desk(house).await;
    let supplier = house.supplier("s1@example.com").await;
    let file = format!("{HEADINGS}\nMaker,IC,LM358N,10,Reel,ROHS,2020,Japan,\n");
    import::receive(&house.market, &supplier, "list.csv", file.as_bytes(), true)
        .await
        .expect("receives");
    let gave_up = "UPDATE job SET state = 'failed', attempts = 5, finished_at = 1, last_error = 'disk of taro@example.com full'";
    house.run(gave_up).await;
    let page = works::page(&house.market, &desk.staff(), &desk.who, WorkFilter::default())
        .await
        .expect("lists");
    let row = page.rows[0].clone();
    assert_eq!(
        (row.about.as_str(), row.company.as_str()),
        ("list.csv", "Company of s1")
    );
    assert_eq!(
        (row.state, row.tries, row.can_retry),
        (WorkState::Failed, 5, true)
    );
    assert!(!row.fault.contains("taro@"), "{}", row.fault);
    let acting = desk.acting_late(house).await;
    let reason = RetryReason::parse("The disk is empty again.").expect("a reason");
    let again = async || {
        let which = Which::One(row.id.to_string());
        works::retry(&house.market, &acting, &which, &reason)
            .await
            .expect("retries")
    };
    assert_eq!((again().await, again().await), (1, 0), "once");
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(house.rows("lot").await, 1);
    assert_eq!(again().await, 0, "what is done is not done again");
    let log = logged(house, &desk, Action::JobRetried).await;
    assert_eq!(log, [format!("{}: 1\nThe disk is empty again.", row.id)]);
}
