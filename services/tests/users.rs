//! The users of a company: invited, come, given roles, removed (R050–R054, Z40).

#[path = "support/house.rs"]
mod house;
#[path = "support/people.rs"]
mod people;

use std::sync::Arc;
use std::time::Duration;

use domain::accounts::users::{InvitationForm, InviteForm, Invited, JoinForm, UserForm, UserList};
use domain::accounts::{AccountType, Role};
use domain::language::Language;
use domain::quotations::{LineForm, RequestForm};
use domain::refusal::Refusal;
use domain::violations::Violation;
use house::{House, PASSWORD, caller, forms};
use people::{dump, fault, is_in, mails, refusal, secrets_in, sign_in_with, to, token, who};
use services::accounts::leaving;
use services::accounts::session::{SessionToken, SignedIn};
use services::accounts::users::{self, changing, inviting, joining};
use services::error::{Answer, Error};
use services::inventory::import;
use services::{jobs, quotations, upkeep};

on_both!(
    r051_somebody_is_invited_comes_and_is_in_the_list,
    r054_only_administrators_see_how_users_stand_and_change_them,
    r054_an_invitation_is_mailed_again_and_taken_back,
    r054_each_role_does_what_its_name_says_and_no_more,
    t03_whoever_has_an_account_is_not_told_to_the_inviter,
    t04_a_foreign_number_is_answered_like_no_number,
    t13_what_the_database_holds_lets_nobody_in,
    t14_an_invitation_used_at_once_makes_one_account,
    t15_looking_at_an_invitation_does_not_use_it,
    t16_an_invitation_lives_three_days_and_the_newest_counts,
    t20_one_reader_gets_three_mails_a_day_and_a_company_invites_thirty,
    t21_the_password_is_asked_for_after_five_minutes,
    t25_another_role_holds_with_the_next_request,
    t25_who_is_removed_is_out_with_the_next_request,
    z19_nobody_is_invited_while_an_application_is_screened,
    z20_an_invitation_outlives_no_account_that_comes_otherwise,
    z40_the_administration_is_passed_on,
    z40_two_administrators_who_demote_each_other_at_once_leave_one,
    z40_two_administrators_who_leave_at_once_leave_one,
    z6_stock_and_requests_stay_with_the_company,
);

const CHIEF: &str = "chief@midori.example";
const JIRO: &str = "jiro@midori.example";
const JIROS: &str = "tsuki!hashi31no";
const SECOND: Duration = Duration::from_secs(1);
const THREE_DAYS: Duration = Duration::from_secs(3 * 24 * 3_600);
const LONG_AGO: Duration = Duration::from_secs(301);

/// The administrator of a supplier, signed in.
async fn chief(house: &House) -> (SessionToken, SignedIn) {
    house
        .person(AccountType::Supplier, CHIEF, "Midori Electronics", false)
        .await;
    house.sign_in(CHIEF, "supplier").await
}

fn invite_form(email: &str, role: &str) -> InviteForm {
    InviteForm {
        email: email.to_owned(),
        name: "佐藤 次郎".to_owned(),
        role: role.to_owned(),
        language: "ja".to_owned(),
        password: PASSWORD.to_owned(),
    }
}

async fn invite(house: &House, by: &SignedIn, email: &str, role: &str) -> Answer<()> {
    inviting::invite(&house.market, by, &invite_form(email, role)).await
}

/// Invites, and answers the token of the mail.
async fn invited(house: &House, by: &SignedIn, email: &str, role: &str) -> String {
    invite(house, by, email, role).await.expect("invites");
    newest(house, email).await
}

async fn newest(house: &House, email: &str) -> String {
    let letters = house.letters().await;
    let letter = to(&letters, email);
    assert_eq!(letter.len(), 1, "one letter to {email}");
    assert_eq!(letter[0].kind, "invitation");
    token(letter[0])
}

