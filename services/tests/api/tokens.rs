//! Tokens: made by whoever may edit the stock, shown once, good until they run out, are revoked, or their person goes.

use domain::accounts::{AccountType, ForgotForm};
use domain::api::tokens::{MOST, Scope, TokenForm};
use domain::refusal::Refusal;
use domain::violations::Violation;
use secrecy::ExposeSecret;
use services::accounts::takeout;
use services::api::stock::{self as lots, Wanted};
use services::api::tokens::{self, Made};
use services::{jobs, upkeep};

use super::{ALL, AYA, EVE, form, look, placed, system, token};
use crate::support::house::{DAY, House, MINUTE, PASSWORD, caller};
use crate::support::people::{dump_with_bytes, fault, refusal, secrets_in};

on_both!(
    t23_no_table_holds_what_opens_the_door,
    t21_making_one_asks_for_the_password_and_revoking_does_not,
    one_form_makes_one_token_however_often_it_is_sent,
    t25_a_token_is_worth_what_its_person_is_worth_today,
    a_token_runs_out_and_is_forgotten,
    a_token_does_what_its_scopes_say,
    only_those_who_edit_stock_have_tokens_and_only_so_many,
    t17_a_password_by_mail_revokes_all_tokens,
    the_own_data_tell_of_tokens_and_not_the_tokens,
    t39_nothing_is_left_of_a_token_whose_person_is_gone,
);

async fn t23_no_table_holds_what_opens_the_door(house: &House) {
    let (who, _) = system(house, AYA).await;
    let made = token(house, &who, &ALL).await;
    assert!(made.starts_with("rs_") && made.len() == 46);
    let dump = dump_with_bytes(house).await;
    assert!(!dump.contains(&made[8..]));
    for secret in secrets_in([dump.as_str()]) {
        if let Some(found) = services::api::bearer::Secret::of_text(&format!("rs_{secret}")) {
            let bearer = services::api::bearer::find(&house.market, &found)
                .await
                .expect("looks");
            assert_eq!(bearer, None, "{secret}");
        }
    }
    let list = tokens::list(&house.market, &who).await.expect("lists");
    assert_eq!(list.tokens.len(), 2);
    assert_eq!(list.tokens[0].starts, made[..8]);
    assert_eq!(house.rows("audit WHERE action = 'token_made'").await, 2);
}

async fn t21_making_one_asks_for_the_password_and_revoking_does_not(house: &House) {
    let (who, _) = system(house, AYA).await;
    house.wait(6 * MINUTE);
    let make = async |password: &str| {
        let mut form = form("Shop", &ALL);
        form.password = password.to_owned();
        tokens::make(&house.market, &who, &caller(), &form).await
    };
    assert_eq!(fault(make("").await, "password"), Violation::Missing);
    assert_eq!(
        fault(make("wrong-1!").await, "password"),
        Violation::PasswordWrong
    );
    let list = tokens::list(&house.market, &who).await.expect("lists");
    assert!(list.asks_password && list.tokens.len() == 1);
    assert!(matches!(make(PASSWORD).await, Ok(Made::Token(_))));
    for _ in 0..2 {
        let id = &list.tokens[0].id;
        tokens::revoke(&house.market, &who, &caller(), id)
            .await
            .expect("revokes");
    }
    assert_eq!(house.rows("audit WHERE action = 'token_revoked'").await, 1);
    assert_eq!(house.rows("api_token").await, 1);
    let odd = tokens::revoke(&house.market, &who, &caller(), "7").await;
    assert_eq!(refusal(odd), Refusal::NotFound);
}

