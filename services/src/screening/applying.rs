//! The applicant's side: applying, applying again, and answering a question. Every form that is sent is kept, so that
//! each can be held against the one before.

use domain::accounts::{AccountType, Asks, Email, Profile, ProfileForm, SideForm};
use domain::refusal::Refusal;
use domain::screening::{Kind, Reply, due};
use domain::text::comparable;
use domain::violations::Violations;
use sea_orm::ActiveValue::NotSet;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, Set,
};

use super::{coordinators, pending, tell};
use crate::accounts::own::{self, Own, with_country};
use crate::accounts::session::SignedIn;
use crate::accounts::{mail_address, profiles, proved, sides};
use crate::clock;
use crate::entity::{account, application, company, submission};
use crate::error::Answer;
use crate::market::Market;
use crate::post::{Mail, ScreeningStarted};

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
    let row = record(tx, account, company_id, Kind::Registration, profile, None, now).await?;
    tell_applicant(tx, account, &row, now).await
}

/// Records the registration of a company, and asks the coordinator whom it names to decide (R046).
pub(crate) async fn apply_as_company(
    tx: &DatabaseTransaction,
    account: &account::Model,
    company_id: i64,
    profile: &Profile,
    now: i64,
) -> Answer<()> {
    let coordinator = coordinators::named(tx, profile).await?.id;
    await_admission(tx, company_id, profile).await?;
    let kind = Kind::Company;
    let row = record(tx, account, company_id, kind, profile, Some(coordinator), now).await?;
    coordinators::ask_to_decide(tx, coordinator, &row, profile, now).await
}

