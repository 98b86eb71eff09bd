//! Messages: answered, closed and opened again, found, and gone when their time has come (R112, T39).

use domain::accounts::{AccountType, StaffRole};
use domain::audit::Action;
use domain::contact::thread::{EntryKind, MailStanding, ThreadAct};
use domain::contact::{ContactForm, ThreadFilter, ThreadState};
use domain::language::Language;
use domain::screening::Note;
use services::accounts::leaving;
use services::contact::{answering, threads};
use services::jobs;
use services::screening::Outcome;

use crate::desk::{JANE, act, answer, desk, logged, read, write};
use crate::support::house::{self, DAY, HOUR, House, PASSWORD, forms};
use crate::support::people::{dump, to};
use crate::support::staff::member;

on_both!(
    r112_a_visitor_without_an_account_is_answered,
    r112_a_thread_waits_is_closed_and_opened_again,
    the_list_shows_what_is_looked_for,
    of_two_answers_to_what_was_looked_at_one_goes_out,
    t39_whoever_leaves_takes_the_thread_along,
    messages_of_two_years_go_with_their_answers,
);

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
    // Pressed twice: the second press finds it done, and nothing goes out again.
    let (acting, done) = (
        desk.acting_late(house).await,
        answer("Done.", ThreadState::Answered),
    );
    let before = read(house, &desk, id).await.version - 1;
    for (words, outcome) in [
        (&done, Outcome::Done),
        (&answer("Other words.", ThreadState::Answered), Outcome::Missed),
    ] {
        let twice = answering::act(&house.market, &acting, id, before, words).await;
        assert_eq!(twice.expect("answers"), outcome);
    }
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
        ..forms::message("hanako@midori.example", "other")
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
        ("text=%EF%BC%A8arbour", vec![first]),
        ("text=harbour jane", vec![]),
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
