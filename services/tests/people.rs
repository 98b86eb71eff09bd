//! People and companies in the hands of the owner's people: found, suspended and restored, and what a sign-in may be asked for
//! besides (R060, R061, E10, T23, T25, T31, T36).

#[path = "support/house.rs"]
#[macro_use]
mod house;
#[path = "support/people.rs"]
mod people;
#[path = "support/staff.rs"]
mod staff;

use std::sync::Arc;
use std::time::Duration;

use domain::accounts::second_factor::Step;
use domain::accounts::{AccountType, ProfileForm, SideForm, StaffRole};
use domain::people::forms::Care;
use domain::people::views::{PersonRow, Whose};
use domain::people::{Act, CareForm, PeopleFilter, State};
use domain::persons::PersonKind;
use domain::refusal::Refusal;
use domain::search::results::Outcome as Outcomes;
use domain::violations::Violation;
use futures_util::future::join_all;
use house::{House, PASSWORD, caller, forms};
use people::{NEW, dump, fault, is_in, mails, refusal, to};
use services::accounts::caller::Caller;
use services::accounts::second_factor::renewing;
use services::accounts::second_factor::step::{self, Advance, Entered, Shown};
use services::accounts::session::{self, Presence};
use services::accounts::sign_in::{self, Entry};
use services::accounts::token::Token;
use services::accounts::{own, proving, registration, users};
use services::error::Answer;
use services::market::{Market, MarketSettings};
use services::people::{Outcome, care, companies, listing, sheets};
use staff::{DESK, MATE, Person, desk, member};

on_both!(
    people_are_found_by_number_address_name_and_company,
    people_are_filtered_by_state_and_side,
    individuals_and_corporations_are_found_and_shown_as_what_they_are,
    lists_go_on_where_they_stopped_whoever_comes_meanwhile,
    fifty_thousand_accounts_are_no_reason_to_wait,
    companies_are_found_with_what_they_have,
    a_person_and_a_company_are_shown_with_their_history,
    t25_who_is_suspended_is_out_with_the_next_request_and_back_when_restored,
    t25_a_suspended_company_is_out_and_its_stock_is_not_found,
    e10_only_who_knows_the_password_hears_of_it,
    a_suspended_company_takes_nobody_in,
    t35_of_two_who_act_at_once_one_does_and_a_double_click_is_one,
    t31_each_role_does_its_own_and_nobody_does_anything_to_themselves,
    the_owners_company_is_not_suspended,
    t25_ended_sessions_are_over_with_the_next_request,
    r060_a_new_password_is_asked_for_before_anything_else,
    r060_a_new_password_by_mail_answers_too,
    r061_a_code_by_mail_is_asked_for_once,
    r061_a_code_has_ten_minutes_five_tries_and_can_be_sent_again,
    r061_a_new_browser_and_a_lock_out_are_asked_for_a_code,
    r061_factor_code_and_password_come_in_this_order,
    t13_no_code_is_in_the_database,
    t19_of_many_guesses_at_a_code_five_are_looked_at,
    an_unverified_address_gets_its_mail_again,
    r054_whoever_speaks_for_no_company_changes_the_own_name,
    t39_nothing_is_left_of_a_suspended_company_that_is_gone,
);

const ANNA: &str = "anna@harbour.example";
const BEN: &str = "ben@isar.example";
const MINUTE: Duration = Duration::from_secs(60);

fn wanted(act: Act, version: i32) -> Care {
    CareForm {
        act: act.word().to_owned(),
        version,
        reason: "Three buyers got other parts.".to_owned(),
        ..CareForm::default()
    }
    .check()
    .expect("a reason is enough")
}

async fn listed(house: &House, desk: &Person, query: &str) -> Vec<PersonRow> {
    let filter = PeopleFilter::of_query(query);
    let page = listing::people(&house.market, &desk.staff(), filter).await;
    page.expect("lists").rows
}

async fn found(house: &House, desk: &Person, text: &str) -> Vec<String> {
    let query = format!("text={}", domain::places::percent(text));
    let rows = listed(house, desk, &query).await;
    rows.into_iter().map(|row| row.email).collect()
}

async fn sheet(house: &House, desk: &Person, number: &str) -> domain::people::views::PersonSheet {
    sheets::person(&house.market, &desk.staff(), &desk.who, number)
        .await
        .expect("shows")
}

/// Does something in the version as it is now.
async fn does(house: &House, desk: &Person, number: &str, act: Act) -> Outcome {
    let version = sheet(house, desk, number).await.version;
    let acting = desk.acting(house).await;
    care::person(&house.market, &acting, number, &wanted(act, version))
        .await
        .expect("acts")
}

async fn does_company(house: &House, desk: &Person, id: i64, act: Act) -> Outcome {
    let sheet = sheets::company(&house.market, &desk.staff(), &desk.who, id).await;
    let acting = desk.acting(house).await;
    let care = wanted(act, sheet.expect("shows").version);
    companies::company(&house.market, &acting, id, &care)
        .await
        .expect("acts")
}

async fn try_sign_in(house: &House, kind: &str, email: &str, password: &str) -> Answer<Entry> {
    sign_in_at(&house.market, kind, email, password, &caller()).await
}

async fn sign_in_at(
    market: &Market,
    kind: &str,
    email: &str,
    password: &str,
    from: &Caller,
) -> Answer<Entry> {
    let form = forms::credentials(kind, email, password);
    sign_in::sign_in(market, form, from, None).await
}

fn half(entry: Answer<Entry>) -> Token {
    match entry {
        Ok(Entry::SecondStep(token)) => token,
        other => panic!("no second step: {other:?}"),
    }
}

async fn asked(house: &House, token: &Token) -> Step {
    step::open(&house.market, Some(token)).await.expect("opens")
}

async fn shows(house: &House, token: &Token, shown: Shown<'_>) -> Answer<Advance> {
    step::enter(&house.market, Some(token), shown, &caller(), None).await
}