/// The company waits for its coordinator; until it is let in, it may say again what kind of company it is.
async fn await_admission(tx: &DatabaseTransaction, company_id: i64, profile: &Profile) -> Answer<()> {
    let kind = profile.company_type.map_or("", |kind| kind.word());
    company::Entity::update_many()
        .col_expr(company::Column::CompanyType, Expr::value(kind))
        .col_expr(company::Column::Admission, Expr::value("screening"))
        .filter(company::Column::Id.eq(company_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Registers a company again that was rejected; the fields are judged as of the second step.
///
/// # Errors
/// Violations at their fields; [`Refusal::NotAllowed`] unless it was rejected, and for whoever does not administer the
/// company.
pub(crate) async fn apply_again_as_company(market: &Market, who: &SignedIn, form: &SideForm) -> Answer<()> {
    let now = market.now();
    let tx = market.db.begin().await?;
    let own = own::rows(&tx, who).await?;
    let company = own.entrusted().ok_or(Refusal::NotAllowed)?;
    if company.admission != "rejected" || pending(&tx, company.id).await?.is_some() {
        return Err(Refusal::NotAllowed.into());
    }
    let form = at_home(form, company);
    let profile = form.check(Asks::Definitive, clock::today(market.clock.as_ref()))?;
    profiles::store(&tx, own.account.id, company.id, &profile).await?;
    sides::agree(&tx, own.account.id, now).await?;
    let account = own::rows_of(&tx, own.account.id).await?.account;
    apply_as_company(&tx, &account, company.id, &profile, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The form with the country that was registered, whatever it says.
fn at_home(form: &SideForm, company: &company::Model) -> SideForm {
    let company_type = form.profile.company_type.clone();
    let mut form = with_country(form, company);
    form.profile.company_type = company_type;
    form
}

/// Applies to become a supplier, or applies again after a rejection; the fields are judged as a supplier's.
///
/// # Errors
/// Violations at their fields; [`Refusal::NotAllowed`] for a supplier in good standing, while one application waits, and
/// for whoever does not administer the company.
pub(crate) async fn apply(market: &Market, who: &SignedIn, form: &SideForm) -> Answer<()> {
    let tx = market.db.begin().await?;
    let own = own::rows(&tx, who).await?;
    apply_as(market, tx, &own, form).await
}

/// The same for the person with an address, whom the operator names at the command line.
///
/// # Errors
/// As when they apply themselves; [`Refusal::NotFound`] when nobody has the address.
pub async fn apply_named(market: &Market, email: &Email, form: &SideForm) -> Answer<()> {
    let tx = market.db.begin().await?;
    let address = proved(&tx, &email.canonical()).await?.ok_or(Refusal::NotFound)?;
    let own = own::rows_of(&tx, address.account_id).await?;
    apply_as(market, tx, &own, form).await
}

async fn apply_as(market: &Market, tx: DatabaseTransaction, own: &Own, form: &SideForm) -> Answer<()> {
    let now = market.now();
    let company = own.entrusted().ok_or(Refusal::NotAllowed)?;
    let company_id = company.id;
    let sells = company.trade_type == AccountType::Supplier.word();
    let waits = pending(&tx, company_id).await?.is_some();
    if (sells && company.standing != "rejected") || company.admission != "active" || waits {
        return Err(Refusal::NotAllowed.into());
    }
    let form = with_country(form, company);
    let profile = form.check(AccountType::Supplier, clock::today(market.clock.as_ref()))?;
    profiles::store(&tx, own.account.id, company_id, &profile).await?;
    sides::agree(&tx, own.account.id, now).await?;
    let account = own::rows_of(&tx, own.account.id).await?.account;
    if sells {
        apply_at_registration(&tx, &account, company_id, &profile, now).await?;
    } else {
        let row = record(&tx, &account, company_id, Kind::Change, &profile, None, now).await?;
        tell_applicant(&tx, &account, &row, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Answers the question that an application waits with, and sends its form again, revised or not. The application waits
/// for us again, and its time begins anew.
///
/// # Errors
/// Violations at their fields and at `answer`; [`Refusal::NotAllowed`] when nothing is asked, and for whoever does not
/// administer the company.
pub async fn answer(market: &Market, who: &SignedIn, form: &SideForm, answer: &str) -> Answer<()> {
    answer_with(market, who, form, answer, Asks::Supplier).await
}

/// The same for a company that its coordinator asks; it may name another one with its answer.
///
/// # Errors
/// As of [`answer`].
pub(crate) async fn answer_as_company(
    market: &Market,
    who: &SignedIn,
    form: &SideForm,
    answer: &str,
) -> Answer<()> {
    answer_with(market, who, form, answer, Asks::Definitive).await
}

async fn answer_with(
    market: &Market,
    who: &SignedIn,
    form: &SideForm,
    answer: &str,
    asks: Asks,
) -> Answer<()> {
    let now = market.now();
    let tx = market.db.begin().await?;
    let own = own::rows(&tx, who).await?;
    let company = own.entrusted().ok_or(Refusal::NotAllowed)?;
    let asked = pending(&tx, company.id)
        .await?
        .filter(|row| row.asked_at.is_some() && (row.kind == Kind::Company.word()) == asks.is_company())
        .ok_or(Refusal::NotAllowed)?;
    let form = at_home(form, company);
    let today = clock::today(market.clock.as_ref());
    let mut faults = Violations::none();
    let answer = faults.keep("answer", Reply::parse(answer));
    let profile = match form.check_update(asks, today) {
        Ok(profile) => Some(profile),
        Err(inner) => {
            inner
                .iter()
                .for_each(|(path, violation)| faults.add(path, violation.clone()));
            None
        }
    };
    let (Some(answer), Some(profile)) = (answer, profile) else {
        return Err(faults.into());
    };
    let coordinator = if asks.is_company() {
        await_admission(&tx, company.id, &profile).await?;
        Some(coordinators::named(&tx, &profile).await?.id)
    } else {
        None
    };
    profiles::store(&tx, own.account.id, company.id, &profile).await?;
    let sent = profile.form();
    let json = serde_json::to_string(&sent)?;
    // Whoever has taken it may not see it any more.
    let assigned = asked.assigned_to.filter(|_| asked.coordinator == coordinator);
    let returned = application::Entity::update_many()
        .col_expr(application::Column::Profile, Expr::value(json.clone()))
        .col_expr(application::Column::Coordinator, Expr::value(coordinator))
        .col_expr(application::Column::AssignedTo, Expr::value(assigned))
        .col_expr(application::Column::AskedAt, Expr::value(Option::<i64>::None))
        .col_expr(application::Column::Question, Expr::value(""))
        .col_expr(application::Column::SentAt, Expr::value(now))
        .col_expr(application::Column::DueAt, Expr::value(due::due(now)))
        .col_expr(
            application::Column::Sought,
            Expr::value(sought(&tx, &own.account, &sent).await?),
        )
        .col_expr(
            application::Column::Version,
            Expr::col(application::Column::Version).add(1),
        )
        .filter(application::Column::Id.eq(asked.id))
        .filter(application::Column::State.eq("pending"))
        .filter(application::Column::Version.eq(asked.version))
        .filter(application::Column::AskedAt.is_not_null())
        .exec(&tx)
        .await?;
    if returned.rows_affected != 1 {
        return Err(Refusal::NotAllowed.into());
    }
    keep(&tx, asked.id, company.id, json, answer.as_str(), now).await?;
    if let Some(coordinator) = coordinator {
        let row = application::Model {
            version: asked.version + 1,
            ..asked
        };
        coordinators::ask_to_decide(&tx, coordinator, &row, &profile, now).await?;
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
    coordinator: Option<i64>,
    now: i64,
) -> Answer<application::Model> {
    let form = profile.form();
    let profile = serde_json::to_string(&form)?;
    let row = application::ActiveModel {
        id: NotSet,
        company_id: Set(company_id),
        account_id: Set(account.id),
        kind: Set(kind.word().to_owned()),
        state: Set("pending".to_owned()),
        version: Set(1),
        profile: Set(profile.clone()),
        reason: Set(String::new()),
        created_at: Set(now),
        decided_at: Set(None),
        asked_at: Set(None),
        question: Set(String::new()),
        sent_at: Set(now),
        due_at: Set(due::due(now)),
        assigned_to: Set(None),
        decided_by: Set(None),
        fields: Set("{}".to_owned()),
        sought: Set(sought(tx, account, &form).await?),
        coordinator: Set(coordinator),
    };
    let row = row.insert(tx).await?;
    keep(tx, row.id, company_id, profile, "", now).await?;
    Ok(row)
}

/// M03.
async fn tell_applicant(
    tx: &DatabaseTransaction,
    account: &account::Model,
    row: &application::Model,
    now: i64,
) -> Answer<()> {
    let mail = Mail::ScreeningStarted(ScreeningStarted {
        name: account.name.clone(),
        number: account.number.clone(),
        buys_meanwhile: row.kind == Kind::Change.word(),
    });
    let key = format!("application:{}:started", row.id);
    tell(tx, account.id, &mail, key, now).await
}

async fn keep(
    tx: &DatabaseTransaction,
    application_id: i64,
    company_id: i64,
    profile: String,
    answer: &str,
    now: i64,
) -> Answer<()> {
    let row = submission::ActiveModel {
        id: NotSet,
        application_id: Set(application_id),
        company_id: Set(company_id),
        profile: Set(profile),
        answer: Set(answer.to_owned()),
        sent_at: Set(now),
    };
    row.insert(tx).await?;
    Ok(())
}

/// What the queue looks in: texts without their case and width.
async fn sought(db: &impl ConnectionTrait, account: &account::Model, form: &ProfileForm) -> Answer<String> {
    let address = mail_address(db, account.id).await?.map(|(address, _)| address);
    let parts = [
        form.company.as_str(),
        &form.name,
        &form.furigana,
        address.as_deref().unwrap_or_default(),
        &account.number,
    ];
    // A line between them: nobody types one, so nothing is found across two of them.
    Ok(parts.map(comparable).join("\n").chars().take(250).collect())
}
