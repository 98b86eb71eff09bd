//! What the owner tells of itself, and the documents that one agrees to: changed once, kept for good, told in time.

#[path = "support/house.rs"]
#[macro_use]
mod house;
#[path = "support/people.rs"]
mod people;
#[path = "support/staff.rs"]
mod staff;

use domain::accounts::{AccountType, StaffRole};
use domain::audit::{Action, AuditFilter};
use domain::language::Language;
use domain::legal::{Document, EditionForm, Standing};
use domain::owner::OwnerForm;
use domain::refusal::Refusal;
use futures_util::future::join_all;
use house::{DAY, House, MINUTE, forms};
use people::{refusal, to};
use services::legal::{self, publishing};
use services::people::Outcome;
use services::post::ReadyMail;
use services::{audit, jobs, owner};
use staff::{DESK, MATE, Person, desk, member};

on_both!(
    what_the_console_says_holds_for_pages_and_mails,
    every_version_is_kept_and_tells_what_was_changed,
    t35_of_many_who_change_the_settings_at_once_one_does,
    t31_only_administrators_change_the_house,
    an_edition_applies_from_its_day_and_agreements_name_it,
    an_edition_that_is_to_come_is_replaced_or_taken_back,
    t35_of_many_who_publish_at_once_one_does,
    everybody_with_an_account_is_told_a_few_at_a_time,
    nobody_is_told_of_what_was_taken_back,
);

const JANE: &str = "jane@harbour.example";

/// What the settings file of the tests says, with something else in it.
fn changed(version: i32, change: impl FnOnce(&mut OwnerForm)) -> OwnerForm {
    let mut form = OwnerForm {
        version,
        name_en: "Reelstock".to_owned(),
        name_ja: "Reelstock".to_owned(),
        mail: "desk@owner.example".to_owned(),
        language: "ja".to_owned(),
        sender: "noreply@owner.example".to_owned(),
        ..OwnerForm::default()
    };
    change(&mut form);
    form
}

async fn change(house: &House, who: &Person, form: &OwnerForm) -> Outcome {
    let to = form.check().expect("is whole");
    let acting = who.acting(house).await;
    owner::change(&house.market, &acting, form.version, &to)
        .await
        .expect("looks")
}

/// Somebody writes to the owner: the mails to both.
async fn write(house: &House) -> Vec<ReadyMail> {
    let form = forms::message(JANE, "csv");
    services::contact::receive(&house.market, None, Language::En, form)
        .await
        .expect("received");
    house.letters().await
}

async fn what_the_console_says_holds_for_pages_and_mails(house: &House) {
    let desk = desk(house).await;
    let before = write(house).await;
    assert!(before.iter().all(|letter| letter.from_name == "Reelstock"));
    let form = changed(0, |form| {
        form.name_en = "Kaihin Parts".to_owned();
        form.name_ja = "海浜パーツ株式会社".to_owned();
        form.address_en = "1-1 Minato, Tokyo".to_owned();
        form.mail = "orders@kaihin.example".to_owned();
        form.sender = "post@kaihin.example".to_owned();
    });
    assert_eq!(change(house, &desk, &form).await, Outcome::Done);
    let now = owner::owner(&house.market).await.expect("reads");
    assert_eq!(now.name(Language::Ja), "海浜パーツ株式会社");
    let letters = write(house).await;
    let copy = to(&letters, JANE)[0];
    assert_eq!(
        (copy.from_name.as_str(), copy.from.as_str()),
        ("Kaihin Parts", "post@kaihin.example")
    );
    assert_eq!(copy.reply_to.as_deref(), Some("orders@kaihin.example"));
    assert!(
        copy.text.contains("Kaihin Parts\n1-1 Minato, Tokyo"),
        "{}",
        copy.text
    );
    let told = to(&letters, "orders@kaihin.example");
    assert_eq!(told.len(), 1, "the desk has another address");
    assert_eq!(told[0].from_name, "海浜パーツ株式会社");
}

