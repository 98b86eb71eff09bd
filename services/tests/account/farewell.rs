//! Leaving: with the password, without a trace, and not without an heir (R081, T39, Z6).

use std::time::Duration;

use domain::accounts::AccountType;
use domain::accounts::users::InviteForm;
use domain::accounts::views::Obstacle;
use domain::language::Language;
use domain::refusal::Refusal;
use domain::violations::Violation;
use services::accounts::session::{self, SignedIn};
use services::accounts::users::inviting;
use services::accounts::{leaving, own};
use services::error::Answer;
use services::inventory::export;
use services::quotations;

use crate::account::{S1, ask, buyer, found, line, seller};
use crate::support::house::{self, House, PASSWORD, caller, forms};
use crate::support::people::{JANE, dump_with_bytes, faults, refusal};

on_both!(
    r081_the_password_is_asked_for_and_guarded,
    r081_a_buyer_leaves_and_requests_stay_without_a_name,
    t39_a_deleted_account_leaves_no_trace,
    z6_the_only_administrator_passes_the_role_on_first,
    z6_who_leaves_does_not_touch_the_companys_stock,
    the_owners_people_cannot_leave_by_themselves,
);

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
    inviting::invite(&house.market, &who, &caller(), &invited)
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
    quotations::receive(
        &house.market,
        Some(&who),
        Language::En,
        forms::request(S1, vec![line("MAX708")]),
    )
    .await
    .expect("asks for the company");
    quotations::receive(
        &house.market,
        None,
        Language::En,
        forms::request(S1, vec![line("MAX809")]),
    )
    .await
    .expect("asks for nobody but themselves");
    let farewell = leaving::look(&house.market, &who).await.expect("looks");
    assert_eq!((farewell.obstacle, farewell.company.as_str()), (None, ""));
    assert_eq!((farewell.kept, farewell.requests), (1, 1));
    leaving_with(house, &who, PASSWORD).await.expect("leaves");
    let kept =
        format!("quotation_request WHERE account_id = {heir} AND email = 'mate@example.com' AND name <> '-'");
    assert_eq!(
        house.rows(&kept).await,
        1,
        "what was requested for the company goes on"
    );
    assert_eq!(
        house
            .rows("quotation_request WHERE account_id IS NULL AND name = '-'")
            .await,
        1
    );
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