fn inside(advance: Answer<Advance>) -> Entered {
    match advance {
        Ok(Advance::In(entered)) => entered,
        other => panic!("not in: {other:?}"),
    }
}

/// The code in the newest letter to somebody.
async fn mailed_code(house: &House, reader: &str) -> String {
    let letters = house.letters().await;
    let mut codes = to(&letters, reader)
        .into_iter()
        .filter(|letter| letter.kind == "sign_in_code");
    let letter = codes.next_back().expect("a letter");
    letter
        .text
        .lines()
        .find(|line| line.len() == 8 && line.bytes().all(|b| b.is_ascii_digit()))
        .expect("a code")
        .to_owned()
}

/// How many lots are found, without anybody signed in.
async fn lots_like(market: &Market, text: &str) -> u32 {
    let page = services::search::find(market, None, &format!("q={text}"))
        .await
        .expect("finds");
    match page.outcome {
        Outcomes::Searched(results) => results.total_lots,
        other => panic!("{other:?}"),
    }
}

async fn people_are_found_by_number_address_name_and_company(house: &House) {
    let desk = desk(house).await;
    let anna = house
        .person(AccountType::Buyer, ANNA, "Ｈａｒｂｏｕｒ商事", false)
        .await;
    house.person(AccountType::Buyer, BEN, "Isartal", false).await;
    let typed =
        "UPDATE account_email SET address = 'Anna@Harbour.example' WHERE canonical = 'anna@harbour.example'";
    house.run(typed).await;
    let annas = vec!["Anna@Harbour.example".to_owned()];
    let grouped = format!(
        "{} {} {}",
        &anna.number[..3],
        &anna.number[3..6],
        &anna.number[6..]
    );
    for text in [
        anna.number.as_str(),
        &grouped,
        "anna@harbour.example",
        "ANNA@HARBOUR.EXAMPLE",
        "harbour.ex",
        "harbour商",
        "ＨＡＲＢＯＵＲ",
    ] {
        assert_eq!(found(house, &desk, text).await, annas, "{text}");
    }
    assert_eq!(
        found(house, &desk, "山田").await.len(),
        3,
        "everybody is called so"
    );
    assert_eq!(
        found(house, &desk, "山田　太郎").await.len(),
        3,
        "spaces are equal"
    );
    for nobody in ["100000008", "nobody@harbour.example", "%", "_", "harbour_", "xyz"] {
        assert_eq!(
            found(house, &desk, nobody).await,
            Vec::<String>::new(),
            "{nobody}"
        );
    }
    // What a company is called now is what it is found by.
    let (_, who) = house.sign_in(ANNA, "buyer").await;
    own::update(
        &house.market,
        &who,
        &forms::agreed(forms::profile("Quay Trading")),
    )
    .await
    .expect("updates");
    assert_eq!(found(house, &desk, "quay").await, annas);
    assert_eq!(found(house, &desk, "harbour商").await, Vec::<String>::new());
}

/// Registers and does not open the mail.
async fn registers(house: &House, email: &str) {
    let mut form = forms::registration("buyer", email, NEW);
    "Waiting Ltd".clone_into(&mut form.profile.company);
    registration::receive(&house.market, &caller(), form)
        .await
        .expect("registers");
}

async fn people_are_filtered_by_state_and_side(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    house.person(AccountType::Supplier, BEN, "Isartal", false).await;
    house
        .person(AccountType::Supplier, "s2@example.com", "Second", false)
        .await;
    registers(house, "waits@example.com").await;
    house
        .run("UPDATE company SET standing = 'rejected' WHERE name = 'Second'")
        .await;
    does(house, &desk, &anna.number, Act::Suspend).await;
    let emails = async |query: &str| {
        let rows = listed(house, &desk, query).await;
        rows.into_iter().map(|row| row.email).collect::<Vec<_>>()
    };
    assert_eq!(
        emails("").await,
        ["s2@example.com", BEN, ANNA, DESK],
        "the newest first"
    );
    assert_eq!(emails("state=active").await, [BEN, DESK]);
    assert_eq!(emails("state=rejected").await, ["s2@example.com"]);
    assert_eq!(emails("state=screening").await, Vec::<String>::new());
    assert_eq!(emails("state=suspended").await, [ANNA]);
    assert_eq!(emails("state=unverified").await, ["waits@example.com"]);
    assert_eq!(
        emails("state=unverified&side=supplier").await,
        Vec::<String>::new()
    );
    assert_eq!(emails("side=staff").await, [DESK]);
    assert_eq!(emails("side=supplier").await, ["s2@example.com", BEN]);
    assert_eq!(emails("side=supplier&state=active").await, [BEN]);
    let waits = listed(house, &desk, "state=unverified&text=WAITS").await;
    assert!(matches!(waits[0].who, Whose::Registration(_)));
    assert_eq!(
        (waits[0].state, waits[0].company.as_str()),
        (State::Unverified, "Waiting Ltd")
    );
    house.run("UPDATE company SET standing = 'active'").await;
}

async fn individuals_and_corporations_are_found_and_shown_as_what_they_are(house: &House) {
    use AccountType::{Buyer, Corporate, Individual, Staff};
    let desk = desk(house).await;
    house.person(Buyer, ANNA, "Harbour", false).await;
    let both = house.persons("keiko@midori.example").await;
    let shown = async |query: &str| {
        let rows = listed(house, &desk, query).await;
        let line = |row: PersonRow| (row.email, row.kinds, row.company);
        rows.into_iter().map(line).collect::<Vec<_>>()
    };
    let keiko = (
        "keiko@midori.example".to_owned(),
        vec![Individual, Corporate],
        "Midori Works".to_owned(),
    );
    let anna = (ANNA.to_owned(), vec![Buyer], "Harbour".to_owned());
    let colleague = (DESK.to_owned(), vec![Staff], String::new());
    assert_eq!(shown("").await, [keiko.clone(), anna.clone(), colleague.clone()]);
    assert_eq!(shown("side=individual").await, std::slice::from_ref(&keiko));
    assert_eq!(
        shown("side=corporate&state=active").await,
        std::slice::from_ref(&keiko)
    );
    assert_eq!(shown("side=buyer").await, [anna]);
    assert_eq!(shown("side=staff").await, [colleague]);
    assert_eq!(shown("state=suspended&side=individual").await, []);
    let sheet = sheet(house, &desk, &both.number).await;
    assert_eq!(
        sheet.registered,
        [
            (PersonKind::Individual, String::new()),
            (PersonKind::Corporate, "Midori Works".to_owned())
        ]
    );
    assert!(sheet.company.is_none() && sheet.staff_role.is_none());
    let (token, _) = house.sign_in("keiko@midori.example", "individual").await;
    does(house, &desk, &both.number, Act::Suspend).await;
    assert_eq!(shown("state=suspended&side=individual").await, [keiko]);
    assert!(matches!(
        session::look(&house.market, &token).await.expect("looks"),
        Presence::Suspended
    ));
    let again = try_sign_in(house, "corporate", "keiko@midori.example", PASSWORD).await;
    assert_eq!(refusal(again), Refusal::Suspended);
}

