//! Companies that register in two steps: the temporary registration, the definitive one, and the coordinator's decision.

#[path = "support/house.rs"]
#[macro_use]
mod house;
#[path = "support/people.rs"]
mod people;
#[path = "support/staff.rs"]
mod staff;

use std::collections::BTreeMap;
use std::time::Duration;

use domain::accounts::views::Change;
use domain::accounts::{AccountType, Asks, Email, ProfileForm, RegistrationForm, SideForm, StaffRole};
use domain::refusal::Refusal;
use domain::screening::queue::Standing;
use domain::screening::views::{QueuePage, Sheet};
use domain::screening::{FieldReason, Kind, Note, Question, QueueFilter, Rejection};
use domain::violations::Violation;
use house::{House, PASSWORD, caller, forms};
use people::{NEW, dump, fault, from, mails, refusal, sign_in_with, to, token, who};
use services::accounts::caller::Caller;
use services::accounts::companies::{self, Asker};
use services::accounts::session::{SessionToken, SignedIn};
use services::accounts::{leaving, own, registration, sides, takeout, verification};
use services::post::ReadyMail;
use services::proofs::Staff;
use services::screening::deciding::{self, Outcome};
use services::screening::{self, Decision, State, care, queue, sheet};
use services::{jobs, upkeep};
use staff::{DESK, Person};

on_both!(
    r041_a_company_registers_in_two_steps_and_its_coordinator_lets_it_in,
    r049_a_company_that_is_in_edits_what_it_tells_and_may_apply_to_sell,
    z42_what_was_rejected_is_corrected_and_sent_again,
    m04_a_question_is_answered_and_another_coordinator_may_be_named,
    z4_a_coordinator_sees_what_names_them_and_nothing_else,
    z4_the_owners_reviewers_act_for_an_absent_coordinator,
    t35_of_two_deciders_one_decides,
    z5_a_coordinator_is_found_by_the_exact_address_only,
    z5_nobody_looks_often,
    t14_of_many_uses_of_a_link_one_registers,
    t16_a_link_lives_three_days_and_signing_in_sends_another,
    the_link_of_one_course_opens_nothing_on_the_other,
    z20_another_browser_is_asked_for_the_password,
    z41_a_taken_address_is_said_plainly,
    e10_who_waits_sees_the_state_only,
    z47_the_member_page_asks_for_no_type,
    t39_who_leaves_before_being_let_in_leaves_no_trace,
    what_was_never_opened_goes_after_thirty_days,
);

const HANNAH: &str = "hannah@isartal.example";
const KEIKO: &str = "keiko@owner.example";
const LEO: &str = "leo@owner.example";
const DAY: Duration = Duration::from_secs(24 * 3_600);

fn first_step(email: &str) -> RegistrationForm {
    let text = str::to_owned;
    RegistrationForm {
        submission: registration::new_submission(),
        account_type: text("company"),
        profile: ProfileForm {
            name: text("Hannah Schmidt"),
            company_type: text("overseas"),
            company: text("Isartal Components GmbH"),
            country: text("DE"),
            ..ProfileForm::default()
        },
        email: text(email),
        password: text(PASSWORD),
        password_again: text(PASSWORD),
        agreed: Some(text("1")),
        privacy: Some(text("1")),
    }
}

fn second_step(coordinator: &str) -> SideForm {
    let text = str::to_owned;
    let profile = ProfileForm {
        name: text("Hannah Schmidt"),
        company_type: text("overseas"),
        company: text("Isartal Components GmbH"),
        country: text("DE"),
        postcode: text("80331"),
        address: text("Marienplatz 1, München"),
        phone_country: text("DE"),
        phone: text("089-5550-0102"),
        url: text("https://isartal.example"),
        business: text("Passive components"),
        representative: text("Max Isar"),
        coordinator: text(coordinator),
        ..ProfileForm::default()
    };
    SideForm {
        profile,
        agreed: None,
    }
}

fn agreed(form: SideForm) -> SideForm {
    forms::agreed(form.profile)
}

async fn member(house: &House, email: &str, name: &str, role: StaffRole) -> Person {
    house.member_of_staff(email, name, role).await;
    let (token, who) = house.sign_in(email, "staff").await;
    Person { token, who }
}

async fn keiko(house: &House) -> Person {
    member(house, KEIKO, "中村 恵子", StaffRole::Coordinator).await
}

/// Takes the first step; answers the browser that has.
async fn temporary(house: &House, email: &str) -> Caller {
    let registered = registration::receive(&house.market, &caller(), first_step(email))
        .await
        .expect("registers");
    Caller {
        waiting: Some(registered.waiting),
        ..caller()
    }
}

