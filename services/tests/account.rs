//! One's own account: what it shows and changes, changing sides, taking everything home, and leaving without a trace.

#[path = "support/house.rs"]
mod house;
#[path = "support/people.rs"]
mod people;

use std::time::Duration;

use domain::accounts::profile::Reason;
use domain::accounts::users::InviteForm;
use domain::accounts::views::{Change, Document, Obstacle};
use domain::accounts::{AccountType, ProfileForm, SideForm};
use domain::language::Language;
use domain::quotations::LineForm;
use domain::refusal::Refusal;
use domain::violations::Violation;
use house::{House, PASSWORD, forms};
use people::{JANE, dump_with_bytes, faults, refusal};
use services::accounts::session::{self, SessionToken, SignedIn};
use services::accounts::users::inviting;
use services::accounts::{leaving, own, sides, takeout};
use services::error::Answer;
use services::inventory::export;
use services::screening::{self, Decision, State};
use services::{jobs, quotations, search};

on_both!(
    everything_about_an_account_is_shown,
    staff_see_what_there_is_about_them,
    an_update_keeps_the_rules_and_the_country,
    r054_who_may_speak_for_a_company_changes_it,
    z18_a_supplier_who_becomes_a_buyer_hides_the_stock_at_once,
    z18_another_process_sees_the_same,
    z18_hidden_stock_comes_back_with_the_approval,
    z18_hidden_stock_is_deleted_after_ninety_days,
    z18_stock_that_was_hidden_twice_is_kept_from_the_second_time_on,
    the_owners_company_stays_a_supplier,
    a_supplier_in_screening_has_no_proof_and_may_turn_back,
    z42_who_was_rejected_applies_again_with_the_stored_form,
    r081_the_password_is_asked_for_and_guarded,
    r081_a_buyer_leaves_and_requests_stay_without_a_name,
    t39_a_deleted_account_leaves_no_trace,
    z6_the_only_administrator_passes_the_role_on_first,
    z6_who_leaves_does_not_touch_the_companys_stock,
    the_owners_people_cannot_leave_by_themselves,
    the_takeout_holds_everything_and_no_secret,
);

const DAY: Duration = Duration::from_secs(24 * 3_600);
const S1: &str = "s1@example.com";

fn form() -> SideForm {
    forms::agreed(forms::profile("Harbour Trading"))
}

fn line(model: &str) -> LineForm {
    LineForm {
        remarks: "call me at home".to_owned(),
        ..forms::line(model)
    }
}

async fn buyer(house: &House) -> (SessionToken, SignedIn) {
    house
        .person(AccountType::Buyer, JANE, "Harbour Trading", false)
        .await;
    house.sign_in(JANE, "buyer").await
}

/// A supplier with two lots, signed in.
async fn seller(house: &House) -> (SessionToken, SignedIn) {
    let supplier = house.supplier(S1).await;
    house.stock(&supplier, &["TC74HC4050AFTEL", "TC74HC00AF"]).await;
    house.letters().await;
    house.sign_in(S1, "supplier").await
}

async fn found(house: &House, query: &str) -> usize {
    found_in(&house.market, query).await
}

async fn found_in(market: &services::market::Market, query: &str) -> usize {
    use domain::search::results::Outcome;
    let page = search::find(market, None, query).await.expect("searches");
    match page.outcome {
        Outcome::Searched(results) => {
            assert_eq!(
                results.rows.len(),
                results.total_lots as usize,
                "rows are what was counted"
            );
            results.rows.len()
        }
        Outcome::NotSearched(reason) => panic!("{reason:?}"),
    }
}

async fn lot_numbers(house: &House) -> Vec<i64> {
    house.numbers("SELECT id FROM lot ORDER BY id").await
}