async fn lists_go_on_where_they_stopped_whoever_comes_meanwhile(house: &House) {
    let desk = desk(house).await;
    for number in 0..120 {
        let email = format!("b{number}@example.com");
        house.person(AccountType::Buyer, &email, "Many", false).await;
    }
    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let filter = PeopleFilter {
            side: Some(AccountType::Buyer),
            before,
            ..PeopleFilter::default()
        };
        let page = listing::people(&house.market, &desk.staff(), filter)
            .await
            .expect("lists");
        assert!(page.rows.len() <= 50);
        seen.extend(page.rows.into_iter().map(|row| row.email));
        let late = format!("late{}@example.com", seen.len());
        house.person(AccountType::Buyer, &late, "Late", false).await;
        before = page.older;
        if before.is_none() {
            break;
        }
    }
    let expected: Vec<String> = (0..120)
        .rev()
        .map(|number| format!("b{number}@example.com"))
        .collect();
    assert_eq!(seen, expected, "nobody twice, nobody left out");
}

async fn fifty_thousand_accounts_are_no_reason_to_wait(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    let company = anna.company_id.expect("a company");
    let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)";
    house.run(&format!("{numbers} INSERT INTO account (id, number, password_hash, name, furigana, phone_country, phone, language, state, created_at, sought) SELECT 1000000 + i, '0' || CAST(10000000 + i AS TEXT), '$argon2id$', 'Person', '', 'JP', '00000', 'en', 'active', i, 'PERSON ' || i FROM n")).await;
    house.run(&format!("{numbers} INSERT INTO account_email (account_id, address, canonical, main, verified_at) SELECT 1000000 + i, 'p' || i || '@many.example', 'p' || i || '@many.example', TRUE, 1 FROM n")).await;
    house.run(&format!("{numbers} INSERT INTO membership (account_id, company_id, role) SELECT 1000000 + i, {company}, 'member' FROM n")).await;
    let began = std::time::Instant::now();
    for (query, most) in [
        ("text=p49999%40many.example", 1),
        ("text=p4999", 11),
        ("text=person%2049999", 1),
        ("text=harbour", 50),
        ("side=buyer&state=active&before=1000100", 50),
        ("state=suspended", 0),
    ] {
        let rows = listed(house, &desk, query).await;
        assert!(
            rows.len() <= most && (most == 0) == rows.is_empty(),
            "{query}: {}",
            rows.len()
        );
    }
    // Each of these is milliseconds; a minute would be a table read again for each of its rows.
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    house.run("DELETE FROM account WHERE id > 1000000").await;
}

async fn companies_are_found_with_what_they_have(house: &House) {
    let desk = desk(house).await;
    let seller = house.supplier("s1@example.com").await;
    house.stock(&seller, &["TC74HC4050AFTEL", "MAX708TESA"]).await;
    house
        .person(AccountType::Buyer, ANNA, "Ｈａｒｂｏｕｒ", false)
        .await;
    let listed = async |query: &str| {
        let filter = PeopleFilter::of_query(query);
        let page = listing::companies(&house.market, &desk.staff(), filter)
            .await
            .expect("lists");
        page.rows
            .into_iter()
            .map(|row| (row.name, row.users, row.lots))
            .collect::<Vec<_>>()
    };
    let (harbour, first) = (
        ("Ｈａｒｂｏｕｒ".to_owned(), 1, 0),
        ("Company of s1".to_owned(), 1, 2),
    );
    assert_eq!(listed("").await, [harbour.clone(), first.clone()]);
    assert_eq!(listed("text=harb").await, std::slice::from_ref(&harbour));
    assert_eq!(listed("text=%40harbour").await, [harbour]);
    assert_eq!(listed("side=supplier").await, std::slice::from_ref(&first));
    assert_eq!(listed("state=suspended").await, []);
    assert_eq!(listed("state=unverified").await, []);
    let id = house
        .number("SELECT id FROM company WHERE name = 'Company of s1'")
        .await;
    does_company(house, &desk, id, Act::Suspend).await;
    assert_eq!(listed("state=suspended").await, [first]);
}