fn join_form() -> JoinForm {
    JoinForm {
        name: "佐藤 次郎".to_owned(),
        furigana: String::new(),
        phone_country: "JP".to_owned(),
        phone: "03-5550-0105".to_owned(),
        password: JIROS.to_owned(),
        password_again: JIROS.to_owned(),
        agreed: Some("1".to_owned()),
    }
}

async fn join(house: &House, token: &str) -> Answer<AccountType> {
    joining::join(&house.market, &caller(), token, &join_form()).await
}

/// Jiro, come as a user with a role, and signed in.
async fn jiro(house: &House, by: &SignedIn, role: &str) -> (SessionToken, SignedIn) {
    let token = invited(house, by, JIRO, role).await;
    join(house, &token).await.expect("comes");
    jiro_in(house).await
}

async fn jiro_in(house: &House) -> (SessionToken, SignedIn) {
    let welcome = sign_in_with(house, "supplier", JIRO, JIROS)
        .await
        .expect("signs in");
    let here = who(house, &welcome.token).await.expect("is in");
    (welcome.token, here)
}

async fn list(house: &House, by: &SignedIn) -> UserList {
    users::list(&house.market, by).await.expect("lists")
}

async fn waiting(house: &House, by: &SignedIn) -> Vec<Invited> {
    list(house, by).await.invitations
}

fn chosen(invited: &Invited) -> InvitationForm {
    InvitationForm {
        invitation: invited.id.to_string(),
        password: PASSWORD.to_owned(),
    }
}

fn about(user: &SignedIn, role: &str) -> UserForm {
    UserForm {
        number: user.visitor.number.clone(),
        role: role.to_owned(),
        password: PASSWORD.to_owned(),
    }
}

async fn ask(house: &House, who: &SignedIn) -> Answer<quotations::receipt::Received> {
    let line = LineForm {
        remarks: "by Friday".to_owned(),
        ..forms::line("MAX708")
    };
    let form = RequestForm {
        company: "Midori Electronics".to_owned(),
        ..forms::request(JIRO, vec![line])
    };
    quotations::receive(&house.market, Some(who), Language::Ja, form).await
}

async fn r051_somebody_is_invited_comes_and_is_in_the_list(house: &House) {
    let (_, chief) = chief(house).await;
    let token = invited(house, &chief, JIRO, "stock").await;
    let here = waiting(house, &chief).await;
    assert_eq!((here.len(), here[0].address.as_str()), (1, JIRO));
    let until = house.market.now() + 3 * 24 * 3_600_000;
    assert_eq!((here[0].role, here[0].until), (Role::Stock, Some(until)));
    let joining = joining::look(&house.market, &token).await.expect("looks");
    assert_eq!(joining.company, "Midori Electronics");
    assert_eq!(joining.account_type, AccountType::Supplier);
    assert_eq!(
        (joining.address.as_str(), joining.name.as_str()),
        (JIRO, "佐藤 次郎")
    );
    let empty = joining::join(&house.market, &caller(), &token, &JoinForm::default()).await;
    assert_eq!(fault(empty, "agreed"), Violation::NotTicked);
    let own = JoinForm {
        password: "midori-1".to_owned(),
        password_again: "midori-1".to_owned(),
        ..join_form()
    };
    let own = joining::join(&house.market, &caller(), &token, &own).await;
    assert_eq!(fault(own, "password"), Violation::PasswordOwnData);
    assert_eq!(join(house, &token).await.expect("comes"), AccountType::Supplier);
    assert!(
        sign_in_with(house, "buyer", JIRO, JIROS).await.is_err(),
        "the company's type and no other"
    );
    house.wait(SECOND);
    let (_, jiro) = jiro_in(house).await;
    assert_eq!(jiro.visitor.company, "Midori Electronics");
    let after = list(house, &chief).await;
    assert!(after.invitations.is_empty() && after.administers);
    let names: Vec<_> = after
        .users
        .iter()
        .map(|user| (user.email.as_str(), user.role))
        .collect();
    assert_eq!(names, [(CHIEF, Role::Administrator), (JIRO, Role::Stock)]);
    assert_eq!(after.users[1].seen, Some(house.market.now()));
    assert_eq!(house.rows("agreement").await, 2, "terms and privacy policy");
    assert_eq!(refusal(join(house, &token).await), Refusal::LinkUsed);
}

