//! Editions of the documents that one agrees to: when each applies, and who is told of it.

use crate::support::house::MINUTE;
use crate::support::people;
use domain::accounts::AccountType;
use domain::legal::{EditionForm, Standing};
use services::jobs;

use super::*;

/// An edition that applies so many days from now.
pub(super) fn edition(house: &House, days: i64, word: &str) -> EditionForm {
    EditionForm {
        applies_on: domain::legal::day(house.market.now() + days * 24 * 3_600_000),
        text_en: format!("Run by {{owner}}.\n# Service\n{word} in English."),
        text_ja: format!("{{owner}}が運営します。\n# サービス\n{word}の日本語。"),
        ..EditionForm::default()
    }
}

async fn publish(house: &House, who: &Person, version: i32, form: &EditionForm) -> Outcome {
    let draft = form.check(house.market.now()).expect("is whole");
    let acting = who.acting(house).await;
    publishing::publish(&house.market, &acting, Document::Terms, version, &draft)
        .await
        .expect("looks")
}

async fn standings(house: &House) -> Vec<Standing> {
    let shown = legal::shown(&house.market, Language::En, Document::Terms, None).await;
    shown
        .expect("reads")
        .editions
        .into_iter()
        .map(|line| line.standing)
        .collect()
}

pub(super) async fn an_edition_applies_from_its_day_and_agreements_name_it(house: &House) {
    let desk = desk(house).await;
    let form = edition(house, 20, "Second");
    assert_eq!(publish(house, &desk, 0, &form).await, Outcome::Done);
    let read =
        async |day: Option<&str>| legal::shown(&house.market, Language::Ja, Document::Terms, day).await;
    assert_eq!(standings(house).await, [Standing::Coming, Standing::Now]);
    assert_eq!(
        read(None).await.expect("reads").text,
        None,
        "the first edition applies"
    );
    let coming = read(Some(&form.applies_on)).await.expect("can be read before");
    let text = coming.text.expect("has a text");
    assert_eq!(text.lead, "Reelstockが運営します。");
    assert_eq!(text.sections[0].text, "Secondの日本語。");
    assert_eq!(refusal(read(Some("2020-01-01")).await), Refusal::NotFound);
    house.wait(DAY * 19);
    assert_eq!(standings(house).await, [Standing::Coming, Standing::Now]);
    house.wait(DAY);
    assert_eq!(standings(house).await, [Standing::Now, Standing::Over]);
    assert_eq!(read(None).await.expect("reads").line.applies_on, form.applies_on);
    let first = read(Some(domain::legal::TERMS)).await.expect("stays readable");
    assert_eq!((first.text, first.line.standing), (None, Standing::Over));
    // Whoever changes sides now agrees to the new one.
    people::jane(house).await;
    let (_, who) = house.sign_in(JANE, "buyer").await;
    services::accounts::sides::to_supplier(&house.market, &who, &forms::agreed(forms::profile("Harbour")))
        .await
        .expect("applies");
    let view = services::accounts::own::view(&house.market, &who)
        .await
        .expect("reads");
    let agreed: Vec<_> = view.agreements.iter().map(|one| one.version.as_str()).collect();
    assert!(agreed.contains(&form.applies_on.as_str()), "{agreed:?}");
    assert!(
        agreed.contains(&domain::legal::PRIVACY),
        "the policy is still the first: {agreed:?}"
    );
}