async fn a_person_and_a_company_are_shown_with_their_history(house: &House) {
    let desk = desk(house).await;
    let seller = house.supplier("s1@example.com").await;
    house.stock(&seller, &["TC74HC4050AFTEL"]).await;
    house.sign_in("s1@example.com", "supplier").await;
    let number = listed(house, &desk, "side=supplier").await.remove(0);
    let Whose::Account(number) = number.who else {
        panic!("an account")
    };
    does(house, &desk, &number, Act::ForceCode).await;
    let shown = sheet(house, &desk, &number).await;
    let company = shown.company.expect("works for one");
    assert_eq!(
        (company.name.as_str(), company.state),
        ("Company of s1", State::Active)
    );
    assert_eq!(
        (shown.sessions.len(), shown.devices, shown.imports, shown.requests),
        (1, 1, 1, 0)
    );
    assert_eq!(shown.sessions[0].device, "Firefox, Linux");
    assert_eq!(
        (shown.force_code, shown.force_password, shown.state),
        (true, false, State::Active)
    );
    assert_eq!(shown.deeds.len(), 1);
    assert_eq!(shown.deeds[0].text, "Three buyers got other parts.");
    let page = sheets::company(&house.market, &desk.staff(), &desk.who, company.id)
        .await
        .expect("shows");
    assert_eq!((page.lots, page.users.len(), page.imports.len()), (1, 1, 1));
    assert_eq!(page.imports[0].rows, Some(1));
    assert_eq!(page.users[0].number, number);
    for missing in ["100000008", "x", ""] {
        let answer = sheets::person(&house.market, &desk.staff(), &desk.who, missing).await;
        assert_eq!(refusal(answer), Refusal::NotFound, "{missing}");
    }
    let answer = sheets::company(&house.market, &desk.staff(), &desk.who, 4711).await;
    assert_eq!(refusal(answer), Refusal::NotFound);
}

async fn t25_who_is_suspended_is_out_with_the_next_request_and_back_when_restored(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    let (token, _) = house.sign_in(ANNA, "buyer").await;
    for round in 1..=5 {
        assert!(is_in(house, &token).await);
        assert_eq!(
            does(house, &desk, &anna.number, Act::Suspend).await,
            Outcome::Done
        );
        assert!(!is_in(house, &token).await, "round {round}");
        let presence = session::look(&house.market, &token).await.expect("looks");
        assert!(matches!(presence, Presence::Suspended), "and hears why");
        house.wait(Duration::from_secs(1));
        assert_eq!(
            does(house, &desk, &anna.number, Act::Restore).await,
            Outcome::Done
        );
        house.wait(Duration::from_secs(1));
    }
    assert!(is_in(house, &token).await);
    let letters = house.letters().await;
    let mine = to(&letters, ANNA);
    assert_eq!(mine.len(), 10);
    assert!(mine[0].text.contains("suspended your account") && mine[0].text.contains("Three buyers"));
    assert!(mine[1].text.contains("again"), "{}", mine[1].text);
    assert_eq!(
        house
            .rows("audit WHERE action IN ('person_suspended', 'person_restored')")
            .await,
        10
    );
}

async fn t25_a_suspended_company_is_out_and_its_stock_is_not_found(house: &House) {
    let desk = desk(house).await;
    let seller = house.supplier("s1@example.com").await;
    house
        .stock(&seller, &["TC74HC4050AFTEL", "TC74HC4051AFTEL"])
        .await;
    let other = house.supplier("s2@example.com").await;
    house.stock(&other, &["TC74HC4052AFTEL"]).await;
    let process = house.other_process().await;
    let (token, _) = house.sign_in("s1@example.com", "supplier").await;
    let id = house
        .number("SELECT id FROM company WHERE name = 'Company of s1'")
        .await;
    assert_eq!(lots_like(&house.market, "TC74HC").await, 3);
    for _ in 0..5 {
        assert_eq!(does_company(house, &desk, id, Act::Suspend).await, Outcome::Done);
        assert!(!is_in(house, &token).await);
        assert_eq!(lots_like(&house.market, "TC74HC").await, 1);
        assert_eq!(lots_like(&process, "TC74HC").await, 1, "another process follows");
        let report = services::verify::verify(&house.market).await.expect("verifies");
        assert_eq!(report.faults, Vec::<String>::new());
        house.wait(Duration::from_secs(1));
        assert_eq!(does_company(house, &desk, id, Act::Restore).await, Outcome::Done);
        assert!(is_in(house, &token).await);
        assert_eq!(lots_like(&house.market, "TC74HC").await, 3);
        house.wait(Duration::from_secs(1));
    }
    assert_eq!(mails(house, "suspended").await, 5);
    let letters = house.letters().await;
    let last = *to(&letters, "s1@example.com").last().expect("a letter");
    assert!(last.text.contains("Its stock is shown again"), "{}", last.text);
    process.db.close().await.expect("closes");
}

async fn e10_only_who_knows_the_password_hears_of_it(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    let ben = house.person(AccountType::Buyer, BEN, "Isartal", false).await;
    does(house, &desk, &anna.number, Act::Suspend).await;
    does_company(house, &desk, ben.company_id.expect("a company"), Act::Suspend).await;
    for email in [ANNA, BEN] {
        let before = house.market.passwords.verifications();
        let wrong = try_sign_in(house, "buyer", email, "Wrong-sesame-1").await;
        assert_eq!(refusal(wrong), Refusal::WrongCredentials, "{email}");
        let wrong = try_sign_in(house, "supplier", email, PASSWORD).await;
        assert_eq!(refusal(wrong), Refusal::WrongCredentials, "{email}");
        let right = try_sign_in(house, "buyer", email, PASSWORD).await;
        assert_eq!(refusal(right), Refusal::Suspended, "{email}");
        assert_eq!(house.market.passwords.verifications() - before, 3, "one each");
    }
    let nobody = try_sign_in(house, "buyer", "nobody@example.com", PASSWORD).await;
    assert_eq!(refusal(nobody), Refusal::WrongCredentials);
}

async fn a_suspended_company_takes_nobody_in(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    let (_, who) = house.sign_in(ANNA, "buyer").await;
    let form = domain::accounts::users::InviteForm {
        email: "new@harbour.example".into(),
        role: "member".into(),
        language: "en".into(),
        ..Default::default()
    };
    users::inviting::invite(&house.market, &who, &form)
        .await
        .expect("invites");
    let letters = house.letters().await;
    let link = people::token(to(&letters, "new@harbour.example")[0]);
    assert!(users::joining::look(&house.market, &link).await.is_ok());
    does_company(house, &desk, anna.company_id.expect("a company"), Act::Suspend).await;
    assert_eq!(
        refusal(users::joining::look(&house.market, &link).await),
        Refusal::LinkDead
    );
    // A page that was open: its session was found a moment before.
    let late = users::inviting::invite(&house.market, &who, &form).await;
    assert_eq!(refusal(late), Refusal::NotAllowed);
    does_company(house, &desk, anna.company_id.expect("a company"), Act::Restore).await;
    assert!(users::joining::look(&house.market, &link).await.is_ok());
}