async fn r054_only_administrators_see_how_users_stand_and_change_them(house: &House) {
    let (_, chief) = chief(house).await;
    for role in ["member", "stock", "quotations"] {
        let (session, jiro) = jiro(house, &chief, role).await;
        invite(house, &chief, "other@midori.example", "member")
            .await
            .expect("invites");
        house.letters().await;
        let seen = list(house, &jiro).await;
        assert_eq!((seen.users.len(), seen.invitations.len()), (2, 0), "{role}");
        assert!(!seen.administers && seen.users.iter().all(|user| user.seen.is_none()));
        let waits = waiting(house, &chief).await;
        let refused = [
            invite(house, &jiro, "friend@midori.example", "administrator").await,
            inviting::resend(&house.market, &jiro, &chosen(&waits[0])).await,
            inviting::revoke(&house.market, &jiro, &chosen(&waits[0])).await,
            changing::give_role(&house.market, &jiro, &about(&jiro, "administrator")).await,
            changing::remove(&house.market, &jiro, &about(&chief, "")).await,
            users::one(&house.market, &jiro, &chief.visitor.number)
                .await
                .map(drop),
        ];
        for answer in refused {
            assert_eq!(refusal(answer), Refusal::NotAllowed, "{role}");
        }
        inviting::revoke(&house.market, &chief, &chosen(&waits[0]))
            .await
            .expect("revokes");
        changing::remove(&house.market, &chief, &about(&jiro, ""))
            .await
            .expect("removes");
        assert!(!is_in(house, &session).await);
        house.letters().await;
        house.wait(Duration::from_secs(24 * 3_600));
    }
}

async fn r054_an_invitation_is_mailed_again_and_taken_back(house: &House) {
    let (_, chief) = chief(house).await;
    let first = invited(house, &chief, JIRO, "member").await;
    let waits = waiting(house, &chief).await;
    inviting::resend(&house.market, &chief, &chosen(&waits[0]))
        .await
        .expect("mails again");
    let second = newest(house, JIRO).await;
    assert_eq!(
        refusal(joining::look(&house.market, &first).await),
        Refusal::LinkDead
    );
    assert!(joining::look(&house.market, &second).await.is_ok());
    inviting::revoke(&house.market, &chief, &chosen(&waits[0]))
        .await
        .expect("takes back");
    assert_eq!(
        refusal(joining::look(&house.market, &second).await),
        Refusal::LinkDead
    );
    assert_eq!(refusal(join(house, &second).await), Refusal::LinkDead);
    assert!(waiting(house, &chief).await.is_empty());
    let again = inviting::revoke(&house.market, &chief, &chosen(&waits[0])).await;
    assert_eq!(refusal(again), Refusal::NotFound);
    let of_invitations = dump(house)
        .await
        .into_iter()
        .filter(|(table, _)| table == "invitation" || table == "outbox");
    for (table, rows) in of_invitations {
        assert!(
            rows.iter().all(|row| !row.contains(JIRO)),
            "{table} forgets whom it was"
        );
    }
    // The invitation is not for ever gone: the same address may be invited anew.
    let third = invited(house, &chief, JIRO, "quotations").await;
    assert_eq!(
        joining::look(&house.market, &third).await.expect("looks").role,
        Role::Quotations
    );
    house.wait(THREE_DAYS);
    assert_eq!(waiting(house, &chief).await[0].until, None);
    house.wait(Duration::from_secs(28 * 24 * 3_600));
    upkeep::arrange(&house.market).await.expect("arranges");
    jobs::run_due(&house.market).await.expect("runs");
    let (_, chief) = house.sign_in(CHIEF, "supplier").await;
    assert!(waiting(house, &chief).await.is_empty());
}