async fn everything_about_an_account_is_shown(house: &House) {
    let (_, who) = buyer(house).await;
    own::update(&house.market, &who, &form()).await.expect("updates");
    let view = own::view(&house.market, &who).await.expect("shows");
    assert_eq!(view.number, who.visitor.number);
    assert_eq!(view.email, JANE);
    assert_eq!(view.profile, form().profile);
    assert_eq!((view.change, view.may_update), (Change::ToSupplier, true));
    assert_eq!((view.agreements.len(), view.application), (0, None));
    sides::to_supplier(&house.market, &who, &form())
        .await
        .expect("applies");
    let view = own::view(&house.market, &who).await.expect("shows");
    let documents: Vec<_> = view.agreements.iter().map(|agreed| agreed.document).collect();
    assert_eq!(documents, [Document::Terms, Document::Privacy]);
    assert_eq!(view.agreements[0].version, domain::legal::TERMS);
    assert_eq!(view.change, Change::Waiting);
    assert_eq!(
        view.application.map(|application| application.state),
        Some(State::Pending)
    );
}

async fn staff_see_what_there_is_about_them(house: &House) {
    house
        .person(AccountType::Staff, "desk@owner.example", "", false)
        .await;
    let (_, who) = house.sign_in("desk@owner.example", "staff").await;
    let view = own::view(&house.market, &who).await.expect("shows");
    assert_eq!(view.profile.name, "山田 太郎");
    assert_eq!(view.profile.company, "");
    assert_eq!((view.change, view.may_update), (Change::None, false));
    assert_eq!(
        refusal(own::update(&house.market, &who, &form()).await),
        Refusal::NotAllowed
    );
}

async fn an_update_keeps_the_rules_and_the_country(house: &House) {
    let (token, who) = buyer(house).await;
    let mut wrong = form();
    wrong.profile.postcode = "1".to_owned();
    wrong.profile.purpose = String::new();
    let found = faults(own::update(&house.market, &who, &wrong).await);
    assert_eq!(found.at("profile.postcode"), Some(&Violation::PostcodeJapan));
    assert_eq!(found.at("profile.purpose"), Some(&Violation::Missing));
    let mut elsewhere = form();
    elsewhere.profile.country = "US".to_owned();
    own::update(&house.market, &who, &elsewhere)
        .await
        .expect("updates");
    let view = own::view(&house.market, &who).await.expect("shows");
    assert_eq!(view.profile, form().profile, "the country is fixed (R035)");
    let again = session::find(&house.market, &token)
        .await
        .expect("looks")
        .expect("is in");
    assert_eq!(again.visitor.name, "Anna Quay");
}

async fn r054_who_may_speak_for_a_company_changes_it(house: &House) {
    let (_, who) = seller(house).await;
    house.run("UPDATE membership SET role = 'stock'").await;
    let view = own::view(&house.market, &who).await.expect("shows");
    assert_eq!((view.change, view.may_update), (Change::None, false));
    assert_eq!(
        refusal(own::update(&house.market, &who, &form()).await),
        Refusal::NotAllowed
    );
    assert_eq!(
        refusal(sides::to_buyer(&house.market, &who, &form()).await),
        Refusal::NotAllowed
    );
    assert_eq!(
        refusal(sides::to_supplier(&house.market, &who, &form()).await),
        Refusal::NotAllowed
    );
    assert_eq!(found(house, "q=TC74HC").await, 2);
    // A member may do all that an administrator may, but for the users (R054).
    house.run("UPDATE membership SET role = 'member'").await;
    let view = own::view(&house.market, &who).await.expect("shows");
    assert_eq!((view.change, view.may_update), (Change::ToBuyer, true));
    own::update(&house.market, &who, &form()).await.expect("updates");
    house.run("UPDATE membership SET role = 'administrator'").await;
}

