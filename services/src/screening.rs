//! Screening: an application to become a supplier is recorded, looked at by the owner's people, and decided once.
//!
//! Who registers as a supplier can sign in meanwhile, but only to see how the application stands (Z19); a buyer who
//! applies stays a working buyer (R080). After a rejection the application can be revised and sent again (R039).

use domain::accounts::profile::Reason;
pub use domain::accounts::views::{Application, ApplicationState as State};
use domain::accounts::{AccountType, Profile, ProfileForm, SideForm};
use domain::refusal::Refusal;
use sea_orm::ActiveValue::NotSet;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, Set,
};

use crate::accounts::own::{self, with_country};
use crate::accounts::session::SignedIn;
use crate::accounts::{mail_address, profiles, sides};
use crate::clock;
use crate::entity::{account, application, company};
use crate::error::Answer;
use crate::inventory::whole;
use crate::market::Market;
use crate::post::{self, Mail, Parcel, ScreeningStarted, SupplierApproved, SupplierRejected};
use crate::proofs::Member;

/// What an application follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A registration as a supplier.
    Registration,
    /// A buyer who wants to sell.
    Change,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Change => "change",
        }
    }
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    Approve,
    /// With the reason that the applicant is told.
    Reject(Reason),
}

/// An application that waits, as the operator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    pub id: i64,
    pub company: String,
    pub name: String,
    pub email: String,
    pub created_at: i64,
    /// To be named when deciding: a form that was sent anew meanwhile is not decided unseen (T35).
    pub version: i32,
}

/// Records the application that comes with a supplier's registration.
pub(crate) async fn apply_at_registration(
    tx: &DatabaseTransaction,
    account: &account::Model,
    company_id: i64,
    profile: &Profile,
    now: i64,
) -> Answer<()> {
    company::Entity::update_many()
        .col_expr(company::Column::Standing, Expr::value("screening"))
        .filter(company::Column::Id.eq(company_id))
        .exec(tx)
        .await?;
    record(tx, account, company_id, Kind::Registration, profile, now).await
}