async fn r054_each_role_does_what_its_name_says_and_no_more(house: &House) {
    let (_, chief) = chief(house).await;
    let (session, jiro) = jiro(house, &chief, "member").await;
    for (role, sells, buys) in [
        ("member", true, true),
        ("stock", true, false),
        ("quotations", false, true),
        ("administrator", true, true),
    ] {
        changing::give_role(&house.market, &chief, &about(&jiro, role))
            .await
            .expect("changes");
        let now = who(house, &session).await.expect("stays in");
        assert_eq!(now.supplier().is_some(), sells, "{role}");
        assert_eq!(ask(house, &now).await.is_ok(), buys, "{role}");
        let opened = quotations::open(&house.market, Some(&now), &[], None).await;
        assert_eq!(opened.is_ok(), buys, "{role}: nobody fills in a form for nothing");
        let named = domain::accounts::Email::parse(JIRO).expect("an address");
        let named = services::accounts::supplier_named(&house.market, &named).await;
        assert_eq!(named.is_ok(), sells, "{role}, at the command line");
        if let Some(supplier) = now.supplier() {
            let csv = format!("{}\n", house::HEADINGS);
            let received = import::receive(&house.market, &supplier, "stock.csv", csv.as_bytes(), true).await;
            assert!(received.is_ok(), "{role}");
        }
    }
}

async fn t03_whoever_has_an_account_is_not_told_to_the_inviter(house: &House) {
    const JANE: &str = "jane@harbour.example";
    house.person(AccountType::Buyer, JANE, "Harbour", false).await;
    let (_, chief) = chief(house).await;
    invite(house, &chief, JANE, "member")
        .await
        .expect("the same answer");
    invite(house, &chief, JIRO, "member")
        .await
        .expect("the same answer");
    let waits = waiting(house, &chief).await;
    assert_eq!(waits.len(), 2);
    assert_eq!((waits[0].role, waits[0].until), (waits[1].role, waits[1].until));
    for table in ["invitation", "link"] {
        let rows = house.rows(table).await;
        assert_eq!(rows, 2, "{table}");
    }
    let letters = house.letters().await;
    assert_eq!(to(&letters, JANE)[0].kind, "invited_member");
    assert_eq!(to(&letters, JIRO)[0].kind, "invitation");
    for letter in &letters {
        assert!(
            !letter.text.contains("Midori") && !letter.text.contains("佐藤"),
            "nothing that was typed goes to strangers (T20)"
        );
    }
    // However often it is tried, they hear of it once a day.
    inviting::resend(&house.market, &chief, &chosen(&waits[1]))
        .await
        .expect("the same answer");
    assert_eq!(house.letters().await.len(), 0);
    // A colleague's address stands in the list anyway.
    assert_eq!(
        fault(invite(house, &chief, CHIEF, "member").await, "email"),
        Violation::AddressTaken
    );
}

async fn t04_a_foreign_number_is_answered_like_no_number(house: &House) {
    let (_, chief) = chief(house).await;
    let stranger = house
        .person(AccountType::Supplier, "s2@example.com", "Other", false)
        .await;
    let (_, other) = house.sign_in("s2@example.com", "supplier").await;
    invite(house, &other, "theirs@example.com", "member")
        .await
        .expect("invites");
    let theirs = waiting(house, &other).await.remove(0);
    for number in [stranger.number.as_str(), "000000000", "", "' OR 1=1"] {
        let form = UserForm {
            number: number.to_owned(),
            role: "member".to_owned(),
            ..UserForm::default()
        };
        let answers = [
            changing::give_role(&house.market, &chief, &form).await,
            changing::remove(&house.market, &chief, &form).await,
            users::one(&house.market, &chief, number).await.map(drop),
        ];
        for answer in answers {
            assert_eq!(refusal(answer), Refusal::NotFound, "{number:?}");
        }
    }
    for id in [theirs.id.to_string(), "999999".to_owned(), "x".to_owned()] {
        let form = InvitationForm {
            invitation: id.clone(),
            password: String::new(),
        };
        let answers = [
            inviting::resend(&house.market, &chief, &form).await,
            inviting::revoke(&house.market, &chief, &form).await,
        ];
        for answer in answers {
            assert_eq!(refusal(answer), Refusal::NotFound, "{id}");
        }
    }
    assert_eq!(
        list(house, &chief).await.users.len(),
        1,
        "nobody else's users are listed"
    );
    assert!(waiting(house, &chief).await.is_empty());
    assert_eq!(waiting(house, &other).await.len(), 1);
}