async fn t35_of_two_who_act_at_once_one_does_and_a_double_click_is_one(house: &House) {
    let (desk, mate) = (desk(house).await, member(house, MATE, StaffRole::Screening).await);
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    let (one, two) = (desk.acting(house).await, mate.acting(house).await);
    let mut version = 0;
    for round in 0..house::rounds(40, 200) {
        let act = if round % 2 == 0 {
            Act::Suspend
        } else {
            Act::Restore
        };
        let care = wanted(act, version);
        let both = tokio::join!(
            care::person(&house.market, &one, &anna.number, &care),
            care::person(&house.market, &two, &anna.number, &care),
        );
        let outcomes = [both.0.expect("acts"), both.1.expect("acts")];
        let done = outcomes
            .iter()
            .filter(|outcome| **outcome == Outcome::Done)
            .count();
        assert_eq!(done, 1, "round {round}: {outcomes:?}");
        version += 1;
        house.wait(Duration::from_secs(1));
    }
    let entries = "SELECT COUNT(*) FROM audit WHERE action IN ('person_suspended', 'person_restored')";
    assert_eq!(house.number(entries).await, i64::from(version));
    assert_eq!(
        mails(house, "suspended").await + mails(house, "restored").await,
        i64::from(version)
    );
    // The same person twice is one act, and hears that it is done.
    let care = wanted(Act::ForcePassword, version);
    for _ in 0..2 {
        let outcome = care::person(&house.market, &one, &anna.number, &care)
            .await
            .expect("acts");
        assert_eq!(outcome, Outcome::Done);
    }
    assert_eq!(house.rows("audit WHERE action = 'password_forced'").await, 1);
    let late = care::person(&house.market, &two, &anna.number, &care)
        .await
        .expect("acts");
    assert_eq!(late, Outcome::Missed);
    let company = anna.company_id.expect("a company");
    let care = wanted(Act::Suspend, 0);
    for _ in 0..2 {
        let outcome = companies::company(&house.market, &one, company, &care)
            .await
            .expect("acts");
        assert_eq!(outcome, Outcome::Done);
    }
    let late = companies::company(&house.market, &two, company, &care)
        .await
        .expect("acts");
    assert_eq!(late, Outcome::Missed);
    assert_eq!(house.rows("audit WHERE action = 'company_suspended'").await, 1);
}

async fn t31_each_role_does_its_own_and_nobody_does_anything_to_themselves(house: &House) {
    let chief = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    let company = anna.company_id.expect("a company");
    for role in StaffRole::ALL {
        let email = format!("a-{}@owner.example", role.word());
        let one = member(house, &email, role).await;
        let staff = one.staff();
        let looks = listing::people(&house.market, &staff, PeopleFilter::default()).await;
        assert_eq!(looks.is_ok(), role.may_look_up(), "{role:?}");
        let looks = listing::companies(&house.market, &staff, PeopleFilter::default()).await;
        assert_eq!(looks.is_ok(), role.may_look_up(), "{role:?}");
        let looks = sheets::person(&house.market, &staff, &one.who, &anna.number).await;
        assert_eq!(looks.is_ok(), role.may_look_up(), "{role:?}");
        if let Ok(sheet) = looks {
            assert_eq!(sheet.powers.may_care, role.may_care(), "{role:?}");
        }
        let looks = sheets::company(&house.market, &staff, &one.who, company).await;
        assert_eq!(looks.is_ok(), role.may_look_up(), "{role:?}");
        let looks = services::people::team::page(&house.market, &staff, &one.who).await;
        assert_eq!(looks.is_ok(), role.may_manage(), "{role:?}");
        let acting = one.acting(house).await;
        if !role.may_care() {
            for act in Act::ALL.into_iter().filter(|act| *act != Act::GiveRole) {
                let care = wanted(act, 0);
                let person = care::person(&house.market, &acting, &anna.number, &care).await;
                assert_eq!(refusal(person), Refusal::NotAllowed, "{role:?} {act:?}");
                let firm = companies::company(&house.market, &acting, company, &care).await;
                assert_eq!(refusal(firm), Refusal::NotAllowed, "{role:?} {act:?}");
                let waits = care::registration(&house.market, &acting, 1, &care).await;
                assert_eq!(refusal(waits), Refusal::NotAllowed, "{role:?} {act:?}");
            }
        }
        // The owner's people are the administrators' business, and nobody is their own.
        let (own, chiefs) = (one.number(), chief.number());
        for act in [Act::Suspend, Act::EndSessions, Act::Remove] {
            let care = wanted(act, 0);
            let myself = care::person(&house.market, &acting, own, &care).await;
            assert_eq!(refusal(myself), Refusal::NotAllowed, "{role:?} {act:?}");
            if role != StaffRole::Administrator {
                let other = care::person(&house.market, &acting, chiefs, &care).await;
                assert_eq!(refusal(other), Refusal::NotAllowed, "{role:?} {act:?}");
            }
        }
    }
    assert!(is_in(house, &chief.token).await);
    assert_eq!(house.rows("account WHERE state = 'suspended'").await, 0);
    let number = &anna.number;
    let late = chief.acting(house).await;
    house.wait(16 * MINUTE);
    let proof = proving::acting(&house.market, &chief.who, &caller(), "").await;
    assert_eq!(refusal(proof), Refusal::ProveFirst, "T36");
    let outcome = care::person(&house.market, &late, number, &wanted(Act::ForceCode, 0)).await;
    assert_eq!(outcome.expect("a proof is a proof"), Outcome::Done);
}