async fn z18_a_supplier_who_becomes_a_buyer_hides_the_stock_at_once(house: &House) {
    let (token, who) = seller(house).await;
    assert_eq!(found(house, "q=TC74HC").await, 2);
    assert_eq!(sides::lots(&house.market, &who).await.expect("counts"), 2);
    let lots = lot_numbers(house).await;
    let mut untouched = form();
    untouched.agreed = None;
    let found_faults = faults(sides::to_buyer(&house.market, &who, &untouched).await);
    assert_eq!(found_faults.at("agreed"), Some(&Violation::NotTicked));
    sides::to_buyer(&house.market, &who, &form())
        .await
        .expect("changes");
    assert_eq!(found(house, "q=TC74HC").await, 0, "nobody finds it");
    assert_eq!(search::figures(&house.market).await.expect("counts").suppliers, 0);
    let line = LineForm {
        lot: lots[0].to_string(),
        ..forms::line("TC74HC4050AFTEL")
    };
    let refused = faults(ask(house, None, vec![line]).await);
    assert_eq!(
        refused.at("lines.0.lot"),
        Some(&Violation::LotGone),
        "nor asks for it"
    );
    let open = quotations::open(&house.market, None, &lots, None)
        .await
        .expect("opens");
    assert_eq!(open.form.lines[0].lot, "", "nor finds it in a form");
    let dead = session::find(&house.market, &token).await.expect("looks");
    assert!(dead.is_none(), "the session as a supplier is over");
    let (_, who) = house.sign_in(S1, "buyer").await;
    assert!(who.supplier().is_none());
    assert_eq!(
        refusal(sides::to_buyer(&house.market, &who, &form()).await),
        Refusal::NotAllowed
    );
}

async fn ask(
    house: &House,
    who: Option<&SignedIn>,
    lines: Vec<LineForm>,
) -> Answer<quotations::receipt::Received> {
    quotations::receive(&house.market, who, Language::En, forms::request(JANE, lines)).await
}

async fn z18_another_process_sees_the_same(house: &House) {
    let (_, who) = seller(house).await;
    let other = house.other_process().await;
    assert_eq!(found_in(&other, "q=TC74HC").await, 2);
    sides::to_buyer(&house.market, &who, &form())
        .await
        .expect("changes");
    assert_eq!(found_in(&other, "q=TC74HC").await, 0);
    let third = house.other_process().await;
    assert_eq!(found_in(&third, "q=TC74HC").await, 0, "nor one that starts now");
    apply_and_be_approved(house).await;
    assert_eq!(found_in(&other, "q=TC74HC").await, 2);
    assert_eq!(found_in(&third, "q=TC74HC").await, 2);
    for market in [other, third] {
        let report = services::verify::verify(&market).await.expect("verifies");
        assert_eq!(report.faults, Vec::<String>::new());
        market.db.clone().close().await.expect("closes");
    }
}

async fn apply_and_be_approved(house: &House) {
    let (_, who) = house.sign_in(S1, "buyer").await;
    sides::to_supplier(&house.market, &who, &form())
        .await
        .expect("applies");
    let waiting = screening::waiting(&house.market).await.expect("lists").remove(0);
    screening::decide(&house.market, waiting.id, waiting.version, &Decision::Approve)
        .await
        .expect("decides");
}

async fn z18_hidden_stock_comes_back_with_the_approval(house: &House) {
    let (_, who) = seller(house).await;
    sides::to_buyer(&house.market, &who, &form())
        .await
        .expect("changes");
    house.wait(DAY * 89);
    apply_and_be_approved(house).await;
    assert_eq!(found(house, "q=TC74HC").await, 2);
    house.wait(DAY * 2);
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(
        found(house, "q=TC74HC").await,
        2,
        "who sells again keeps the stock"
    );
}

async fn z18_hidden_stock_is_deleted_after_ninety_days(house: &House) {
    let (_, who) = seller(house).await;
    let other = house.other_process().await;
    assert_eq!(found_in(&other, "q=TC74HC").await, 2);
    sides::to_buyer(&house.market, &who, &form())
        .await
        .expect("changes");
    house.wait(DAY * 89);
    assert_eq!(jobs::run_due(&house.market).await.expect("runs"), 0, "not yet");
    assert_eq!(lot_numbers(house).await.len(), 2);
    house.wait(DAY);
    assert_eq!(jobs::run_due(&house.market).await.expect("runs"), 1);
    assert_eq!(lot_numbers(house).await.len(), 0);
    assert_eq!(house.numbers("SELECT id FROM import").await.len(), 0);
    apply_and_be_approved(house).await;
    assert_eq!(found(house, "q=TC74HC").await, 0, "it is gone for good");
    assert_eq!(
        found_in(&other, "q=TC74HC").await,
        0,
        "also where nobody looked meanwhile"
    );
    other.db.clone().close().await.expect("closes");
}