async fn mailed(house: &House, email: &str) -> ReadyMail {
    let letters = house.letters().await;
    let [letter] = to(&letters, email)[..] else {
        panic!("one mail, not {}", letters.len())
    };
    letter.clone()
}

/// Takes both steps.
async fn registered(house: &House, email: &str, coordinator: &str) {
    let browser = temporary(house, email).await;
    let link = token(&mailed(house, email).await);
    companies::register(&house.market, &browser, &link, &second_step(coordinator), "")
        .await
        .expect("registers");
}

async fn listed(house: &House, staff: &Staff, query: &str) -> QueuePage {
    queue::page(&house.market, staff, QueueFilter::of_query(query))
        .await
        .expect("lists")
}

async fn newest(house: &House, person: &Person) -> Sheet {
    let id = listed(house, &person.staff(), "state=all").await.rows[0].id;
    read(house, person, id).await.expect("reads")
}

async fn read(house: &House, person: &Person, id: i64) -> services::error::Answer<Sheet> {
    let filter = QueueFilter::default();
    sheet::sheet(&house.market, &person.staff(), &person.who, id, &filter).await
}

async fn decide(house: &House, person: &Person, sheet: &Sheet, decision: Decision) -> Outcome {
    let acting = person.acting(house).await;
    deciding::decide(&house.market, &acting, sheet.id, sheet.version, &decision)
        .await
        .expect("decides")
}