async fn the_owners_company_is_not_suspended(house: &House) {
    let desk = desk(house).await;
    let owner = house
        .person(AccountType::Supplier, "owner@owner.example", "Owner", true)
        .await;
    let id = owner.company_id.expect("a company");
    let acting = desk.acting(house).await;
    let answer = companies::company(&house.market, &acting, id, &wanted(Act::Suspend, 0)).await;
    assert_eq!(refusal(answer), Refusal::NotAllowed);
    for act in [Act::ForceCode, Act::EndSessions, Act::Remove] {
        let answer = companies::company(&house.market, &acting, id, &wanted(act, 0)).await;
        assert_eq!(refusal(answer), Refusal::NotFound, "{act:?}");
    }
}

async fn t25_ended_sessions_are_over_with_the_next_request(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    let mut tokens = Vec::new();
    for _ in 0..5 {
        tokens.push(house.sign_in(ANNA, "buyer").await.0);
    }
    does(house, &desk, &anna.number, Act::ForcePassword).await;
    let waits = half(try_sign_in(house, "buyer", ANNA, PASSWORD).await);
    does(house, &desk, &anna.number, Act::EndSessions).await;
    for token in &tokens {
        let presence = session::look(&house.market, token).await.expect("looks");
        assert!(matches!(presence, Presence::Nobody));
    }
    assert_eq!(
        refusal(step::open(&house.market, Some(&waits)).await),
        Refusal::StepOver
    );
}

async fn renews(house: &House, token: &Token, password: &str) -> Answer<Entered> {
    renewing::renew(
        &house.market,
        Some(token),
        &forms::new_password(password),
        &caller(),
        None,
    )
    .await
}

async fn r060_a_new_password_is_asked_for_before_anything_else(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    let (elsewhere, _) = house.sign_in(ANNA, "buyer").await;
    does(house, &desk, &anna.number, Act::ForcePassword).await;
    let before = house.rows("session").await;
    let token = half(try_sign_in(house, "buyer", ANNA, PASSWORD).await);
    assert_eq!(house.rows("session").await, before, "no session yet");
    assert_eq!(asked(house, &token).await, Step::NewPassword { least: 8 });
    // Nothing else leads past it.
    for shown in [
        Shown::Code("123456"),
        Shown::Mailed("12345678"),
        Shown::Backup("x"),
    ] {
        assert_eq!(refusal(shows(house, &token, shown).await), Refusal::StepOver);
    }
    assert_eq!(
        fault(renews(house, &token, "short").await, "password"),
        Violation::PasswordShort { min: 8 }
    );
    assert_eq!(
        fault(renews(house, &token, PASSWORD).await, "password"),
        Violation::PasswordSame
    );
    let entered = renews(house, &token, NEW).await.expect("enters");
    assert!(is_in(house, &entered.welcome.token).await);
    assert!(!is_in(house, &elsewhere).await, "all others are over");
    assert_eq!(
        refusal(renews(house, &token, "kaji!tsubo99ren").await),
        Refusal::StepOver,
        "once"
    );
    assert!(matches!(
        try_sign_in(house, "buyer", ANNA, NEW).await,
        Ok(Entry::Welcome(_))
    ));
    assert_eq!(
        refusal(try_sign_in(house, "buyer", ANNA, PASSWORD).await),
        Refusal::WrongCredentials
    );
    assert!(!sheet(house, &desk, &anna.number).await.force_password);
    assert_eq!(mails(house, "password_changed").await, 1, "M27");
}

async fn r060_a_new_password_by_mail_answers_too(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    does(house, &desk, &anna.number, Act::ForcePassword).await;
    let ask = domain::accounts::ForgotForm {
        email: ANNA.to_owned(),
    };
    services::accounts::recovery::ask(&house.market, &caller(), &ask)
        .await
        .expect("asks");
    services::jobs::run_due(&house.market).await.expect("runs");
    let letters = house.letters().await;
    let link = people::token(to(&letters, ANNA)[0]);
    services::accounts::recovery::set(&house.market, &link, &forms::new_password(NEW))
        .await
        .expect("sets");
    assert!(matches!(
        try_sign_in(house, "buyer", ANNA, NEW).await,
        Ok(Entry::Welcome(_))
    ));
}

async fn r061_a_code_by_mail_is_asked_for_once(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    does(house, &desk, &anna.number, Act::ForceCode).await;
    let wrong = try_sign_in(house, "buyer", ANNA, "Wrong-sesame-1").await;
    assert_eq!(refusal(wrong), Refusal::WrongCredentials);
    assert_eq!(
        mails(house, "sign_in_code").await,
        0,
        "nothing is mailed for a wrong password"
    );
    let token = half(try_sign_in(house, "buyer", ANNA, PASSWORD).await);
    let step = Step::Mailed {
        address: "a***@harbour.example".into(),
        again_in: 60,
    };
    assert_eq!(asked(house, &token).await, step);
    let code = mailed_code(house, ANNA).await;
    let spaced = format!("{} {}", &code[..4], &code[4..]);
    assert_eq!(
        refusal(shows(house, &token, Shown::Code(&code)).await),
        Refusal::StepOver
    );
    let entered = inside(shows(house, &token, Shown::Mailed(&spaced)).await);
    assert!(is_in(house, &entered.welcome.token).await);
    assert_eq!(
        refusal(shows(house, &token, Shown::Mailed(&code)).await),
        Refusal::StepOver,
        "once"
    );
    assert!(matches!(
        try_sign_in(house, "buyer", ANNA, PASSWORD).await,
        Ok(Entry::Welcome(_))
    ));
    // Taken back before it was used.
    does(house, &desk, &anna.number, Act::ForceCode).await;
    does(house, &desk, &anna.number, Act::SpareCode).await;
    assert!(matches!(
        try_sign_in(house, "buyer", ANNA, PASSWORD).await,
        Ok(Entry::Welcome(_))
    ));
}

