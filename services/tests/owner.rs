//! What the owner tells of itself, and the documents that one agrees to: changed once, kept for good, told in time.

mod editions;

use crate::support::house::{DAY, House, forms};
use crate::support::people::{refusal, to};
use crate::support::staff::{DESK, MATE, Person, desk, member};
use domain::accounts::StaffRole;
use domain::audit::{Action, AuditFilter};
use domain::language::Language;
use domain::legal::Document;
use domain::owner::OwnerForm;
use domain::refusal::Refusal;
use editions::{
    an_edition_applies_from_its_day_and_agreements_name_it,
    an_edition_that_is_to_come_is_replaced_or_taken_back, edition,
    everybody_with_an_account_is_told_a_few_at_a_time, nobody_is_told_of_what_was_taken_back,
    t35_of_many_who_publish_at_once_one_does,
};
use futures_util::future::join_all;
use services::legal::{self, publishing};
use services::people::Outcome;
use services::post::ReadyMail;
use services::{audit, owner};

on_both!(
    what_the_console_says_holds_for_pages_and_mails,
    every_version_is_kept_and_tells_what_was_changed,
    t35_of_many_who_change_the_settings_at_once_one_does,
    a_second_press_changes_the_settings_once,
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

async fn a_second_press_changes_the_settings_once(house: &House) {
    let desk = desk(house).await;
    let form = changed(0, |form| form.phone = "+81 3-1234-5678".to_owned());
    let outcomes = join_all((0..8).map(|_| change(house, &desk, &form))).await;
    assert_eq!(outcomes, [Outcome::Done; 8]);
    assert_eq!(house.rows("owner_version").await, 1);
    assert_eq!(house.rows("audit WHERE action = 'owner_changed'").await, 1);
    let mate = member(house, MATE, StaffRole::Administrator).await;
    assert_eq!(
        change(house, &mate, &form).await,
        Outcome::Missed,
        "somebody else was faster"
    );
    let other = changed(0, |form| form.phone = "1".to_owned());
    assert_eq!(
        change(house, &desk, &other).await,
        Outcome::Missed,
        "other words are no second press"
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
