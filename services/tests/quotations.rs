//! Requests for quotation, from the form to the two mails.

use crate::support::house::{HEADINGS, House, forms};
use crate::support::people::{JANE, faults};
use domain::accounts::AccountType;
use domain::language::Language;
use domain::quotations::views::ReceiptLine;
use domain::quotations::{LineForm, RequestForm};
use domain::refusal::Refusal;
use domain::violations::Violation;
use services::accounts::session::SignedIn;
use services::error::Error;
use services::quotations;
use services::quotations::receipt::Received;

on_both!(
    a_visitor_asks_and_both_sides_are_told,
    who_is_signed_in_finds_the_form_filled,
    t37_twenty_sendings_make_one_request,
    the_same_form_with_other_contents_is_refused,
    nobody_requests_their_own_lot,
    a_lot_that_is_gone_is_named_at_its_line,
    a_receipt_is_found_by_its_key_alone,
    a_receipt_shows_each_line_as_it_was_asked_for,
    a_maker_nobody_knows_is_not_asked_for,
    t33_the_requester_never_learns_the_supplier,
    faults_leave_nothing_behind,
);

fn line(model: &str, lot: Option<i64>) -> LineForm {
    LineForm {
        lot: lot.map(|lot| lot.to_string()).unwrap_or_default(),
        ..forms::line(model)
    }
}

fn form(lines: Vec<LineForm>) -> RequestForm {
    forms::request(JANE, lines)
}

async fn send(house: &House, who: Option<&SignedIn>, form: RequestForm) -> Result<Received, Error> {
    quotations::receive(&house.market, who, Language::En, form).await
}

/// The numbers of all lots that a search for a model finds.
async fn lots(house: &House, model: &str) -> Vec<i64> {
    let page = services::search::find(&house.market, None, &format!("q={model}"))
        .await
        .expect("searches");
    match page.outcome {
        domain::search::results::Outcome::Searched(results) => {
            results.rows.iter().map(|row| row.lot).collect()
        }
        domain::search::results::Outcome::NotSearched(reason) => panic!("{reason}"),
    }
}

async fn a_visitor_asks_and_both_sides_are_told(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    house.stock(&supplier, &["TC74HC4050AFTEL"]).await;
    house.letters().await;
    let lot = lots(house, "TC74HC").await[0];
    let received = send(
        house,
        None,
        form(vec![line("TC74HC4050AFTEL", Some(lot)), line("RARE-1", None)]),
    )
    .await
    .expect("received");
    let letters = house.letters().await;
    let to: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    assert!(
        to.contains(&"desk@owner.example") && to.contains(&"jane@harbour.example"),
        "{to:?}"
    );
    let number = received.number.to_string();
    assert!(
        letters
            .iter()
            .all(|letter| letter.text.contains(&number) || letter.subject.contains(&number))
    );
    let owner = letters
        .iter()
        .find(|letter| letter.to == "desk@owner.example")
        .expect("the owner's mail");
    assert!(owner.text.contains("Company of s1") && owner.text.contains("jane@harbour.example"));
}

async fn who_is_signed_in_finds_the_form_filled(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    house.stock(&supplier, &["AB-1", "AB-2"]).await;
    house
        .person(
            AccountType::Buyer,
            "jane@harbour.example",
            "Harbour Trading",
            false,
        )
        .await;
    let (_, who) = house.sign_in("jane@harbour.example", "buyer").await;
    let wanted = lots(house, "AB").await;
    let open = quotations::open(&house.market, Some(&who), &wanted, None)
        .await
        .expect("opens");
    assert_eq!(open.form.email, "jane@harbour.example");
    assert_eq!(open.form.company, "Harbour Trading");
    assert_eq!(open.form.lines.len(), 2);
    assert_eq!(
        open.stock
            .iter()
            .flatten()
            .map(|note| note.quantity)
            .collect::<Vec<_>>(),
        [10, 10]
    );
    let empty = quotations::open(&house.market, None, &[], Some("RARE-1"))
        .await
        .expect("opens");
    assert_eq!(empty.form.lines[0].model, "RARE-1");
    assert!(empty.form.email.is_empty());
}

async fn t37_twenty_sendings_make_one_request(house: &House) {
    let form = form(vec![line("RARE-1", None)]);
    let sendings = (0..20).map(|_| {
        let (market, form) = (house.market.clone(), form.clone());
        tokio::spawn(async move { quotations::receive(&market, None, Language::En, form).await })
    });
    let mut numbers = std::collections::BTreeSet::new();
    for sending in sendings.collect::<Vec<_>>() {
        let received = sending.await.expect("does not panic").expect("received");
        numbers.insert((received.number.0, received.key));
    }
    assert_eq!(numbers.len(), 1);
    assert_eq!(house.letters().await.len(), 2, "one set of mails");
}

async fn the_same_form_with_other_contents_is_refused(house: &House) {
    let first = form(vec![line("RARE-1", None)]);
    send(house, None, first.clone()).await.expect("received");
    let other = RequestForm {
        lines: vec![line("RARE-2", None)],
        ..first
    };
    assert_eq!(
        faults(send(house, None, other).await).at("submission"),
        Some(&Violation::SentBefore)
    );
}