/// Applies to become a supplier, or applies again after a rejection; the fields are judged as a supplier's.
///
/// # Errors
/// Violations at their fields; [`Refusal::NotAllowed`] for a supplier in good standing, while one application waits, and
/// for whoever may not speak for the company.
pub(crate) async fn apply(market: &Market, who: &SignedIn, form: &SideForm) -> Answer<()> {
    let now = market.now();
    let tx = market.db.begin().await?;
    let own = own::rows(&tx, who).await?;
    let company = own.entrusted().ok_or(Refusal::NotAllowed)?;
    let company_id = company.id;
    let sells = company.trade_type == AccountType::Supplier.word();
    if (sells && company.standing != "rejected") || pending(&tx, company_id).await?.is_some() {
        return Err(Refusal::NotAllowed.into());
    }
    let form = with_country(form, company);
    let profile = form.check(AccountType::Supplier, clock::today(market.clock.as_ref()))?;
    profiles::store(&tx, own.account.id, company_id, &profile).await?;
    sides::agree(&tx, own.account.id, now).await?;
    let account = own::rows(&tx, who).await?.account;
    if sells {
        apply_at_registration(&tx, &account, company_id, &profile, now).await?;
    } else {
        record(&tx, &account, company_id, Kind::Change, &profile, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn record(
    tx: &DatabaseTransaction,
    account: &account::Model,
    company_id: i64,
    kind: Kind,
    profile: &Profile,
    now: i64,
) -> Answer<()> {
    let row = application::ActiveModel {
        id: NotSet,
        company_id: Set(company_id),
        account_id: Set(account.id),
        kind: Set(kind.word().to_owned()),
        state: Set("pending".to_owned()),
        version: Set(1),
        profile: Set(serde_json::to_string(&profile.form())?),
        reason: Set(String::new()),
        created_at: Set(now),
        decided_at: Set(None),
    };
    let row = row.insert(tx).await?;
    let mail = Mail::ScreeningStarted(ScreeningStarted {
        name: account.name.clone(),
        number: account.number.clone(),
        buys_meanwhile: kind == Kind::Change,
    });
    tell(
        tx,
        account.id,
        &mail,
        format!("application:{}:started", row.id),
        now,
    )
    .await
}

async fn tell(
    tx: &DatabaseTransaction,
    account_id: i64,
    mail: &Mail,
    dedupe_key: String,
    now: i64,
) -> Answer<()> {
    let Some((address, language)) = mail_address(tx, account_id).await? else {
        return Ok(());
    };
    let parcel = Parcel {
        mail,
        recipient: &address,
        language,
        dedupe_key,
        expires_at: None,
    };
    post::enqueue(tx, now, &parcel).await?;
    Ok(())
}

async fn pending(db: &impl ConnectionTrait, company_id: i64) -> Answer<Option<application::Model>> {
    Ok(application::Entity::find()
        .filter(application::Column::CompanyId.eq(company_id))
        .filter(application::Column::State.eq("pending"))
        .one(db)
        .await?)
}

/// The newest application of one's company.
///
/// # Errors
/// Only breakages.
pub async fn own(market: &Market, member: &Member) -> Answer<Option<Application>> {
    let Some(company_id) = member.company_id else {
        return Ok(None);
    };
    let row = application::Entity::find()
        .filter(application::Column::CompanyId.eq(company_id))
        .order_by_desc(application::Column::Id)
        .one(market.db.reader())
        .await?;
    row.map(view).transpose()
}

/// An application as its applicant sees it.
pub(crate) fn view(row: application::Model) -> Answer<Application> {
    Ok(Application {
        state: State::of_word(&row.state),
        form: serde_json::from_str(&row.profile)?,
        reason: row.reason,
        created_at: row.created_at,
        decided_at: row.decided_at,
        buys_meanwhile: row.kind == Kind::Change.word(),
    })
}

/// All that wait, the oldest first.
///
/// # Errors
/// Only breakages.
pub async fn waiting(market: &Market) -> Answer<Vec<Pending>> {
    let db = market.db.reader();
    let rows = application::Entity::find()
        .filter(application::Column::State.eq("pending"))
        .order_by_asc(application::Column::Id)
        .all(db)
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let form: ProfileForm = serde_json::from_str(&row.profile)?;
        let email = mail_address(db, row.account_id)
            .await?
            .map(|(address, _)| address);
        all.push(Pending {
            id: row.id,
            company: form.company,
            name: form.name,
            email: email.unwrap_or_default(),
            created_at: row.created_at,
            version: row.version,
        });
    }
    Ok(all)
}

/// Decides an application, once: of two deciders one decides, and the other is told that it is too late (T35).
///
/// # Errors
/// [`Refusal::NotFound`] when no such application waits.
pub async fn decide(market: &Market, id: i64, version: i32, decision: &Decision) -> Answer<()> {
    let now = market.now();
    let (state, reason) = match decision {
        Decision::Approve => ("approved", String::new()),
        Decision::Reject(reason) => ("rejected", reason.as_str().to_owned()),
    };
    let tx = market.db.begin().await?;
    let decided = application::Entity::update_many()
        .col_expr(application::Column::State, Expr::value(state))
        .col_expr(application::Column::Reason, Expr::value(reason.clone()))
        .col_expr(application::Column::DecidedAt, Expr::value(now))
        .col_expr(
            application::Column::Version,
            Expr::col(application::Column::Version).add(1),
        )
        .filter(application::Column::Id.eq(id))
        .filter(application::Column::State.eq("pending"))
        .filter(application::Column::Version.eq(version))
        .exec(&tx)
        .await?;
    if decided.rows_affected != 1 {
        return Err(Refusal::NotFound.into());
    }
    let row = application::Entity::find_by_id(id)
        .one(&tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    let account = account::Entity::find_by_id(row.account_id)
        .one(&tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    let buys_meanwhile = row.kind == Kind::Change.word();
    let mut shown = false;
    let mail = match decision {
        Decision::Approve => {
            shown = become_supplier(&tx, row.company_id).await?;
            Mail::SupplierApproved(SupplierApproved {
                name: account.name,
                number: account.number,
            })
        }
        Decision::Reject(_) => {
            if !buys_meanwhile {
                set_standing(&tx, row.company_id, "rejected").await?;
            }
            Mail::SupplierRejected(SupplierRejected {
                name: account.name,
                reason,
                buys_meanwhile,
            })
        }
    };
    tell(
        &tx,
        row.account_id,
        &mail,
        format!("application:{id}:{state}"),
        now,
    )
    .await?;
    if shown {
        whole::tell_market(&tx, now).await?;
    }
    tx.commit().await?;
    market.search.refresh(market).await
}

/// A supplier in good standing. Stock of an earlier time as a supplier is shown again (Z18); answers whether there is any.
async fn become_supplier(tx: &DatabaseTransaction, company_id: i64) -> Answer<bool> {
    let hidden = company::Entity::find_by_id(company_id)
        .one(tx)
        .await?
        .is_some_and(|company| company.stock_hidden_at.is_some());
    if hidden {
        whole::show(tx, company_id).await?;
    }
    company::Entity::update_many()
        .col_expr(
            company::Column::TradeType,
            Expr::value(AccountType::Supplier.word()),
        )
        .col_expr(company::Column::Standing, Expr::value("active"))
        .filter(company::Column::Id.eq(company_id))
        .exec(tx)
        .await?;
    Ok(hidden)
}

async fn set_standing(tx: &DatabaseTransaction, company_id: i64, standing: &str) -> Answer<()> {
    company::Entity::update_many()
        .col_expr(company::Column::Standing, Expr::value(standing))
        .filter(company::Column::Id.eq(company_id))
        .exec(tx)
        .await?;
    Ok(())
}