async fn r061_a_code_has_ten_minutes_five_tries_and_can_be_sent_again(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    does(house, &desk, &anna.number, Act::ForceCode).await;
    let token = half(try_sign_in(house, "buyer", ANNA, PASSWORD).await);
    let first = mailed_code(house, ANNA).await;
    let early = step::mail_again(&house.market, Some(&token)).await;
    assert_eq!(refusal(early), Refusal::TooMany { seconds: 60 });
    house.wait(MINUTE);
    step::mail_again(&house.market, Some(&token))
        .await
        .expect("mails");
    let second = mailed_code(house, ANNA).await;
    assert_ne!(first, second);
    let old = shows(house, &token, Shown::Mailed(&first)).await;
    assert_eq!(fault(old, "mailed"), Violation::CodeWrong, "the newest counts");
    assert_eq!(
        fault(shows(house, &token, Shown::Mailed(" ")).await, "mailed"),
        Violation::Missing
    );
    house.wait(9 * MINUTE + Duration::from_secs(59));
    inside(shows(house, &token, Shown::Mailed(&second)).await);

    does(house, &desk, &anna.number, Act::ForceCode).await;
    let token = half(try_sign_in(house, "buyer", ANNA, PASSWORD).await);
    let code = mailed_code(house, ANNA).await;
    house.wait(10 * MINUTE);
    assert_eq!(
        refusal(shows(house, &token, Shown::Mailed(&code)).await),
        Refusal::StepOver,
        "too late"
    );

    let token = half(try_sign_in(house, "buyer", ANNA, PASSWORD).await);
    let code = mailed_code(house, ANNA).await;
    for _ in 0..5 {
        let wrong = if code == "00000000" {
            "00000001"
        } else {
            "00000000"
        };
        assert_eq!(
            fault(shows(house, &token, Shown::Mailed(wrong)).await, "mailed"),
            Violation::CodeWrong
        );
    }
    assert_eq!(
        refusal(shows(house, &token, Shown::Mailed(&code)).await),
        Refusal::TriesUsed
    );
    let again = half(try_sign_in(house, "buyer", ANNA, PASSWORD).await);
    let code = mailed_code(house, ANNA).await;
    let closed = refusal(shows(house, &again, Shown::Mailed(&code)).await);
    assert!(
        matches!(closed, Refusal::Locked { .. }),
        "the lane counts on: {closed:?}"
    );
}

/// The same house with codes for unusual sign-ins.
fn careful(house: &House) -> Market {
    Market {
        settings: Arc::new(MarketSettings {
            sign_in_codes: true,
            ..MarketSettings::clone(&house.market.settings)
        }),
        ..house.market.clone()
    }
}

async fn r061_a_new_browser_and_a_lock_out_are_asked_for_a_code(house: &House) {
    let market = careful(house);
    house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    let home = match sign_in_at(&market, "buyer", ANNA, PASSWORD, &caller()).await {
        Ok(Entry::Welcome(welcome)) => Caller {
            device: Some(welcome.device),
            ..caller()
        },
        other => panic!("the first browser is let in: {other:?}"),
    };
    let known = sign_in_at(&market, "buyer", ANNA, PASSWORD, &home).await;
    assert!(matches!(known, Ok(Entry::Welcome(_))), "a browser that is known");
    let token = half(sign_in_at(&market, "buyer", ANNA, PASSWORD, &caller()).await);
    assert!(matches!(asked(house, &token).await, Step::Mailed { .. }));
    let code = mailed_code(house, ANNA).await;
    let away = inside(step::enter(&market, Some(&token), Shown::Mailed(&code), &caller(), None).await);
    let away = Caller {
        device: Some(away.welcome.device),
        ..caller()
    };
    let known = sign_in_at(&market, "buyer", ANNA, PASSWORD, &away).await;
    assert!(
        matches!(known, Ok(Entry::Welcome(_))),
        "and from now on this one too"
    );
    for _ in 0..5 {
        let wrong = sign_in_at(&market, "buyer", ANNA, "Wrong-sesame-1", &home).await;
        assert_eq!(refusal(wrong), Refusal::WrongCredentials);
    }
    let shut = sign_in_at(&market, "buyer", ANNA, PASSWORD, &home).await;
    assert!(matches!(refusal(shut), Refusal::Locked { .. }));
    house.wait(10 * MINUTE);
    let token = half(sign_in_at(&market, "buyer", ANNA, PASSWORD, &home).await);
    assert!(
        matches!(asked(house, &token).await, Step::Mailed { .. }),
        "after a lock-out"
    );
    let known = sign_in_at(&market, "buyer", ANNA, PASSWORD, &home).await;
    assert!(matches!(known, Ok(Entry::Welcome(_))), "the lane is open again");
    // Whoever has a stronger factor is not asked for a weaker one.
    let one = member(house, DESK, StaffRole::Administrator).await;
    assert!(is_in(house, &one.token).await);
    let staff = half(sign_in_at(&market, "staff", DESK, PASSWORD, &caller()).await);
    let code = house.code(DESK).await;
    inside(step::enter(&market, Some(&staff), Shown::Code(&code), &caller(), None).await);
}

async fn r061_factor_code_and_password_come_in_this_order(house: &House) {
    let chief = desk(house).await;
    let mate = member(house, MATE, StaffRole::Screening).await;
    let number = mate.number().to_owned();
    does(house, &chief, &number, Act::ForceCode).await;
    does(house, &chief, &number, Act::ForcePassword).await;
    house.wait(MINUTE);
    let token = half(try_sign_in(house, "staff", MATE, PASSWORD).await);
    assert!(matches!(asked(house, &token).await, Step::Ask { app: true, .. }));
    assert_eq!(mails(house, "sign_in_code").await, 0, "not before the factor");
    assert_eq!(
        refusal(renews(house, &token, "kaji!tsubo88ren-9").await),
        Refusal::StepOver
    );
    assert_eq!(
        refusal(step::mail_again(&house.market, Some(&token)).await),
        Refusal::StepOver
    );
    let code = house.code(MATE).await;
    assert!(matches!(
        shows(house, &token, Shown::Code(&code)).await,
        Ok(Advance::Next)
    ));
    assert!(matches!(asked(house, &token).await, Step::Mailed { .. }));
    assert_eq!(
        refusal(renews(house, &token, "kaji!tsubo88ren-9").await),
        Refusal::StepOver
    );
    let code = mailed_code(house, MATE).await;
    assert!(matches!(
        shows(house, &token, Shown::Mailed(&code)).await,
        Ok(Advance::Next)
    ));
    assert_eq!(asked(house, &token).await, Step::NewPassword { least: 12 });
    let short = renews(house, &token, "kaji!tsub8").await;
    assert_eq!(fault(short, "password"), Violation::PasswordShort { min: 12 });
    let entered = renews(house, &token, "kaji!tsubo88ren-9").await.expect("enters");
    assert!(is_in(house, &entered.welcome.token).await);
}