async fn every_version_is_kept_and_tells_what_was_changed(house: &House) {
    let desk = desk(house).await;
    let first = changed(0, |form| form.phone = "+81 3-1234-5678".to_owned());
    assert_eq!(change(house, &desk, &first).await, Outcome::Done);
    house.wait(DAY);
    let (_, who) = house.sign_in(DESK, "staff").await;
    let desk = Person {
        token: desk.token,
        who,
    };
    let again = changed(1, |form| form.phone = "+81 3-1234-5678".to_owned());
    assert_eq!(
        change(house, &desk, &again).await,
        Outcome::Done,
        "nothing is different"
    );
    let second = changed(1, |form| form.language = "en".to_owned());
    assert_eq!(change(house, &desk, &second).await, Outcome::Done);
    let page = owner::page(&house.market, &desk.staff(), &desk.who)
        .await
        .expect("reads");
    let told: Vec<_> = page
        .history
        .iter()
        .flat_map(|row| {
            let fields = row.changes.iter();
            fields.map(|change| {
                (
                    row.number,
                    change.field.as_str(),
                    change.before.as_str(),
                    change.after.as_str(),
                )
            })
        })
        .collect();
    assert_eq!(
        told,
        [
            (2, "phone", "+81 3-1234-5678", ""),
            (2, "language", "ja", "en"),
            (1, "phone", "", "+81 3-1234-5678"),
        ]
    );
    assert!(page.history.iter().all(|row| row.by == desk.who.visitor.name));
    assert_eq!((page.form.version, page.form.language.as_str()), (2, "en"));
    let staff = desk.staff();
    let log = audit::page(&house.market, &staff, &desk.who, AuditFilter::default()).await;
    let log = log.expect("reads");
    let noted: Vec<_> = log
        .rows
        .iter()
        .filter(|row| row.what == Action::OwnerChanged)
        .collect();
    assert_eq!(noted.len(), 2);
    assert!(
        noted[0].details.contains("language: ja → en"),
        "{}",
        noted[0].details
    );
}

async fn t35_of_many_who_change_the_settings_at_once_one_does(house: &House) {
    let desk = desk(house).await;
    let forms: Vec<_> = (0..8)
        .map(|n| changed(0, |form| form.phone = format!("0{n}")))
        .collect();
    let outcomes = join_all(forms.iter().map(|form| change(house, &desk, form))).await;
    let done = outcomes
        .iter()
        .filter(|outcome| **outcome == Outcome::Done)
        .count();
    assert_eq!(done, 1, "{outcomes:?}");
    assert_eq!(house.number("SELECT COUNT(*) FROM owner_version").await, 1);
    assert_eq!(
        house
            .number("SELECT COUNT(*) FROM audit WHERE action = 'owner_changed'")
            .await,
        1
    );
}

async fn t31_only_administrators_change_the_house(house: &House) {
    for (n, role) in StaffRole::ALL.into_iter().enumerate() {
        let who = member(house, &format!("s{n}@owner.example"), role).await;
        let may = role == StaffRole::Administrator;
        let page = owner::page(&house.market, &who.staff(), &who.who).await;
        assert_eq!(page.is_ok(), may, "{role:?}");
        let sheet = legal::sheet(&house.market, &who.staff(), &who.who, Document::Terms).await;
        assert_eq!(sheet.is_ok(), may, "{role:?}");
        if may {
            continue;
        }
        let acting = who.acting(house).await;
        let to = changed(0, |form| form.phone = "1".to_owned())
            .check()
            .expect("is whole");
        let answer = owner::change(&house.market, &acting, 0, &to).await;
        assert_eq!(refusal(answer), Refusal::NotAllowed);
        let draft = edition(house, 20, "x")
            .check(house.market.now())
            .expect("is whole");
        let answer = publishing::publish(&house.market, &acting, Document::Terms, 0, &draft).await;
        assert_eq!(refusal(answer), Refusal::NotAllowed);
        let answer = publishing::withdraw(&house.market, &acting, Document::Terms, 0).await;
        assert_eq!(refusal(answer), Refusal::NotAllowed);
    }
}

/// An edition that applies so many days from now.
fn edition(house: &House, days: i64, word: &str) -> EditionForm {
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

async fn an_edition_applies_from_its_day_and_agreements_name_it(house: &House) {
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

async fn an_edition_that_is_to_come_is_replaced_or_taken_back(house: &House) {
    let desk = desk(house).await;
    let first = edition(house, 20, "Second");
    assert_eq!(publish(house, &desk, 0, &first).await, Outcome::Done);
    assert_eq!(
        publish(house, &desk, 0, &first).await,
        Outcome::Missed,
        "that was before"
    );
    let other = edition(house, 20, "Third");
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

async fn t35_of_many_who_publish_at_once_one_does(house: &House) {
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

async fn everybody_with_an_account_is_told_a_few_at_a_time(house: &House) {
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

async fn nobody_is_told_of_what_was_taken_back(house: &House) {
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
