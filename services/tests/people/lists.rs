//! Lists and sheets: who is found by what, page by page, and what is shown of somebody.

use std::time::Duration;

use domain::accounts::AccountType;
use domain::people::views::{PersonRow, Whose};
use domain::people::{Act, PeopleFilter, State};
use domain::persons::PersonKind;
use domain::refusal::Refusal;
use services::accounts::session::{self, Presence};
use services::accounts::{own, registration};
use services::people::{Outcome, care, listing, sheets};

use crate::people::{ANNA, BEN, does, does_company, listed, sheet, try_sign_in, wanted};
use crate::support::house::{House, MINUTE, PASSWORD, caller, forms};
use crate::support::people::{NEW, mails, refusal, to};
use crate::support::staff::{DESK, Person, desk};

on_both!(
    people_are_found_by_number_address_name_and_company,
    people_are_filtered_by_state_and_side,
    individuals_and_corporations_are_found_and_shown_as_what_they_are,
    lists_go_on_where_they_stopped_whoever_comes_meanwhile,
    fifty_thousand_accounts_are_no_reason_to_wait,
    companies_are_found_with_what_they_have,
    a_person_and_a_company_are_shown_with_their_history,
    an_unverified_address_gets_its_mail_again,
);

async fn found(house: &House, desk: &Person, text: &str) -> Vec<String> {
    let query = format!("text={}", domain::places::percent(text));
    let rows = listed(house, desk, &query).await;
    rows.into_iter().map(|row| row.email).collect()
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
    assert_eq!(
        emails("state=unverified&text=%EF%BC%B7aiting%20ltd").await,
        ["waits@example.com"],
        "by the company, whatever its width"
    );
    assert_eq!(emails("state=unverified&text=nobody").await, [""; 0]);
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