async fn nobody_requests_their_own_lot(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    house.stock(&supplier, &["AB-1"]).await;
    let lot = lots(house, "AB1").await[0];
    let (_, who) = house.sign_in("s1@example.com", "supplier").await;
    let own = form(vec![line("RARE-1", None), line("AB-1", Some(lot))]);
    assert_eq!(
        faults(send(house, Some(&who), own).await).at("lines.1.lot"),
        Some(&Violation::OwnLot)
    );
    let open = quotations::open(&house.market, Some(&who), &[lot], None)
        .await
        .expect("opens");
    assert!(
        open.form.lines.iter().all(|line| line.lot.is_empty()),
        "one's own lot is not offered"
    );
}

async fn a_lot_that_is_gone_is_named_at_its_line(house: &House) {
    let gone = form(vec![LineForm::default(), line("AB-1", Some(987_654))]);
    assert_eq!(
        faults(send(house, None, gone).await).at("lines.1.lot"),
        Some(&Violation::LotGone)
    );
}

/// "Unknown" is what a stock list says of a maker; as a wish it would be nonsense.
async fn a_maker_nobody_knows_is_not_asked_for(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let rows = "Unknown,IC,NOBODY-1,10,Reel,ROHS,2020,Japan,\nUNKNOWN,IC,NOBODY-2,10,Reel,ROHS,2020,Japan,\nUnknown Devices,IC,NOBODY-3,10,Reel,ROHS,2020,Japan,";
    house.import(&supplier, &format!("{HEADINGS}\n{rows}\n")).await;
    let mut lots = lots(house, "NOBODY").await;
    lots.sort_unstable();
    let open = quotations::open(&house.market, None, &lots, None)
        .await
        .expect("opens");
    let makers: Vec<&str> = open
        .form
        .lines
        .iter()
        .map(|line| line.manufacturer.as_str())
        .collect();
    assert_eq!(makers, ["", "", "Unknown Devices"]);
}

async fn a_receipt_is_found_by_its_key_alone(house: &House) {
    let received = send(house, None, form(vec![line("RARE-1", None)]))
        .await
        .expect("received");
    let receipt = quotations::receipt(&house.market, &received.key.to_string())
        .await
        .expect("found");
    assert_eq!(receipt.number, received.number.to_string());
    assert_eq!(receipt.sent_to, "j***@harbour.example");
    for wrong in ["", "1", "RQ-000001", &uuid::Uuid::new_v4().to_string()] {
        let answer = quotations::receipt(&house.market, wrong).await;
        assert!(
            matches!(answer, Err(Error::Refused(Refusal::NotFound))),
            "{wrong}"
        );
    }
}

async fn a_receipt_shows_each_line_as_it_was_asked_for(house: &House) {
    let asked = LineForm {
        manufacturer: "Onsemi".to_owned(),
        dc: "2023+".to_owned(),
        packing: "Reel".to_owned(),
        target_price: "0.1250".to_owned(),
        currency: "USD".to_owned(),
        due: "2027-01-31".to_owned(),
        remarks: "Samples first.\nThen the rest.".to_owned(),
        ..line("RARE-1", None)
    };
    let received = send(house, None, form(vec![asked, line("RARE-2", None)]))
        .await
        .expect("received");
    let receipt = quotations::receipt(&house.market, &received.key.to_string())
        .await
        .expect("found");
    let bare = ReceiptLine {
        model: "RARE-2".to_owned(),
        manufacturer: String::new(),
        quantity: 100,
        dc: String::new(),
        packing: String::new(),
        target_price: None,
        due: None,
        remarks: String::new(),
        in_stock: false,
    };
    let full = ReceiptLine {
        model: "RARE-1".to_owned(),
        manufacturer: "Onsemi".to_owned(),
        dc: "2023+".to_owned(),
        packing: "Reel".to_owned(),
        target_price: Some("USD 0.125".to_owned()),
        due: Some("2027-01-31".to_owned()),
        remarks: "Samples first.\nThen the rest.".to_owned(),
        ..bare.clone()
    };
    assert_eq!(receipt.lines, [full, bare]);
}

async fn t33_the_requester_never_learns_the_supplier(house: &House) {
    house
        .person(
            AccountType::Supplier,
            "hidden@canary.example",
            "Canary Components",
            false,
        )
        .await;
    let supplier = house.proof("hidden@canary.example").await;
    house.stock(&supplier, &["AB-1"]).await;
    house.letters().await;
    let lot = lots(house, "AB1").await[0];
    let page = services::search::find(&house.market, None, "q=AB")
        .await
        .expect("searches");
    let open = quotations::open(&house.market, None, &[lot], None)
        .await
        .expect("opens");
    let received = send(house, None, form(vec![line("AB-1", Some(lot))]))
        .await
        .expect("received");
    let receipt = quotations::receipt(&house.market, &received.key.to_string())
        .await
        .expect("found");
    let seen = serde_json::to_string(&(page, open, receipt)).expect("serialises");
    let copy = house
        .letters()
        .await
        .into_iter()
        .find(|letter| letter.to == "jane@harbour.example")
        .expect("the copy");
    for text in [&seen, &copy.text, &copy.html, &copy.subject] {
        assert!(!text.to_lowercase().contains("canary"), "{text}");
    }
}

async fn faults_leave_nothing_behind(house: &House) {
    let wrong = RequestForm {
        email: "jane@harbour,example".to_owned(),
        ..form(vec![line("漢字", None)])
    };
    let faults = faults(send(house, None, wrong).await);
    assert_eq!(faults.at("email"), Some(&Violation::EmailComma));
    assert!(faults.at("lines.0.model").is_some());
    assert!(house.letters().await.is_empty());
}