fn because(fields: &[(&'static str, &str)]) -> Decision {
    let reason = |text: &str| FieldReason::parse(text).expect("a reason");
    Decision::Reject(Rejection {
        fields: fields
            .iter()
            .map(|(name, text)| (*name, reason(text)))
            .collect::<BTreeMap<_, _>>(),
        ..Rejection::from(domain::accounts::profile::Reason::parse("").expect("nothing in general"))
    })
}

async fn signed_in(house: &House, email: &str) -> (SessionToken, SignedIn) {
    house.sign_in(email, "buyer").await
}

async fn r041_a_company_registers_in_two_steps_and_its_coordinator_lets_it_in(house: &House) {
    let keiko = keiko(house).await;
    let browser = temporary(house, HANNAH).await;
    let waiting = verification::waiting(&house.market, &browser)
        .await
        .expect("waits");
    assert!(waiting.is_company && !waiting.proved);
    let letter = mailed(house, HANNAH).await;
    assert!(
        letter.subject.starts_with("Temporary registration completed"),
        "M12"
    );
    for typed in ["Hannah", "Isartal", "Schmidt"] {
        assert!(!letter.text.contains(typed), "T20: nothing that was typed");
    }
    let link = token(&letter);
    for _ in 0..3 {
        let opened = companies::look(&house.market, &browser, &link)
            .await
            .expect("looks");
        assert_eq!(opened.email, HANNAH);
        assert_eq!(opened.form.company, "Isartal Components GmbH");
        assert!(!opened.asks_password);
    }
    assert_eq!(house.rows("company").await, 0, "nothing yet");

    let market = &house.market;
    let mut faulty = second_step("nobody@owner.example");
    let unknown = companies::register(market, &browser, &link, &faulty, "").await;
    assert_eq!(
        fault(unknown, "profile.coordinator"),
        Violation::CoordinatorUnknown,
        "E11"
    );
    faulty.profile.postcode = String::new();
    let missing = companies::register(market, &browser, &link, &faulty, "").await;
    assert_eq!(fault(missing, "profile.postcode"), Violation::Missing);
    let mut form = second_step(KEIKO);
    form.profile.country = "FR".to_owned();
    companies::register(market, &browser, &link, &form, "")
        .await
        .expect("registers");
    assert!(
        verification::waiting(market, &browser)
            .await
            .expect("tells")
            .proved
    );
    let letter = mailed(house, KEIKO).await;
    let sheet = newest(house, &keiko).await;
    let page = format!("https://parts.example/staff/applications/{}", sheet.id);
    assert!(
        letter.text.contains(&page) && letter.text.contains("Isartal"),
        "M13: {}",
        letter.text
    );
    assert_eq!((sheet.kind, sheet.standing), (Kind::Company, Standing::Waiting));
    assert_eq!(sheet.form.country, "DE", "R035: chosen once");
    assert_eq!((sheet.coordinator.as_str(), sheet.names_me), ("中村 恵子", true));

    let (session, hannah) = signed_in(house, HANNAH).await;
    assert!(hannah.awaits_admission() && hannah.administrator().is_none());
    assert_eq!(
        decide(house, &keiko, &sheet, Decision::Approve).await,
        Outcome::Done
    );
    let letter = mailed(house, HANNAH).await;
    assert!(
        letter.subject.starts_with("Definitive registration completed"),
        "M14"
    );
    let hannah = who(house, &session).await.expect("T25: goes on");
    assert!(!hannah.awaits_admission() && hannah.administrator().is_some());
    let agreed = "SELECT COUNT(*) FROM agreement WHERE document IN ('terms', 'privacy')";
    assert_eq!(house.number(agreed).await, 2);
    let logged = "SELECT COUNT(*) FROM audit WHERE action = 'application_approved'";
    assert_eq!(house.number(logged).await, 1);
}

async fn r049_a_company_that_is_in_edits_what_it_tells_and_may_apply_to_sell(house: &House) {
    let keiko = keiko(house).await;
    registered(house, HANNAH, KEIKO).await;
    let sheet = newest(house, &keiko).await;
    decide(house, &keiko, &sheet, Decision::Approve).await;
    let market = &house.market;
    let (_, hannah) = signed_in(house, HANNAH).await;
    let view = own::view(market, &hannah).await.expect("shows");
    assert_eq!((view.asks, view.change), (Asks::Company, Change::ToSupplier));
    assert_eq!(view.profile.company_type, "overseas");
    let mut form = SideForm {
        profile: view.profile,
        agreed: None,
    };
    form.profile.address = "Isarstraße 2, München".to_owned();
    form.profile.company_type = "domestic".to_owned();
    own::update(market, &hannah, &form)
        .await
        .expect("neither furigana nor purpose are asked");
    let view = own::view(market, &hannah).await.expect("shows");
    assert_eq!(view.profile.address, "Isarstraße 2, München");
    assert_eq!(view.profile.company_type, "overseas", "as it was approved");
    let home = takeout::take(market, &hannah).await.expect("takes home");
    let home = serde_json::to_string(&home).expect("data");
    assert!(home.contains("\"company_type\":\"overseas\"") && home.contains(KEIKO));

    let more = sides::to_supplier(market, &hannah, &agreed(form.clone())).await;
    assert_eq!(
        fault(more, "profile.capital"),
        Violation::Missing,
        "R080: as a supplier tells it"
    );
    for (field, text) in [
        (&mut form.profile.furigana, "ハンナ"),
        (&mut form.profile.capital, "6,000,000"),
        (&mut form.profile.established, "2020-02-03"),
        (&mut form.profile.purpose, "Selling"),
    ] {
        text.clone_into(field);
    }
    sides::to_supplier(market, &hannah, &agreed(form))
        .await
        .expect("applies");
    assert_eq!(
        listed(house, &keiko.staff(), "").await.total,
        0,
        "the owner decides that"
    );
    let waiting = screening::waiting(market).await.expect("lists").remove(0);
    screening::decide(market, waiting.id, waiting.version, &Decision::Approve)
        .await
        .expect("approves");
    let (_, hannah) = house.sign_in(HANNAH, "supplier").await;
    assert!(hannah.supplier().is_some(), "it can sell");
}

async fn z42_what_was_rejected_is_corrected_and_sent_again(house: &House) {
    let keiko = keiko(house).await;
    registered(house, HANNAH, KEIKO).await;
    house.letters().await;
    let first = newest(house, &keiko).await;
    let market = &house.market;
    let (_, hannah) = signed_in(house, HANNAH).await;
    let early = companies::again(market, &caller(), &hannah, &agreed(second_step(KEIKO))).await;
    assert_eq!(refusal(early), Refusal::NotAllowed);
    let reasons = because(&[
        ("company_type", "You are in Japan."),
        ("url", "It does not open."),
    ]);
    assert_eq!(decide(house, &keiko, &first, reasons).await, Outcome::Done);
    let letter = mailed(house, HANNAH).await;
    assert!(
        letter.text.contains("Company type: You are in Japan."),
        "M31: {}",
        letter.text
    );
    assert!(letter.text.contains("https://parts.example/account/application"));

    let (_, hannah) = signed_in(house, HANNAH).await;
    assert!(hannah.awaits_admission(), "E10");
    let view = own::view(market, &hannah).await.expect("shows");
    let application = view.application.expect("one");
    assert_eq!(
        (application.state, application.is_company),
        (State::Rejected, true)
    );
    assert_eq!(application.fields["url"], "It does not open.");
    assert_eq!(application.form.coordinator, KEIKO, "from the stored form");
    assert_eq!(view.change, Change::None, "it does not apply to sell meanwhile");
    let to_sell = sides::to_supplier(market, &hannah, &agreed(second_step(KEIKO))).await;
    assert!(matches!(refusal(to_sell), Refusal::NotAllowed));

    let mut corrected = agreed(second_step(KEIKO));
    corrected.profile.company_type = "domestic".to_owned();
    let unsaid = SideForm {
        agreed: None,
        ..corrected.clone()
    };
    let unsaid = companies::again(market, &caller(), &hannah, &unsaid).await;
    assert_eq!(fault(unsaid, "agreed"), Violation::NotTicked);
    companies::again(market, &caller(), &hannah, &corrected)
        .await
        .expect("sends again");
    assert!(mailed(house, KEIKO).await.text.contains("Isartal"), "M13 again");
    let second = newest(house, &keiko).await;
    assert_ne!(second.id, first.id);
    let before = second.before.clone().expect("the form of before");
    assert_eq!(
        domain::screening::fields::changed(&before, &second.form),
        ["company_type"]
    );
    assert!(listed(house, &keiko.staff(), "").await.rows[0].again);
    assert_eq!(
        decide(house, &keiko, &second, Decision::Approve).await,
        Outcome::Done
    );
    let (_, hannah) = signed_in(house, HANNAH).await;
    assert!(!hannah.awaits_admission());
    let view = own::view(market, &hannah).await.expect("shows");
    assert_eq!(view.profile.company_type, "domestic");
}

async fn m04_a_question_is_answered_and_another_coordinator_may_be_named(house: &House) {
    let keiko = keiko(house).await;
    let leo = member(house, LEO, "Leo Berg", StaffRole::Coordinator).await;
    registered(house, HANNAH, KEIKO).await;
    house.letters().await;
    let seen = newest(house, &keiko).await;
    let market = &house.market;
    care::take(market, &keiko.staff(), seen.id).await.expect("takes");
    let acting = keiko.acting(house).await;
    let question = Question::parse("Which makers do you deal in?").expect("a question");
    let asked = care::ask(market, &acting, seen.id, seen.version, &question).await;
    assert_eq!(asked.expect("asks"), Outcome::Done);
    let letter = mailed(house, HANNAH).await;
    assert!(
        letter.text.contains("registering your company"),
        "M04: {}",
        letter.text
    );

    let (_, hannah) = signed_in(house, HANNAH).await;
    let form = second_step(LEO);
    let as_supplier = screening::answer(market, &hannah, &form, "JST.").await;
    assert_eq!(refusal(as_supplier), Refusal::NotAllowed);
    let empty = companies::answer(market, &caller(), &hannah, &form, " ").await;
    assert_eq!(fault(empty, "answer"), Violation::Missing);
    let unknown = second_step("nobody@owner.example");
    let unknown = companies::answer(market, &caller(), &hannah, &unknown, "JST.").await;
    assert_eq!(
        fault(unknown, "profile.coordinator"),
        Violation::CoordinatorUnknown
    );
    companies::answer(market, &caller(), &hannah, &form, "JST and HRS.")
        .await
        .expect("answers");
    assert!(
        mailed(house, LEO).await.text.contains("Isartal"),
        "M13 to the other one"
    );
    assert_eq!(refusal(read(house, &keiko, seen.id).await), Refusal::NotFound);
    let now = newest(house, &leo).await;
    assert_eq!((now.standing, now.assigned.as_str()), (Standing::Waiting, ""));
    assert_eq!(now.events[0].text, "JST and HRS.");
    assert_eq!(decide(house, &leo, &now, Decision::Approve).await, Outcome::Done);
}

async fn z4_a_coordinator_sees_what_names_them_and_nothing_else(house: &House) {
    let keiko = keiko(house).await;
    let leo = member(house, LEO, "Leo Berg", StaffRole::Coordinator).await;
    registered(house, HANNAH, KEIKO).await;
    registered(house, "otto@rhein.example", LEO).await;
    // A supplier's application is not theirs either, though nobody is named in it.
    house
        .person(AccountType::Buyer, "anna@harbour.example", "Harbour", false)
        .await;
    let mut supplier = agreed(second_step(""));
    for (field, text) in [
        (&mut supplier.profile.furigana, "アンナ"),
        (&mut supplier.profile.postcode, "100-0001"),
        (&mut supplier.profile.capital, "1"),
        (&mut supplier.profile.established, "2020-02-03"),
        (&mut supplier.profile.purpose, "Selling"),
    ] {
        text.clone_into(field);
    }
    let anna = Email::parse("anna@harbour.example").expect("an address");
    screening::apply_named(&house.market, &anna, &supplier)
        .await
        .expect("applies");
    let own = newest(house, &keiko).await.id;
    let market = &house.market;
    let (staff, acting) = (keiko.staff(), keiko.acting(house).await);
    assert_eq!(listed(house, &staff, "state=all").await.total, 1);
    assert_eq!(listed(house, &staff, "text=rhein").await.total, 0);
    let overview = queue::overview(market, &staff).await.expect("counts");
    assert_eq!(overview.kinds.len(), 1);
    assert_eq!(
        (overview.kinds[0].kind, overview.kinds[0].waiting),
        (Kind::Company, 1)
    );
    let sheet = read(house, &keiko, own).await.expect("reads");
    assert_eq!((sheet.previous, sheet.next), (None, None), "nobody beside it");
    for waiting in screening::waiting(market).await.expect("lists") {
        let id = waiting.id;
        if id == own {
            continue;
        }
        let note = Note::parse("x").expect("a note");
        let question = Question::parse("x").expect("a question");
        assert_eq!(refusal(read(house, &keiko, id).await), Refusal::NotFound);
        assert_eq!(refusal(care::take(market, &staff, id).await), Refusal::NotFound);
        assert_eq!(
            refusal(care::give_back(market, &staff, id).await),
            Refusal::NotFound
        );
        assert_eq!(
            refusal(care::note(market, &staff, id, &note).await),
            Refusal::NotFound
        );
        let asked = care::ask(market, &acting, id, waiting.version, &question).await;
        assert_eq!(refusal(asked), Refusal::NotFound);
        let decided = deciding::decide(market, &acting, id, waiting.version, &Decision::Approve).await;
        assert_eq!(refusal(decided), Refusal::NotFound);
    }
    assert_eq!(
        screening::waiting(market).await.expect("lists").len(),
        3,
        "nothing was done"
    );
    assert_eq!(
        listed(house, &leo.staff(), "").await.rows[0].name,
        "Hannah Schmidt"
    );
    assert!(read(house, &leo, own).await.is_err());
}

async fn z4_the_owners_reviewers_act_for_an_absent_coordinator(house: &House) {
    let keiko = keiko(house).await;
    let desk = member(house, DESK, "田中 美咲", StaffRole::Screening).await;
    registered(house, HANNAH, KEIKO).await;
    let sheet = newest(house, &desk).await;
    assert_eq!((sheet.coordinator.as_str(), sheet.names_me), ("中村 恵子", false));
    assert_eq!(listed(house, &desk.staff(), "kind=company").await.total, 1);
    assert_eq!(
        decide(house, &desk, &sheet, Decision::Approve).await,
        Outcome::Done
    );
    let late = decide(house, &keiko, &sheet, because(&[("url", "No.")])).await;
    assert_eq!(late, Outcome::Missed);
    let decided = read(house, &keiko, sheet.id).await.expect("still reads");
    assert_eq!(
        (decided.standing, decided.decided_by.as_str()),
        (Standing::Approved, "田中 美咲")
    );
}

/// Forty races: the coordinator rejects while a reviewer approves.
async fn t35_of_two_deciders_one_decides(house: &House) {
    let keiko = keiko(house).await.acting(house).await;
    let desk = member(house, DESK, "田中 美咲", StaffRole::Screening).await;
    let desk = desk.acting(house).await;
    for n in 0..40 {
        registered_from(house, &format!("p{n}@isartal.example"), n).await;
    }
    let mut races = Vec::new();
    for one in screening::waiting(&house.market).await.expect("lists") {
        let no = because(&[("url", "No.")]);
        for (acting, decision) in [(keiko.clone(), no), (desk.clone(), Decision::Approve)] {
            let market = house.market.clone();
            races.push(tokio::spawn(async move {
                deciding::decide(&market, &acting, one.id, one.version, &decision)
                    .await
                    .expect("answers")
            }));
        }
    }
    let (mut done, mut missed) = (0, 0);
    for race in races {
        match race.await.expect("does not panic") {
            Outcome::Done => done += 1,
            Outcome::Missed => missed += 1,
        }
    }
    assert_eq!((done, missed), (40, 40));
    let told = mails(house, "company_approved").await + mails(house, "company_rejected").await;
    assert_eq!(told, 40, "one mail each");
    let entries = "SELECT COUNT(*) FROM application a JOIN audit l ON l.application_id = a.id AND l.actor = a.decided_by AND l.action = 'application_' || a.state";
    assert_eq!(house.number(entries).await, 40, "one entry each");
    let agree = "SELECT COUNT(*) FROM application a JOIN company c ON c.id = a.company_id WHERE (a.state = 'approved') = (c.admission = 'active')";
    assert_eq!(house.number(agree).await, 40);
}

/// Both steps, from a network of its own.
async fn registered_from(house: &House, email: &str, network: u16) {
    let registered = registration::receive(&house.market, &from(network), first_step(email))
        .await
        .expect("registers");
    let browser = Caller {
        waiting: Some(registered.waiting),
        ..from(network)
    };
    let link = token(&mailed(house, email).await);
    companies::register(&house.market, &browser, &link, &second_step(KEIKO), "")
        .await
        .expect("registers");
    house.letters().await;
}

async fn z5_a_coordinator_is_found_by_the_exact_address_only(house: &House) {
    keiko(house).await;
    house
        .member_of_staff(DESK, "田中 美咲", StaffRole::Screening)
        .await;
    house
        .person(AccountType::Buyer, "anna@harbour.example", "Harbour", false)
        .await;
    let browser = temporary(house, HANNAH).await;
    let link = token(&mailed(house, HANNAH).await);
    let market = &house.market;
    let look =
        async |address: &str| companies::coordinator(market, &browser, Asker::Link(&link), address).await;
    assert_eq!(look(KEIKO).await.expect("is found"), "中村 恵子");
    assert_eq!(
        look(" Keiko@Owner.example ").await.expect("is the same address"),
        "中村 恵子"
    );
    for other in [
        "keiko@owner.exampl",
        "keik@owner.example",
        "k%@owner.example",
        DESK,
        "anna@harbour.example",
        HANNAH,
    ] {
        let answer = look(other).await;
        assert_eq!(
            fault(answer, "profile.coordinator"),
            Violation::CoordinatorUnknown,
            "{other}"
        );
    }
    assert_eq!(
        fault(look("keiko").await, "profile.coordinator"),
        Violation::EmailAt
    );
    house
        .run("UPDATE account SET state = 'suspended', suspended_at = 1 WHERE name = '中村 恵子'")
        .await;
    assert_eq!(
        fault(look(KEIKO).await, "profile.coordinator"),
        Violation::CoordinatorUnknown
    );
    // Without the link nobody is told anything.
    for forged in ["", "x", &link[1..]] {
        let answer = companies::coordinator(market, &browser, Asker::Link(forged), KEIKO).await;
        assert_eq!(refusal(answer), Refusal::LinkDead);
    }
    let (_, anna) = house.sign_in("anna@harbour.example", "buyer").await;
    let answer = companies::coordinator(market, &browser, Asker::Member(&anna), KEIKO).await;
    assert_eq!(refusal(answer), Refusal::NotAllowed);
}

async fn z5_nobody_looks_often(house: &House) {
    keiko(house).await;
    let browser = temporary(house, HANNAH).await;
    let link = token(&mailed(house, HANNAH).await);
    let market = &house.market;
    for _ in 0..30 {
        let answer = companies::coordinator(market, &browser, Asker::Link(&link), "x@owner.example").await;
        assert_eq!(
            fault(answer, "profile.coordinator"),
            Violation::CoordinatorUnknown
        );
    }
    let answer = companies::coordinator(market, &browser, Asker::Link(&link), KEIKO).await;
    assert!(matches!(refusal(answer), Refusal::TooMany { .. }));
    // Sending the form is no way around it.
    let sent = companies::register(market, &browser, &link, &second_step(KEIKO), "").await;
    assert!(matches!(refusal(sent), Refusal::TooMany { .. }));
    house.wait(Duration::from_secs(600));
    companies::register(market, &browser, &link, &second_step(KEIKO), "")
        .await
        .expect("registers");
}

async fn t14_of_many_uses_of_a_link_one_registers(house: &House) {
    keiko(house).await;
    let browser = temporary(house, HANNAH).await;
    let link = token(&mailed(house, HANNAH).await);
    let mut uses = Vec::new();
    for _ in 0..20 {
        let (market, browser, link) = (house.market.clone(), browser.clone(), link.clone());
        uses.push(tokio::spawn(async move {
            companies::register(&market, &browser, &link, &second_step(KEIKO), "").await
        }));
    }
    let mut done = 0;
    for used in uses {
        match used.await.expect("does not panic") {
            Ok(()) => done += 1,
            answer => assert_eq!(refusal(answer), Refusal::LinkUsed),
        }
    }
    assert_eq!(done, 1);
    assert_eq!(house.rows("company").await, 1);
    assert_eq!(mails(house, "coordinator_wanted").await, 1);
    let looked = companies::look(&house.market, &browser, &link).await;
    assert_eq!(refusal(looked), Refusal::LinkUsed);
}

async fn t16_a_link_lives_three_days_and_signing_in_sends_another(house: &House) {
    keiko(house).await;
    let browser = temporary(house, HANNAH).await;
    let old = token(&mailed(house, HANNAH).await);
    house.wait(DAY * 3);
    let late = companies::register(&house.market, &browser, &old, &second_step(KEIKO), "").await;
    assert_eq!(refusal(late), Refusal::LinkExpired, "E07");
    for (kind, answer) in [
        ("supplier", Refusal::WrongCredentials),
        ("member", Refusal::Unverified { mailed: true }),
    ] {
        let entry = sign_in_with(house, kind, HANNAH, PASSWORD).await;
        assert_eq!(refusal(entry), answer, "R026 as {kind}");
    }
    let letter = mailed(house, HANNAH).await;
    assert!(
        letter.subject.starts_with("Temporary registration completed"),
        "M12 again"
    );
    let fresh = token(&letter);
    let dead = companies::look(&house.market, &browser, &old).await;
    assert!(matches!(refusal(dead), Refusal::LinkDead | Refusal::LinkExpired));
    companies::register(&house.market, &browser, &fresh, &second_step(KEIKO), "")
        .await
        .expect("registers");
}

async fn the_link_of_one_course_opens_nothing_on_the_other(house: &House) {
    keiko(house).await;
    let market = &house.market;
    let browser = temporary(house, HANNAH).await;
    let link = token(&mailed(house, HANNAH).await);
    assert_eq!(
        refusal(verification::look(market, &browser, &link).await),
        Refusal::LinkDead
    );
    let proved = verification::prove(market, &browser, &link, PASSWORD).await;
    assert_eq!(
        refusal(proved),
        Refusal::LinkDead,
        "nobody gets past the coordinator"
    );
    let code = verification::prove_by_code(market, &browser, "00000000").await;
    assert_eq!(refusal(code), Refusal::LinkDead);
    assert!(companies::is_its_link(market, &link).await.expect("tells"));

    let mut buyer = first_step("jane@harbour.example");
    buyer.account_type = "buyer".to_owned();
    buyer.profile = ProfileForm {
        furigana: "ジェーン".to_owned(),
        purpose: "Buying".to_owned(),
        ..second_step("").profile
    };
    let registered = registration::receive(market, &from(7), buyer)
        .await
        .expect("registers");
    let other = Caller {
        waiting: Some(registered.waiting),
        ..from(7)
    };
    let link = token(&mailed(house, "jane@harbour.example").await);
    assert!(!companies::is_its_link(market, &link).await.expect("tells"));
    assert_eq!(
        refusal(companies::look(market, &other, &link).await),
        Refusal::LinkDead
    );
    let sent = companies::register(market, &other, &link, &second_step(KEIKO), "").await;
    assert_eq!(refusal(sent), Refusal::LinkDead);
    let looked = companies::coordinator(market, &other, Asker::Link(&link), KEIKO).await;
    assert_eq!(
        refusal(looked),
        Refusal::LinkDead,
        "Z5: the link of a temporary registration"
    );
    assert_eq!(house.rows("company").await, 0);
}

async fn z20_another_browser_is_asked_for_the_password(house: &House) {
    keiko(house).await;
    temporary(house, HANNAH).await;
    let link = token(&mailed(house, HANNAH).await);
    let market = &house.market;
    let other = from(9);
    assert!(
        companies::look(market, &other, &link)
            .await
            .expect("looks")
            .asks_password
    );
    let send = async |password: &'static str| {
        companies::register(market, &other, &link, &second_step(KEIKO), password).await
    };
    assert_eq!(fault(send("").await, "password"), Violation::Missing);
    assert_eq!(fault(send(NEW).await, "password"), Violation::PasswordWrong);
    send(PASSWORD).await.expect("registers");
}

async fn z41_a_taken_address_is_said_plainly(house: &House) {
    house.person(AccountType::Buyer, HANNAH, "Isartal", false).await;
    for _ in 0..10 {
        let taken = registration::receive(&house.market, &caller(), first_step(HANNAH)).await;
        assert_eq!(fault(taken, "email"), Violation::AddressTaken, "E03");
    }
    let often = registration::receive(&house.market, &caller(), first_step(HANNAH)).await;
    assert!(matches!(refusal(often), Refusal::TooMany { .. }));
    let unticked = RegistrationForm {
        privacy: None,
        ..first_step("new@isartal.example")
    };
    let unticked = registration::receive(&house.market, &caller(), unticked).await;
    assert_eq!(fault(unticked, "privacy"), Violation::NotTicked, "E05");
}

async fn e10_who_waits_sees_the_state_only(house: &House) {
    let keiko = keiko(house).await;
    registered(house, HANNAH, KEIKO).await;
    let welcome = sign_in_with(house, "buyer", HANNAH, PASSWORD)
        .await
        .expect("signs in");
    assert!(welcome.in_screening, "it is led to the state");
    let hannah = who(house, &welcome.token).await.expect("is in");
    assert!(hannah.supplier().is_none() && hannah.administrator().is_none());
    let market = &house.market;
    let application = screening::own(market, &hannah.member)
        .await
        .expect("reads")
        .expect("one");
    assert_eq!(
        (application.state, application.coordinator.as_str()),
        (State::Pending, "中村 恵子")
    );
    let users = services::accounts::users::list(market, &hannah).await;
    assert_eq!(refusal(users), Refusal::NotAllowed);
    let to_sell = sides::to_supplier(market, &hannah, &agreed(second_step(KEIKO))).await;
    assert_eq!(refusal(to_sell), Refusal::NotAllowed);
    let sheet = newest(house, &keiko).await;
    decide(house, &keiko, &sheet, because(&[("url", "No.")])).await;
    let hannah = who(house, &welcome.token).await.expect("is in");
    assert!(hannah.awaits_admission(), "rejected is no better");
}

async fn z47_the_member_page_asks_for_no_type(house: &House) {
    house.person(AccountType::Buyer, HANNAH, "Isartal", false).await;
    house.supplier("otto@rhein.example").await;
    house
        .member_of_staff(KEIKO, "中村 恵子", StaffRole::Coordinator)
        .await;
    for (email, kind) in [
        (HANNAH, AccountType::Buyer),
        ("otto@rhein.example", AccountType::Supplier),
    ] {
        let welcome = sign_in_with(house, "member", email, PASSWORD)
            .await
            .expect("signs in");
        assert_eq!(welcome.account_type, kind);
        let wrong = sign_in_with(house, "member", email, NEW).await;
        assert_eq!(refusal(wrong), Refusal::WrongCredentials);
    }
    let staff = sign_in_with(house, "member", KEIKO, PASSWORD).await;
    assert_eq!(
        refusal(staff),
        Refusal::WrongCredentials,
        "staff have their own door"
    );
}

async fn t39_who_leaves_before_being_let_in_leaves_no_trace(house: &House) {
    let keiko = keiko(house).await;
    let email = "canary@canary.example";
    let browser = {
        let mut form = first_step(email);
        form.profile.name = "Canary Name".to_owned();
        form.profile.company = "Canary Company".to_owned();
        let registered = registration::receive(&house.market, &caller(), form)
            .await
            .expect("registers");
        Caller {
            waiting: Some(registered.waiting),
            ..caller()
        }
    };
    let link = token(&mailed(house, email).await);
    let mut form = second_step(KEIKO);
    for field in [
        &mut form.profile.name,
        &mut form.profile.company,
        &mut form.profile.address,
        &mut form.profile.business,
        &mut form.profile.representative,
    ] {
        "Canary words".clone_into(field);
    }
    let market = &house.market;
    companies::register(market, &browser, &link, &form, "")
        .await
        .expect("registers");
    let sheet = newest(house, &keiko).await;
    decide(house, &keiko, &sheet, because(&[("url", "Canary reason.")])).await;
    let (_, who) = signed_in(house, email).await;
    companies::again(market, &caller(), &who, &agreed(form))
        .await
        .expect("sends again");
    let traces = |dump: Vec<(String, Vec<String>)>| -> Vec<String> {
        let rows = dump
            .into_iter()
            .flat_map(|(table, rows)| rows.into_iter().map(move |row| format!("{table}: {row}")));
        rows.filter(|row| row.to_lowercase().contains("canary")).collect()
    };
    assert!(!traces(dump(house).await).is_empty(), "the dump finds it");
    leaving::leave(market, &who, PASSWORD).await.expect("leaves");
    let letters = house.letters().await;
    assert!(letters.iter().any(|letter| letter.to == email), "M30 is sent");
    assert_eq!(traces(dump(house).await), Vec::<String>::new());
    assert_eq!(listed(house, &keiko.staff(), "state=all").await.total, 0);
}

async fn what_was_never_opened_goes_after_thirty_days(house: &House) {
    upkeep::arrange(&house.market).await.expect("arranges");
    temporary(house, HANNAH).await;
    house.letters().await;
    let waiting = "SELECT COUNT(*) FROM registration";
    house.wait(DAY * 29);
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(house.number(waiting).await, 1);
    house.wait(DAY * 2);
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(house.number(waiting).await, 0, "Z20");
}