async fn z18_stock_that_was_hidden_twice_is_kept_from_the_second_time_on(house: &House) {
    let (_, who) = seller(house).await;
    sides::to_buyer(&house.market, &who, &form())
        .await
        .expect("changes");
    house.wait(DAY * 50);
    apply_and_be_approved(house).await;
    let (_, who) = house.sign_in(S1, "supplier").await;
    sides::to_buyer(&house.market, &who, &form())
        .await
        .expect("changes again");
    house.wait(DAY * 50);
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(lot_numbers(house).await.len(), 2, "fifty days are not ninety");
    house.wait(DAY * 40);
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(lot_numbers(house).await.len(), 0);
}

async fn the_owners_company_stays_a_supplier(house: &House) {
    house.person(AccountType::Supplier, S1, "Owner's own", true).await;
    let (_, who) = house.sign_in(S1, "supplier").await;
    let view = own::view(&house.market, &who).await.expect("shows");
    assert_eq!(view.change, Change::None);
    assert_eq!(
        refusal(sides::to_buyer(&house.market, &who, &form()).await),
        Refusal::NotAllowed
    );
}

async fn a_supplier_in_screening_has_no_proof_and_may_turn_back(house: &House) {
    buyer(house).await;
    // As a registration leaves it.
    house
        .run("UPDATE company SET trade_type = 'supplier', standing = 'rejected'")
        .await;
    let (_, who) = house.sign_in(JANE, "supplier").await;
    assert!(who.supplier().is_none());
    sides::to_supplier(&house.market, &who, &form())
        .await
        .expect("applies");
    let (_, who) = house.sign_in(JANE, "supplier").await;
    assert!(who.visitor.in_screening && who.supplier().is_none());
    sides::to_buyer(&house.market, &who, &form())
        .await
        .expect("turns back");
    assert!(
        screening::waiting(&house.market).await.expect("lists").is_empty(),
        "what is no longer wanted is not decided"
    );
}

async fn z42_who_was_rejected_applies_again_with_the_stored_form(house: &House) {
    let (_, who) = buyer(house).await;
    sides::to_supplier(&house.market, &who, &form())
        .await
        .expect("applies");
    let again = sides::to_supplier(&house.market, &who, &form()).await;
    assert_eq!(refusal(again), Refusal::NotAllowed, "one at a time");
    let waiting = screening::waiting(&house.market).await.expect("lists").remove(0);
    let reject = Decision::Reject(
        Reason::parse("The capital is missing a zero.")
            .expect("a reason")
            .into(),
    );
    screening::decide(&house.market, waiting.id, waiting.version, &reject)
        .await
        .expect("decides");
    let view = own::view(&house.market, &who).await.expect("shows");
    assert_eq!(view.change, Change::ToSupplier);
    let application = view.application.expect("an application");
    assert_eq!(application.state, State::Rejected);
    assert_eq!(application.reason, "The capital is missing a zero.");
    assert_eq!(application.form, form().profile);
    let revised = SideForm {
        profile: ProfileForm {
            capital: "60,000,000".to_owned(),
            ..application.form
        },
        agreed: Some("1".to_owned()),
    };
    sides::to_supplier(&house.market, &who, &revised)
        .await
        .expect("applies again");
}

async fn r081_the_password_is_asked_for_and_guarded(house: &House) {
    let (token, who) = buyer(house).await;
    let leave = |password: &'static str| leaving_with(house, &who, password);
    assert_eq!(faults(leave("").await).at("password"), Some(&Violation::Missing));
    for _ in 0..5 {
        assert_eq!(
            faults(leave("not-it-1").await).at("password"),
            Some(&Violation::PasswordWrong)
        );
    }
    assert!(matches!(refusal(leave(PASSWORD).await), Refusal::Locked { .. }));
    assert!(
        session::find(&house.market, &token)
            .await
            .expect("looks")
            .is_some(),
        "nothing is gone"
    );
    house.wait(Duration::from_secs(601));
    leave(PASSWORD).await.expect("leaves");
    assert!(
        session::find(&house.market, &token)
            .await
            .expect("looks")
            .is_none()
    );
}