pub(super) async fn an_edition_that_is_to_come_is_replaced_or_taken_back(house: &House) {
    let desk = desk(house).await;
    let first = edition(house, 20, "Second");
    assert_eq!(publish(house, &desk, 0, &first).await, Outcome::Done);
    assert_eq!(
        publish(house, &desk, 0, &first).await,
        Outcome::Done,
        "a second press"
    );
    assert_eq!(house.rows("legal_edition").await, 1);
    let other = edition(house, 20, "Third");
    assert_eq!(
        publish(house, &desk, 0, &other).await,
        Outcome::Missed,
        "that was before"
    );
    let mate = member(house, MATE, StaffRole::Administrator).await;
    assert_eq!(
        publish(house, &mate, 0, &first).await,
        Outcome::Missed,
        "somebody else was faster"
    );
    assert_eq!(publish(house, &desk, 1, &other).await, Outcome::Done);
    assert_eq!(standings(house).await, [Standing::Coming, Standing::Now]);
    let coming = legal::shown(
        &house.market,
        Language::En,
        Document::Terms,
        Some(&other.applies_on),
    )
    .await;
    let text = coming.expect("reads").text.expect("has a text");
    assert_eq!(
        text.sections[0].text, "Third in English.",
        "not the one it replaced"
    );
    let acting = desk.acting(house).await;
    let take_back = async |version| {
        publishing::withdraw(&house.market, &acting, Document::Terms, version)
            .await
            .expect("looks")
    };
    assert_eq!(take_back(1).await, Outcome::Missed);
    assert_eq!(take_back(2).await, Outcome::Done);
    assert_eq!(take_back(2).await, Outcome::Missed, "there is nothing to come");
    assert_eq!(standings(house).await, [Standing::Now]);
    let gone = legal::shown(
        &house.market,
        Language::En,
        Document::Terms,
        Some(&other.applies_on),
    )
    .await;
    assert_eq!(gone.expect("was mailed").line.standing, Standing::Withdrawn);
    // What applies is never taken back.
    let last = edition(house, 14, "Fourth");
    assert_eq!(publish(house, &desk, 2, &last).await, Outcome::Done);
    house.wait(DAY * 15);
    let (_, who) = house.sign_in(DESK, "staff").await;
    let acting = Person {
        token: desk.token,
        who,
    }
    .acting(house)
    .await;
    let late = publishing::withdraw(&house.market, &acting, Document::Terms, 3).await;
    assert_eq!(late.expect("looks"), Outcome::Missed);
    assert_eq!(standings(house).await, [Standing::Now, Standing::Over]);
}

pub(super) async fn t35_of_many_who_publish_at_once_one_does(house: &House) {
    let desk = desk(house).await;
    let forms: Vec<_> = (0..8).map(|n| edition(house, 14 + n, "Second")).collect();
    let outcomes = join_all(forms.iter().map(|form| publish(house, &desk, 0, form))).await;
    let done = outcomes
        .iter()
        .filter(|outcome| **outcome == Outcome::Done)
        .count();
    assert_eq!(done, 1, "{outcomes:?}");
    assert_eq!(standings(house).await, [Standing::Coming, Standing::Now]);
}

pub(super) async fn everybody_with_an_account_is_told_a_few_at_a_time(house: &House) {
    let desk = desk(house).await;
    member(house, MATE, StaffRole::Desk).await;
    for n in 0..203 {
        house
            .person(AccountType::Buyer, &format!("b{n}@example.com"), "Harbour", false)
            .await;
    }
    let form = EditionForm {
        tell: Some("1".to_owned()),
        ..edition(house, 20, "Second")
    };
    assert_eq!(publish(house, &desk, 0, &form).await, Outcome::Done);
    let told = "SELECT COUNT(*) FROM outbox WHERE kind = 'edition_coming'";
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(house.number(told).await, 200, "the others wait a minute");
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(house.number(told).await, 200);
    house.wait(MINUTE);
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(house.number(told).await, 203);
    let progress = "SELECT progress_done FROM job WHERE kind = 'tell_of_edition' AND state = 'done'";
    assert_eq!(house.number(progress).await, 203);
    let letters = house.letters().await;
    let letters: Vec<_> = letters
        .iter()
        .filter(|letter| letter.kind == "edition_coming")
        .collect();
    assert!(
        letters
            .iter()
            .all(|letter| letter.to != DESK && letter.to != MATE)
    );
    let link = format!("https://parts.example/terms?of={}", form.applies_on);
    assert!(
        letters.iter().all(|letter| letter.text.contains(&link)),
        "{}",
        letters[0].text
    );
}

pub(super) async fn nobody_is_told_of_what_was_taken_back(house: &House) {
    let desk = desk(house).await;
    people::jane(house).await;
    let form = EditionForm {
        tell: Some("1".to_owned()),
        ..edition(house, 20, "Second")
    };
    assert_eq!(publish(house, &desk, 0, &form).await, Outcome::Done);
    let acting = desk.acting(house).await;
    publishing::withdraw(&house.market, &acting, Document::Terms, 1)
        .await
        .expect("takes back");
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(
        house
            .number("SELECT COUNT(*) FROM outbox WHERE kind = 'edition_coming'")
            .await,
        0
    );
    assert_eq!(
        house
            .number("SELECT COUNT(*) FROM job WHERE kind = 'tell_of_edition' AND state = 'done'")
            .await,
        1
    );
}