async fn t13_what_the_database_holds_lets_nobody_in(house: &House) {
    let (_, chief) = chief(house).await;
    let token = invited(house, &chief, JIRO, "member").await;
    let dumped = dump(house).await;
    let texts = dumped
        .iter()
        .flat_map(|(_, rows)| rows.iter().map(String::as_str));
    let found = secrets_in(texts);
    assert!(!found.is_empty() && !found.contains(&token));
    for secret in found {
        assert_eq!(
            refusal(joining::look(&house.market, &secret).await),
            Refusal::LinkDead
        );
    }
    assert!(joining::look(&house.market, &token).await.is_ok());
}

async fn t14_an_invitation_used_at_once_makes_one_account(house: &House) {
    let (_, chief) = chief(house).await;
    let token = invited(house, &chief, JIRO, "member").await;
    let market = Arc::new(house.market.clone());
    let tries: Vec<_> = (0..8)
        .map(|_| {
            let (market, token) = (Arc::clone(&market), token.clone());
            tokio::spawn(async move { joining::join(&market, &caller(), &token, &join_form()).await })
        })
        .collect();
    let mut came = 0;
    for answer in tries {
        match answer.await.expect("does not panic") {
            Ok(_) => came += 1,
            Err(Error::Refused(refusal)) => {
                assert!(
                    matches!(refusal, Refusal::LinkUsed | Refusal::LinkDead),
                    "{refusal:?}"
                );
            }
            Err(error) => panic!("{error:?}"),
        }
    }
    assert_eq!(came, 1);
    assert_eq!(list(house, &chief).await.users.len(), 2);
}

async fn t15_looking_at_an_invitation_does_not_use_it(house: &House) {
    let (_, chief) = chief(house).await;
    let token = invited(house, &chief, JIRO, "member").await;
    for _ in 0..20 {
        joining::look(&house.market, &token).await.expect("looks");
    }
    join(house, &token).await.expect("comes");
}

async fn t16_an_invitation_lives_three_days_and_the_newest_counts(house: &House) {
    let (_, chief) = chief(house).await;
    let token = invited(house, &chief, JIRO, "member").await;
    house.wait(THREE_DAYS - SECOND);
    assert!(joining::look(&house.market, &token).await.is_ok());
    house.wait(SECOND);
    assert_eq!(
        refusal(joining::look(&house.market, &token).await),
        Refusal::LinkExpired
    );
    assert_eq!(refusal(join(house, &token).await), Refusal::LinkExpired);
    let (_, chief) = house.sign_in(CHIEF, "supplier").await;
    let newer = invited(house, &chief, JIRO, "stock").await;
    assert_eq!(waiting(house, &chief).await.len(), 1, "invited anew, not twice");
    assert_eq!(
        refusal(joining::look(&house.market, &token).await),
        Refusal::LinkDead
    );
    // With the company the invitation goes, too.
    leaving::leave(&house.market, &chief, PASSWORD)
        .await
        .expect("leaves");
    assert_eq!(
        refusal(joining::look(&house.market, &newer).await),
        Refusal::LinkDead
    );
    assert_eq!(refusal(join(house, &newer).await), Refusal::LinkDead);
    assert_eq!(house.rows("account").await, 0);
}