async fn one_form_makes_one_token_however_often_it_is_sent(house: &House) {
    let (who, _) = system(house, AYA).await;
    let mut form = form("Shop", &ALL);
    form.submission = uuid::Uuid::new_v4().to_string();
    let make = async || {
        tokens::make(&house.market, &who, &caller(), &form)
            .await
            .expect("an answer")
    };
    let (one, other) = tokio::join!(make(), make());
    let (Made::Token(one), Made::Token(other)) = (one, other) else {
        panic!("two clicks are two answers with a token")
    };
    let tokens = async || tokens::list(&house.market, &who).await.expect("lists").tokens;
    assert_eq!(tokens().await.len(), 2, "the system's own, and one of the form");
    assert_eq!(house.rows("audit WHERE action = 'token_made'").await, 2);
    let mut good = Vec::new();
    for secret in [&one, &other] {
        good.push(look(&house.market, secret.expose_secret()).await.is_some());
    }
    good.sort_unstable();
    assert_eq!(good, [false, true], "the one that is shown last");
    // It is in use now: nobody takes it away with a form that was sent before.
    assert!(matches!(make().await, Made::Before));
    assert_eq!(tokens().await.len(), 2);
    // Changed, it is another form, whatever its number is; and so is that of somebody else.
    let changed = TokenForm {
        name: "Office".to_owned(),
        ..form.clone()
    };
    let made = tokens::make(&house.market, &who, &caller(), &changed).await;
    assert!(matches!(made, Ok(Made::Token(_))), "{made:?}");
    let (stranger, _) = system(house, EVE).await;
    let made = tokens::make(&house.market, &stranger, &caller(), &form).await;
    assert!(matches!(made, Ok(Made::Token(_))), "{made:?}");
    assert_eq!(tokens().await.len(), 3);
}

async fn t25_a_token_is_worth_what_its_person_is_worth_today(house: &House) {
    let (who, _) = system(house, AYA).await;
    let made = token(house, &who, &ALL).await;
    for (taken, given) in [
        (
            "UPDATE membership SET role = 'quotations'",
            "UPDATE membership SET role = 'administrator'",
        ),
        (
            "UPDATE account SET state = 'suspended', suspended_at = 1",
            "UPDATE account SET state = 'active', suspended_at = NULL",
        ),
        (
            "UPDATE company SET suspended_at = 1",
            "UPDATE company SET suspended_at = NULL",
        ),
        (
            "UPDATE company SET trade_type = 'buyer'",
            "UPDATE company SET trade_type = 'supplier'",
        ),
        (
            "UPDATE company SET standing = 'screening'",
            "UPDATE company SET standing = 'active'",
        ),
    ] {
        let bearer = look(&house.market, &made).await.expect("is good");
        house.run(taken).await;
        assert_eq!(look(&house.market, &made).await, None, "{taken}");
        // Also a call that was let in a moment ago writes nothing.
        let late = super::put(house, &bearer, &[super::new("A1", 1)], Default::default()).await;
        assert_eq!(late, services::api::Outcome::Gone, "{taken}");
        house.run(given).await;
    }
    let bearer = look(&house.market, &made).await.expect("is good again");
    let list = tokens::list(&house.market, &who).await.expect("lists");
    let id = &list.tokens[0].id;
    // Another company's administrator revokes nothing here.
    let (eve, _) = system(house, EVE).await;
    tokens::revoke(&house.market, &eve, &caller(), id)
        .await
        .expect("answers");
    assert!(look(&house.market, &made).await.is_some());
    tokens::revoke(&house.market, &who, &caller(), id)
        .await
        .expect("revokes");
    assert_eq!(look(&house.market, &made).await, None);
    let late = super::put(house, &bearer, &[super::new("A1", 1)], Default::default()).await;
    assert_eq!(late, services::api::Outcome::Gone);
    assert_eq!(house.rows("lot").await, 0);
}

async fn a_token_runs_out_and_is_forgotten(house: &House) {
    let (who, _) = system(house, AYA).await;
    let made = token(house, &who, &["stock:read"]).await;
    let used = async || {
        let list = tokens::list(&house.market, &who).await.expect("lists");
        list.tokens[0].used_at
    };
    assert_eq!(used().await, None);
    assert!(look(&house.market, &made).await.is_some());
    let first = used().await.expect("is noted");
    house.wait(9 * MINUTE);
    assert!(look(&house.market, &made).await.is_some());
    assert_eq!(used().await, Some(first), "coarsely");
    house.wait(MINUTE);
    assert!(look(&house.market, &made).await.is_some());
    assert_ne!(used().await, Some(first));
    house.wait(30 * DAY);
    assert_eq!(look(&house.market, &made).await, None);
    assert!(tokens::list(&house.market, &who).await.expect("lists").tokens[0].is_over);
    house.wait(31 * DAY);
    upkeep::arrange(&house.market).await.expect("arranges");
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(house.rows("api_token").await, 0);
}