async fn t13_no_code_is_in_the_database(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    does(house, &desk, &anna.number, Act::ForceCode).await;
    half(try_sign_in(house, "buyer", ANNA, PASSWORD).await);
    let code = mailed_code(house, ANNA).await;
    for (table, rows) in dump(house).await {
        assert!(
            rows.iter().all(|row| !row.contains(&code)),
            "{table} holds the code"
        );
    }
}

async fn t19_of_many_guesses_at_a_code_five_are_looked_at(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    does(house, &desk, &anna.number, Act::ForceCode).await;
    let token = half(try_sign_in(house, "buyer", ANNA, PASSWORD).await);
    let answers = join_all((0..40).map(|_| shows(house, &token, Shown::Mailed("00000000")))).await;
    let judged = answers
        .into_iter()
        .filter(|answer| matches!(answer, Err(services::error::Error::Refused(Refusal::Faults(_)))))
        .count();
    assert!(judged <= 5, "{judged} were looked at");
}

async fn an_unverified_address_gets_its_mail_again(house: &House) {
    let desk = desk(house).await;
    registers(house, "waits@example.com").await;
    let row = listed(house, &desk, "state=unverified").await.remove(0);
    let Whose::Registration(id) = row.who else {
        panic!("a registration")
    };
    let acting = desk.acting(house).await;
    let care = wanted(Act::MailAgain, 0);
    let twice = care::registration(&house.market, &acting, id, &care).await;
    assert_eq!(twice.expect("a moment after the first"), Outcome::Done);
    assert_eq!(mails(house, "verify_address").await, 1);
    house.wait(Duration::from_secs(30));
    let soon = care::registration(&house.market, &acting, id, &care).await;
    assert_eq!(refusal(soon), Refusal::TooMany { seconds: 60 });
    house.wait(MINUTE);
    care::registration(&house.market, &acting, id, &care)
        .await
        .expect("mails");
    assert_eq!(mails(house, "verify_address").await, 2);
    let shown = sheets::unverified(&house.market, &desk.staff(), &desk.who, id)
        .await
        .expect("shows");
    assert_eq!(
        (shown.address.as_str(), shown.company.as_str()),
        ("waits@example.com", "Waiting Ltd")
    );
    assert_eq!(shown.mailed_at, Some(house.market.now()));
    assert_eq!(house.rows("audit WHERE action = 'proof_mailed'").await, 1);
    let missing = care::registration(&house.market, &acting, 4711, &care).await;
    assert_eq!(refusal(missing), Refusal::NotFound);
    let letters = house.letters().await;
    assert_eq!(to(&letters, "waits@example.com").len(), 2);
}

async fn r054_whoever_speaks_for_no_company_changes_the_own_name(house: &House) {
    house.person(AccountType::Supplier, BEN, "Isartal", false).await;
    let before = house.rows("company WHERE name = 'Isartal'").await;
    for role in ["stock", "quotations"] {
        house.run(&format!("UPDATE membership SET role = '{role}'")).await;
        let (token, who) = house.sign_in(BEN, "supplier").await;
        let form = SideForm {
            profile: ProfileForm {
                name: format!("Ben {role}"),
                phone_country: "DE".into(),
                phone: "089-5550-0102".into(),
                ..ProfileForm::default()
            },
            agreed: None,
        };
        own::update(&house.market, &who, &form).await.expect("updates");
        let again = people::who(house, &token).await.expect("is in");
        assert_eq!(again.visitor.name, format!("Ben {role}"));
        assert_eq!(again.visitor.phone_country, "DE");
        let answer = own::update(&house.market, &who, &forms::agreed(forms::profile("Mine"))).await;
        assert_eq!(
            refusal(answer),
            Refusal::NotAllowed,
            "{role} speaks for no company"
        );
        let empty = own::update(&house.market, &who, &SideForm::default()).await;
        assert_eq!(fault(empty, "profile.name"), Violation::Missing);
    }
    assert_eq!(house.rows("company WHERE name = 'Isartal'").await, before);
    house.run("UPDATE membership SET role = 'administrator'").await;
}

async fn t39_nothing_is_left_of_a_suspended_company_that_is_gone(house: &House) {
    let desk = desk(house).await;
    let anna = house
        .person(AccountType::Buyer, ANNA, "Zanzibar Trading", false)
        .await;
    let id = anna.company_id.expect("a company");
    does_company(house, &desk, id, Act::Suspend).await;
    does_company(house, &desk, id, Act::Restore).await;
    does(house, &desk, &anna.number, Act::ForceCode).await;
    does(house, &desk, &anna.number, Act::SpareCode).await;
    house.letters().await;
    let (_, who) = house.sign_in(ANNA, "buyer").await;
    services::accounts::leaving::leave(&house.market, &who, PASSWORD)
        .await
        .expect("leaves");
    house.letters().await;
    for (table, rows) in dump(house).await {
        let mentions = |row: &String| {
            let row = row.to_lowercase();
            row.contains("zanzibar") || row.contains("anna@") || row.contains("three buyers")
        };
        assert!(
            !rows.iter().any(mentions),
            "{table} tells of somebody who is gone"
        );
    }
    let filter = PeopleFilter::of_query("text=zanzibar");
    let page = listing::companies(&house.market, &desk.staff(), filter)
        .await
        .expect("lists");
    assert_eq!(page.total, 0);
}