async fn t20_one_reader_gets_three_mails_a_day_and_a_company_invites_thirty(house: &House) {
    let (_, chief) = chief(house).await;
    for _ in 0..3 {
        invite(house, &chief, JIRO, "member").await.expect("invites");
    }
    let tired = invite(house, &chief, JIRO, "member").await;
    assert_eq!(refusal(tired), Refusal::TooMany { seconds: 86_400 });
    let waits = waiting(house, &chief).await;
    let again = inviting::resend(&house.market, &chief, &chosen(&waits[0])).await;
    assert_eq!(refusal(again), Refusal::TooMany { seconds: 86_400 });
    for stranger in 1..30 {
        let email = format!("stranger{stranger}@example.com");
        invite(house, &chief, &email, "member").await.expect("invites");
        // Taking one back gives no room for another.
        let waits = waiting(house, &chief).await;
        inviting::revoke(&house.market, &chief, &chosen(&waits[0]))
            .await
            .expect("revokes");
    }
    let many = invite(house, &chief, "stranger30@example.com", "member").await;
    assert_eq!(refusal(many), Refusal::TooMany { seconds: 86_400 });
    house.wait(Duration::from_secs(24 * 3_600));
    let (_, chief) = house.sign_in(CHIEF, "supplier").await;
    invite(house, &chief, "stranger30@example.com", "member")
        .await
        .expect("invites");
    invite(house, &chief, JIRO, "member").await.expect("invites");
}

async fn t21_the_password_is_asked_for_after_five_minutes(house: &House) {
    let (session, chief) = chief(house).await;
    let (_, jiro) = jiro(house, &chief, "member").await;
    invite(house, &chief, "other@midori.example", "member")
        .await
        .expect("invites");
    let waits = waiting(house, &chief).await;
    house.wait(LONG_AGO);
    let here = who(house, &session).await.expect("is in");
    assert!(list(house, &here).await.asks_password);
    let empty = InvitationForm {
        password: String::new(),
        ..chosen(&waits[0])
    };
    let unproved = |form: UserForm| UserForm {
        password: String::new(),
        ..form
    };
    let mut form = invite_form("third@midori.example", "member");
    form.password = String::new();
    let answers = [
        inviting::invite(&house.market, &here, &form).await,
        inviting::resend(&house.market, &here, &empty).await,
        inviting::revoke(&house.market, &here, &empty).await,
        changing::give_role(&house.market, &here, &unproved(about(&jiro, "stock"))).await,
        changing::remove(&house.market, &here, &unproved(about(&jiro, ""))).await,
    ];
    for answer in answers {
        assert_eq!(fault(answer, "password"), Violation::Missing);
    }
    form.password = "Wrong-guess-1".to_owned();
    let wrong = inviting::invite(&house.market, &here, &form).await;
    assert_eq!(fault(wrong, "password"), Violation::PasswordWrong);
    changing::give_role(&house.market, &here, &about(&jiro, "stock"))
        .await
        .expect("with the password");
    let here = who(house, &session).await.expect("is in");
    assert!(!list(house, &here).await.asks_password, "shown a moment ago");
}

async fn t25_another_role_holds_with_the_next_request(house: &House) {
    let (_, chief) = chief(house).await;
    let (session, before) = jiro(house, &chief, "administrator").await;
    assert!(before.administrator().is_some() && before.supplier().is_some());
    changing::give_role(&house.market, &chief, &about(&before, "quotations"))
        .await
        .expect("changes");
    let after = who(house, &session).await.expect("stays in");
    assert!(after.administrator().is_none() && after.supplier().is_none());
    // Nor does what an open tab was allowed a moment ago: the role is read again where it is used.
    let tab = invite(house, &before, "friend@midori.example", "administrator").await;
    assert_eq!(refusal(tab), Refusal::NotAllowed);
    let tab = changing::give_role(&house.market, &before, &about(&before, "administrator")).await;
    assert_eq!(refusal(tab), Refusal::NotAllowed);
    let tab = changing::remove(&house.market, &before, &about(&chief, "")).await;
    assert_eq!(refusal(tab), Refusal::NotAllowed);
}