async fn a_token_does_what_its_scopes_say(house: &House) {
    let (who, _) = system(house, AYA).await;
    let made = token(house, &who, &["stock:read"]).await;
    let reader = look(&house.market, &made).await.expect("is good");
    assert!(reader.may(Scope::Read) && !reader.may(Scope::Write) && !reader.may(Scope::Import));
    let wanted = Wanted {
        limit: 10,
        ..Wanted::default()
    };
    assert!(lots::list(&house.market, &reader, &wanted).await.is_ok());
    let written = lots::put(
        &house.market,
        &reader,
        None,
        &[super::new("A1", 1)],
        Default::default(),
    )
    .await;
    assert_eq!(refusal(written), Refusal::NotAllowed);
    let deleted = lots::delete(&house.market, &reader, None, &[]).await;
    assert_eq!(refusal(deleted), Refusal::NotAllowed);
}

async fn only_those_who_edit_stock_have_tokens_and_only_so_many(house: &House) {
    house.person(AccountType::Buyer, EVE, "Harbour", false).await;
    let (_, buyer) = house.sign_in(EVE, "buyer").await;
    assert_eq!(
        refusal(tokens::list(&house.market, &buyer).await),
        Refusal::NotAllowed
    );
    let made = tokens::make(&house.market, &buyer, &caller(), &form("x", &ALL)).await;
    assert_eq!(refusal(made), Refusal::NotAllowed);
    let (who, _) = system(house, AYA).await;
    for _ in 1..MOST {
        token(house, &who, &["stock:read"]).await;
    }
    assert!(tokens::list(&house.market, &who).await.expect("lists").is_full);
    let one_more = tokens::make(&house.market, &who, &caller(), &form("x", &ALL)).await;
    assert!(matches!(one_more, Ok(Made::Full)));
    assert_eq!(house.rows("api_token").await, MOST as i64);
}

async fn t17_a_password_by_mail_revokes_all_tokens(house: &House) {
    use services::accounts::recovery;
    let (who, _) = system(house, AYA).await;
    let made = token(house, &who, &ALL).await;
    let form = ForgotForm {
        email: AYA.to_owned(),
    };
    recovery::ask(&house.market, &caller(), &form)
        .await
        .expect("asks");
    jobs::run_due(&house.market).await.expect("runs");
    let letters = house.letters().await;
    let reset = letters
        .iter()
        .find(|letter| letter.text.contains("/k/"))
        .expect("a link");
    let link = crate::support::people::token(reset);
    let form = crate::support::house::forms::new_password(crate::support::people::NEW);
    recovery::set(&house.market, &link, &form).await.expect("sets");
    assert_eq!(look(&house.market, &made).await, None);
    assert_eq!(house.rows("api_token").await, 0);
}

async fn the_own_data_tell_of_tokens_and_not_the_tokens(house: &House) {
    let (who, bearer) = system(house, AYA).await;
    let made = token(house, &who, &["stock:read", "stock:import"]).await;
    placed(house, &bearer, &[super::new("A1", 1)]).await;
    let home = takeout::take(&house.market, &who).await.expect("takes home");
    let text = serde_json::to_string(&home).expect("is JSON");
    assert!(text.contains("\"Warehouse\"") && text.contains("stock:import"));
    assert!(text.contains(&made[..8]) && !text.contains(&made[8..]));
}

async fn t39_nothing_is_left_of_a_token_whose_person_is_gone(house: &House) {
    let (who, bearer) = system(house, AYA).await;
    let form = super::form("Secret project Kumquat", &ALL);
    tokens::make(&house.market, &who, &caller(), &form)
        .await
        .expect("makes");
    placed(house, &bearer, &[super::named("bin-kumquat", "A1", 1)]).await;
    services::accounts::leaving::leave(&house.market, &who, PASSWORD)
        .await
        .expect("leaves");
    let dump = dump_with_bytes(house).await;
    assert!(!dump.contains("Kumquat") && !dump.contains("kumquat"), "{dump}");
    assert_eq!(house.rows("api_token").await, 0);
    assert_eq!(house.rows("lot_reference").await, 0);
}