async fn leaving_with(house: &House, who: &SignedIn, password: &str) -> Answer<()> {
    leaving::leave(&house.market, who, password).await
}

async fn r081_a_buyer_leaves_and_requests_stay_without_a_name(house: &House) {
    let (_, who) = buyer(house).await;
    ask(house, Some(&who), vec![line("TC74HC4050AFTEL")])
        .await
        .expect("asks");
    house.letters().await;
    ask(house, None, vec![line("MAX708")])
        .await
        .expect("asks without signing in");
    let farewell = leaving::look(&house.market, &who).await.expect("looks");
    assert_eq!(
        (
            farewell.addresses,
            farewell.requests,
            farewell.company.as_str(),
            farewell.lots
        ),
        (1, 2, "Harbour Trading", 0)
    );
    leaving_with(house, &who, PASSWORD).await.expect("leaves");
    let letters = house.letters().await;
    assert_eq!(letters.len(), 1, "what waited for them is cancelled; M30 is not");
    assert_eq!(letters[0].to, JANE);
    let stay = house
        .rows("quotation_request WHERE account_id IS NULL AND name = '-' AND email = '-' AND phone = ''");
    assert_eq!(stay.await, 2);
    assert_eq!(house.rows("quotation_line").await, 2);
    house.person(AccountType::Buyer, JANE, "Anew", false).await;
}

async fn t39_a_deleted_account_leaves_no_trace(house: &House) {
    const CANARY: &str = "canary@canary.example";
    let supplier = house.supplier(CANARY).await;
    house.supplier(S1).await;
    let (_, who) = house.sign_in(CANARY, "supplier").await;
    own::update(&house.market, &who, &forms::agreed(forms::canary()))
        .await
        .expect("updates");
    let csv = format!(
        "{}\nCanary maker,Canary product,CANARY-4711,10,Reel,ROHS,2020,Canary shelf,Canary remarks\n",
        house::HEADINGS
    );
    house.import(&supplier, &csv).await;
    quotations::receive(
        &house.market,
        Some(&who),
        Language::En,
        forms::canary_request(CANARY),
    )
    .await
    .expect("asks");
    let invited = InviteForm {
        email: "invited@canary.example".to_owned(),
        name: "Canary friend".to_owned(),
        role: "member".to_owned(),
        language: "en".to_owned(),
        password: String::new(),
    };
    inviting::invite(&house.market, &who, &invited)
        .await
        .expect("invites");
    let number = who.visitor.number.clone();
    let before = dump_with_bytes(house).await.to_lowercase();
    for trace in ["canary", "077-6543", number.as_str(), "776-5431", "1977-06-05"] {
        assert!(before.contains(trace), "the dump finds {trace}");
    }
    assert_eq!(found(house, "q=CANARY").await, 1);
    leaving_with(house, &who, PASSWORD).await.expect("leaves");
    assert_eq!(found(house, "q=CANARY").await, 0, "not in the search");
    let letters = house.letters().await;
    assert_eq!(letters.len(), 1, "M30");
    assert_eq!(letters[0].to, CANARY);
    let mut listing = Vec::new();
    let other = house.proof(S1).await;
    export::export(&house.market, &other, &mut listing)
        .await
        .expect("exports");
    assert!(
        !String::from_utf8_lossy(&listing)
            .to_lowercase()
            .contains("canary"),
        "not in exports"
    );
    let after = dump_with_bytes(house).await.to_lowercase();
    let after = after
        .lines()
        // The list of all models that were ever seen is the trade's, and names nobody.
        .filter(|line| !line.starts_with("model: "))
        .collect::<Vec<_>>()
        .join("\n");
    for trace in [
        "canary",
        "077-6543",
        number.as_str(),
        "776-5431",
        "77,654,321",
        "1977-06-05",
    ] {
        let at = after.find(trace).map(|at| {
            let from = after[..at].rfind('\n').unwrap_or(0);
            after[from..].chars().take(600).collect::<String>()
        });
        assert_eq!(at, None, "{trace} is left");
    }
}