async fn t25_who_is_removed_is_out_with_the_next_request(house: &House) {
    let (_, chief) = chief(house).await;
    let (session, jiro) = jiro(house, &chief, "administrator").await;
    changing::remove(&house.market, &chief, &about(&jiro, ""))
        .await
        .expect("removes");
    assert!(!is_in(house, &session).await);
    let tab = invite(house, &jiro, "friend@midori.example", "member").await;
    assert_eq!(refusal(tab), Refusal::NotAllowed);
    assert!(sign_in_with(house, "supplier", JIRO, JIROS).await.is_err());
    let letters = house.letters().await;
    let told = to(&letters, JIRO);
    assert_eq!((told.len(), told[0].kind.as_str()), (1, "removed_from_company"));
    assert!(told[0].text.contains("Midori Electronics"));
    for (table, rows) in dump(house).await {
        let left = rows
            .iter()
            .find(|row| row.contains(JIRO) || row.contains(&jiro.visitor.number));
        assert_eq!(left, None, "{table}: nothing is left (T39)");
    }
    // Oneself leaves by another way, and the address is free again.
    let oneself = changing::remove(&house.market, &chief, &about(&chief, "")).await;
    assert_eq!(refusal(oneself), Refusal::NotFound);
    let token = invited(house, &chief, JIRO, "member").await;
    join(house, &token).await.expect("comes back");
}

async fn z19_nobody_is_invited_while_an_application_is_screened(house: &House) {
    let (session, _) = chief(house).await;
    house.run("UPDATE company SET standing = 'rejected'").await;
    let chief = who(house, &session).await.expect("is in");
    assert_eq!(
        refusal(users::list(&house.market, &chief).await),
        Refusal::NotAllowed
    );
    assert_eq!(
        refusal(invite(house, &chief, JIRO, "member").await),
        Refusal::NotAllowed
    );
}

async fn z20_an_invitation_outlives_no_account_that_comes_otherwise(house: &House) {
    let (_, chief) = chief(house).await;
    let token = invited(house, &chief, JIRO, "member").await;
    house.person(AccountType::Buyer, JIRO, "His own", false).await;
    assert_eq!(refusal(join(house, &token).await), Refusal::LinkDead);
    assert_eq!(house.rows("account").await, 2);
    assert_eq!(mails(house, "invitation").await, 1);
}

async fn z40_the_administration_is_passed_on(house: &House) {
    let (session, chief) = chief(house).await;
    let (_, jiro) = jiro(house, &chief, "member").await;
    let only = users::one(&house.market, &chief, &chief.visitor.number)
        .await
        .expect("shows");
    assert!(only.only_administrator);
    let last = changing::give_role(&house.market, &chief, &about(&chief, "member")).await;
    assert_eq!(refusal(last), Refusal::PassOnFirst);
    changing::give_role(&house.market, &chief, &about(&jiro, "administrator"))
        .await
        .expect("makes one");
    let now = users::one(&house.market, &chief, &chief.visitor.number)
        .await
        .expect("shows");
    assert!(!now.only_administrator);
    changing::give_role(&house.market, &chief, &about(&chief, "member"))
        .await
        .expect("steps down");
    let after = who(house, &session).await.expect("stays in");
    assert!(after.administrator().is_none());
    let roles: Vec<_> = list(house, &jiro)
        .await
        .users
        .iter()
        .map(|user| user.role)
        .collect();
    assert_eq!(roles, [Role::Administrator, Role::Member]);
}

