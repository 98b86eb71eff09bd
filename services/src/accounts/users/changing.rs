//! Another role for a user, and removing one (R054, Z40). Both hold with the next request of whoever it is about (T25).
//!
//! A company that has users has an administrator: the only one keeps the role until somebody else has it. Whoever is
//! removed loses the account with it: nobody could sign in with it any more, and nobody's data are kept for nothing (Z6). The
//! address is free again. Stock and requests are the company's and stay: requests go on under the name of the administrator
//! who removed their sender.

use domain::accounts::Role;
use domain::accounts::users::UserForm;
use domain::audit::Action;
use domain::language::Language;
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::administered;
use super::logging::{Change, log};
use crate::accounts::caller::Caller;
use crate::accounts::leaving::parting::{self, Colleague, Kept};
use crate::accounts::session::SignedIn;
use crate::accounts::{mail_address, persons, proving};
use crate::entity::{account, company, membership};
use crate::error::Answer;
use crate::market::Market;
use crate::post::{self, Mail, Parcel, RemovedFromCompany};

/// Gives a user of one's company another role; oneself too, so that the administration is passed on.
///
/// # Errors
/// Violations at `role` and `password`; [`Refusal::PassOnFirst`] for the only administrator; [`Refusal::NotFound`] for
/// whoever is not of the company; [`Refusal::NotAllowed`] for whoever does not administer one.
pub async fn give_role(market: &Market, who: &SignedIn, caller: &Caller, form: &UserForm) -> Answer<()> {
    let role = form.check_role()?;
    who.administrator().ok_or(Refusal::NotAllowed)?;
    proving::show_unless_fresh(market, who, &form.password).await?;
    let tx = market.db.begin().await?;
    let company = administered(&tx, who).await?;
    let (member, _) = user(&tx, company.id, &form.number).await?;
    if role != Role::Administrator {
        keep_one(&tx, &member).await?;
    }
    membership::Entity::update_many()
        .col_expr(membership::Column::Role, Expr::value(role.word()))
        .filter(membership::Column::AccountId.eq(member.account_id))
        .filter(membership::Column::CompanyId.eq(company.id))
        .exec(&tx)
        .await?;
    let change = Change {
        what: Action::UserRoleGiven,
        company_id: company.id,
        account_id: Some(member.account_id),
        role: format!("{} -> {}", member.role, role.word()),
    };
    log(&tx, who, caller, market.now(), change).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes a user from one's company, and tells them (M34). Oneself is not removed but leaves (R081).
///
/// # Errors
/// A violation at `password`; [`Refusal::NotFound`] for oneself and for whoever is not of the company;
/// [`Refusal::NotAllowed`] for whoever does not administer one.
pub async fn remove(market: &Market, who: &SignedIn, caller: &Caller, form: &UserForm) -> Answer<()> {
    let administrator = who.administrator().ok_or(Refusal::NotAllowed)?;
    proving::show_unless_fresh(market, who, &form.password).await?;
    let now = market.now();
    let tx = market.db.begin().await?;
    let company = administered(&tx, who).await?;
    let (member, leaver) = user(&tx, company.id, &form.number).await?;
    if member.account_id == administrator.account_id {
        return Err(Refusal::NotFound.into());
    }
    let colleague = Colleague::of(&tx, administrator.account_id).await?;
    let_go(&tx, &company, &leaver, &colleague, now).await?;
    let change = Change {
        what: Action::UserRemoved,
        company_id: company.id,
        account_id: Some(leaver.id),
        role: member.role,
    };
    log(&tx, who, caller, now, change).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes all users of a company but one, and tells them.
pub(crate) async fn let_all_go(
    tx: &DatabaseTransaction,
    company: &company::Model,
    but: i64,
    now: i64,
) -> Answer<()> {
    let last = Colleague::of(tx, but).await?;
    let others: Vec<i64> = membership::Entity::find()
        .select_only()
        .column(membership::Column::AccountId)
        .filter(membership::Column::CompanyId.eq(company.id))
        .filter(membership::Column::AccountId.ne(but))
        .into_tuple()
        .all(tx)
        .await?;
    let leavers = account::Entity::find()
        .filter(account::Column::Id.is_in(others))
        .order_by_asc(account::Column::Id)
        .all(tx)
        .await?;
    for leaver in leavers {
        let_go(tx, company, &leaver, &last, now).await?;
    }
    Ok(())
}

async fn let_go(
    tx: &DatabaseTransaction,
    company: &company::Model,
    leaver: &account::Model,
    colleague: &Colleague,
    now: i64,
) -> Answer<()> {
    let recipient = mail_address(tx, leaver.id).await?;
    let stays = !persons::all(tx, leaver.id).await?.is_empty();
    if stays {
        parting::part_from_trade(tx, leaver, company.id, colleague).await?;
    } else {
        parting::part(tx, leaver, Some(company.id), Kept::Requests(colleague), now).await?;
    }
    if let Some(recipient) = recipient {
        let mail = Mail::RemovedFromCompany(RemovedFromCompany {
            number: leaver.number.clone(),
            company: company.name.clone(),
            account_stays: stays,
        });
        tell(tx, leaver, &mail, &recipient, now).await?;
    }
    Ok(())
}

/// One of a company's users.
async fn user(
    tx: &impl ConnectionTrait,
    company_id: i64,
    number: &str,
) -> Answer<(membership::Model, account::Model)> {
    let account = account::Entity::find()
        .filter(account::Column::Number.eq(number))
        .one(tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    let member = membership::Entity::find_by_id(account.id)
        .filter(membership::Column::CompanyId.eq(company_id))
        .one(tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    Ok((member, account))
}

/// Asks that somebody else administers the company. Its row is held, so nobody stops doing so meanwhile.
async fn keep_one(tx: &impl ConnectionTrait, member: &membership::Model) -> Answer<()> {
    let others = membership::Entity::find()
        .filter(membership::Column::CompanyId.eq(member.company_id))
        .filter(membership::Column::AccountId.ne(member.account_id))
        .filter(membership::Column::Role.eq(Role::Administrator.word()))
        .count(tx)
        .await?;
    if others > 0 {
        Ok(())
    } else {
        Err(Refusal::PassOnFirst.into())
    }
}

/// M34, perhaps to an address that is ours no longer; the post forgets it once it is sent.
async fn tell(
    tx: &DatabaseTransaction,
    leaver: &account::Model,
    mail: &Mail,
    recipient: &(String, Language),
    now: i64,
) -> Answer<()> {
    let parcel = Parcel {
        mail,
        recipient: &recipient.0,
        language: recipient.1,
        dedupe_key: format!("removed:{}:{now}", leaver.id),
        expires_at: None,
    };
    post::enqueue(tx, now, &parcel).await?;
    Ok(())
}