async fn colleague(house: &House, role: &str) -> i64 {
    let opened = house
        .person(AccountType::Supplier, "mate@example.com", "Elsewhere", false)
        .await;
    let elsewhere = opened.company_id.expect("a company");
    let id = opened.account_id;
    let moves = format!(
        "UPDATE membership SET role = '{role}', company_id = (SELECT MIN(company_id) FROM membership) WHERE account_id = {id}"
    );
    house.run(&moves).await;
    house
        .run(&format!(
            "UPDATE company SET gone_at = 1, name = '-' WHERE id = {elsewhere}"
        ))
        .await;
    id
}

async fn z6_the_only_administrator_passes_the_role_on_first(house: &House) {
    let (_, who) = seller(house).await;
    colleague(house, "stock").await;
    let farewell = leaving::look(&house.market, &who).await.expect("looks");
    assert_eq!(farewell.obstacle, Some(Obstacle::PassOnFirst));
    assert_eq!(
        refusal(leaving_with(house, &who, PASSWORD).await),
        Refusal::PassOnFirst
    );
    assert_eq!(found(house, "q=TC74HC").await, 2);
}

async fn z6_who_leaves_does_not_touch_the_companys_stock(house: &House) {
    let (_, who) = seller(house).await;
    let heir = colleague(house, "administrator").await;
    let farewell = leaving::look(&house.market, &who).await.expect("looks");
    assert_eq!((farewell.obstacle, farewell.company.as_str()), (None, ""));
    leaving_with(house, &who, PASSWORD).await.expect("leaves");
    assert_eq!(found(house, "q=TC74HC").await, 2);
    assert_eq!(house.numbers("SELECT account_id FROM import").await, [heir]);
}

async fn the_owners_people_cannot_leave_by_themselves(house: &House) {
    house
        .person(AccountType::Staff, "desk@owner.example", "", false)
        .await;
    house.person(AccountType::Supplier, S1, "Owner's own", true).await;
    for (email, kind) in [("desk@owner.example", "staff"), (S1, "supplier")] {
        let (_, who) = house.sign_in(email, kind).await;
        let farewell = leaving::look(&house.market, &who).await.expect("looks");
        assert_eq!(farewell.obstacle, Some(Obstacle::Owners));
        assert_eq!(
            refusal(leaving_with(house, &who, PASSWORD).await),
            Refusal::NotAllowed
        );
    }
}

async fn the_takeout_holds_everything_and_no_secret(house: &House) {
    let (token, who) = buyer(house).await;
    let received = ask(house, Some(&who), vec![line("TC74HC4050AFTEL")])
        .await
        .expect("asks");
    sides::to_supplier(&house.market, &who, &form())
        .await
        .expect("applies");
    let takeout = takeout::take(&house.market, &who).await.expect("takes");
    let json = serde_json::to_value(&takeout).expect("is JSON");
    assert_eq!(json["account"]["number"], who.visitor.number);
    assert_eq!(json["profile"]["company"], "Harbour Trading");
    assert_eq!(json["addresses"][0]["address"], JANE);
    assert_eq!(json["sessions"][0]["account_type"], "buyer");
    assert_eq!(json["agreements"][0]["document"], "terms");
    assert_eq!(json["applications"][0]["state"], "pending");
    assert_eq!(json["requests"][0]["number"], received.number.to_string());
    assert_eq!(json["requests"][0]["lines"][0]["remarks"], "call me at home");
    let text = json.to_string();
    for secret in [
        token.cookie_value(),
        "argon2",
        "hash",
        &received.key.to_string(),
        &received.key.simple().to_string(),
    ] {
        assert!(!text.contains(secret), "{secret}");
    }
}