/// Two administrators of one company, and each round a fresh pair.
async fn two(house: &House, round: usize) -> (SignedIn, SignedIn) {
    let (first, second) = (
        format!("a{round}@midori.example"),
        format!("b{round}@midori.example"),
    );
    house.person(AccountType::Supplier, &first, "Midori", false).await;
    let (_, one) = house.sign_in(&first, "supplier").await;
    let token = invited(house, &one, &second, "administrator").await;
    join(house, &token).await.expect("comes");
    let welcome = sign_in_with(house, "supplier", &second, JIROS)
        .await
        .expect("signs in");
    (one, who(house, &welcome.token).await.expect("is in"))
}

async fn z40_two_administrators_who_demote_each_other_at_once_leave_one(house: &House) {
    for round in 0..6 {
        let (one, other) = two(house, round).await;
        let (market, same) = (house.market.clone(), house.market.clone());
        let (mine, theirs) = (about(&other, "member"), about(&one, "stock"));
        let first = tokio::spawn(async move { changing::give_role(&market, &one, &mine).await });
        let second = tokio::spawn(async move { changing::give_role(&same, &other, &theirs).await });
        let answers = [first.await.expect("no panic"), second.await.expect("no panic")];
        let done = answers.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(done, 1, "{answers:?}");
        for answer in answers {
            if answer.is_err() {
                assert_eq!(refusal(answer), Refusal::NotAllowed);
            }
        }
    }
    let left = "SELECT COUNT(*) FROM membership WHERE role = 'administrator'";
    assert_eq!(house.number(left).await, 6, "one in each company");
}

async fn z40_two_administrators_who_leave_at_once_leave_one(house: &House) {
    for round in 0..4 {
        let (one, other) = two(house, round).await;
        invite(house, &one, "third@midori.example", "member")
            .await
            .expect("invites");
        let token = newest(house, "third@midori.example").await;
        join(house, &token).await.expect("comes");
        let (market, same) = (house.market.clone(), house.market.clone());
        let first = tokio::spawn(async move { leaving::leave(&market, &one, PASSWORD).await });
        let second = tokio::spawn(async move { leaving::leave(&same, &other, JIROS).await });
        let answers = [first.await.expect("no panic"), second.await.expect("no panic")];
        let left = answers.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(left, 1, "{answers:?}");
        for answer in answers {
            if answer.is_err() {
                assert_eq!(refusal(answer), Refusal::PassOnFirst);
            }
        }
        // Make room for the same address in the next round.
        house.run("DELETE FROM account WHERE id IN (SELECT account_id FROM account_email WHERE canonical = 'third@midori.example')").await;
        house.letters().await;
        house.wait(Duration::from_secs(24 * 3_600));
    }
}

async fn z6_stock_and_requests_stay_with_the_company(house: &House) {
    let (_, chief) = chief(house).await;
    let (_, jiro) = jiro(house, &chief, "member").await;
    let supplier = jiro.supplier().expect("sells");
    house.stock(&supplier, &["TC74HC4050AFTEL", "TC74HC00AF"]).await;
    house.letters().await;
    ask(house, &jiro).await.expect("asks");
    changing::remove(&house.market, &chief, &about(&jiro, ""))
        .await
        .expect("removes");
    assert_eq!(house.rows("lot WHERE deleted_at IS NULL").await, 2);
    let of_chief = format!(
        "SELECT COUNT(*) FROM quotation_request r JOIN account a ON a.id = r.account_id WHERE a.number = '{}' AND r.email = '{CHIEF}' AND r.company = 'Midori Electronics'",
        chief.visitor.number
    );
    assert_eq!(house.number(&of_chief).await, 1);
    assert_eq!(
        house.rows("quotation_line WHERE remarks = 'by Friday'").await,
        1,
        "what was asked for stays"
    );
    // The owner's mail had not left yet: it names whom to answer now.
    let letters = house.letters().await;
    let told = to(&letters, "desk@owner.example");
    assert_eq!(told.len(), 1);
    assert!(
        told[0].text.contains(CHIEF) && !told[0].text.contains(JIRO),
        "{}",
        told[0].text
    );
    assert_eq!(to(&letters, JIRO).len(), 1, "M34 and no copy of the request");
}
