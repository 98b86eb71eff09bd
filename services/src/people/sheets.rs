//! One person, one company, one registration, with what the owner's people need to know of it. No password, token or secret
//! is anywhere near; what somebody searches or writes to others is not shown.

use domain::accounts::{AccountType, Phone, Role, StaffRole};
use domain::audit::{Action, Actor};
use domain::people::views::{
    AddressLine, Applied, CompanySheet, Deed, Employer, ImportLine, PersonSheet, Powers, SessionLine,
    UnverifiedSheet, UserLine,
};
use domain::refusal::Refusal;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{account_of, company_state, state_of};
use crate::accounts::links::{self, Purpose};
use crate::accounts::registration::told;
use crate::accounts::second_factor::Factors;
use crate::accounts::session::{SignedIn, is_alive};
use crate::accounts::{device, main_addresses, persons, proving, sides, standing};
use crate::audit::names;
use crate::entity::{
    account, account_email, application, audit, company, import, lot, membership, quotation_request,
    registration, session, staff,
};
use crate::error::Answer;
use crate::lists::few;
use crate::market::Market;
use crate::proofs::{Staff, may};
use crate::screening::queue;

/// Deeds, applications and stock files that are shown.
const NEWEST: u64 = 20;

fn powers(market: &Market, staff: &Staff, who: &SignedIn, may_care: bool) -> Powers {
    Powers {
        role: staff.role,
        may_care,
        asks_password: proving::asks_to_act(market, who),
    }
}

/// One person, by the nine digits.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever does not look people up; [`Refusal::NotFound`].
pub async fn person(market: &Market, staff: &Staff, who: &SignedIn, number: &str) -> Answer<PersonSheet> {
    may(staff.role, StaffRole::may_look_up)?;
    let db = &market.db.begin_reading().await?;
    let account = account_of(db, number).await?;
    let employer = standing::employer(db, account.id).await?;
    let staff_role = staff::Entity::find_by_id(account.id).one(db).await?;
    let staff_role = staff_role.and_then(|row| StaffRole::of_word(&row.role));
    let registered = persons::all(db, account.id).await?;
    let factors = Factors::of(db, account.id).await?;
    let sessions = sessions(market, db, &account).await?;
    let seen = sessions.iter().map(|session| session.seen).max();
    let may_care = match staff_role {
        Some(_) => staff.role.may_manage(),
        None => staff.role.may_care(),
    };
    let is_me = account.id == staff.account_id;
    let company_id = employer.as_ref().map(|(_, company)| company.id);
    let phone = Phone::parse(&account.phone_country, &account.phone);
    Ok(PersonSheet {
        powers: powers(market, staff, who, may_care && !is_me),
        state: state_of(&account, employer.as_ref().map(|(_, company)| company)),
        version: account.care_version,
        phone: phone.map_or_else(|_| account.phone.clone(), |phone| phone.shown()),
        addresses: addresses(db, account.id).await?,
        registered: registered
            .into_iter()
            .map(|(kind, form)| (kind, form.company))
            .collect(),
        staff_role,
        suspended_at: account.suspended_at,
        force_password: account.force_password,
        force_code: account.force_code,
        created_at: account.created_at,
        seen_at: seen.max(employer.as_ref().and_then(|(member, _)| member.seen_at)),
        app: factors.app,
        passkeys: few(factors.passkeys),
        sessions,
        devices: few(device::count(db, account.id).await?),
        requests: requests(db, quotation_request::Column::AccountId.eq(account.id).into()).await?,
        imports: imports_of(db, &account, company_id).await?,
        applications: applications(db, application::Column::AccountId.eq(account.id).into()).await?,
        deeds: deeds(db, audit::Column::AboutAccount.eq(account.id).into()).await?,
        company: employer.and_then(|(member, company)| {
            Some(Employer {
                id: company.id,
                state: company_state(&company),
                name: company.name,
                role: Role::of_word(&member.role)?,
            })
        }),
        number: account.number,
        name: account.name,
        furigana: account.furigana,
    })
}

async fn sessions(
    market: &Market,
    db: &impl ConnectionTrait,
    account: &account::Model,
) -> Answer<Vec<SessionLine>> {
    let rows = session::Entity::find()
        .filter(session::Column::AccountId.eq(account.id))
        .filter(session::Column::Generation.eq(account.generation))
        .order_by_desc(session::Column::SeenAt)
        .order_by_asc(session::Column::PublicId)
        .all(db)
        .await?;
    let now = market.now();
    Ok(rows
        .into_iter()
        .filter(|row| is_alive(row, now))
        .map(|row| SessionLine {
            device: row.device,
            began: row.created_at,
            seen: row.seen_at,
        })
        .collect())
}

async fn addresses(db: &impl ConnectionTrait, account_id: i64) -> Answer<Vec<AddressLine>> {
    let rows = account_email::Entity::find()
        .filter(account_email::Column::AccountId.eq(account_id))
        .order_by_desc(account_email::Column::Main)
        .order_by_asc(account_email::Column::Id)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| AddressLine {
            address: row.address,
            main: row.main,
            proved: row.verified_at.is_some(),
        })
        .collect())
}

async fn requests(db: &impl ConnectionTrait, whose: Condition) -> Answer<u32> {
    let found = quotation_request::Entity::find().filter(whose).count(db).await?;
    Ok(few(found))
}

async fn imports_of(
    db: &impl ConnectionTrait,
    account: &account::Model,
    company_id: Option<i64>,
) -> Answer<u32> {
    let Some(company_id) = company_id else {
        return Ok(0);
    };
    let found = import::Entity::find()
        .filter(import::Column::CompanyId.eq(company_id))
        .filter(import::Column::AccountId.eq(account.id))
        .count(db)
        .await?;
    Ok(few(found))
}

async fn applications(db: &impl ConnectionTrait, whose: Condition) -> Answer<Vec<Applied>> {
    let rows = application::Entity::find()
        .filter(whose)
        .order_by_desc(application::Column::Id)
        .limit(NEWEST)
        .all(db)
        .await?;
    Ok(rows
        .iter()
        .map(|row| Applied {
            id: row.id,
            kind: queue::kind(row),
            standing: queue::standing(row),
            sent_at: row.sent_at,
        })
        .collect())
}

async fn deeds(db: &impl ConnectionTrait, about: Condition) -> Answer<Vec<Deed>> {
    let rows = audit::Entity::find()
        .filter(about)
        .order_by_desc(audit::Column::Number)
        .limit(NEWEST)
        .all(db)
        .await?;
    let people = names(db, rows.iter().filter_map(|row| row.actor)).await?;
    let deed = |row: audit::Model| {
        let name = |id| Actor::Staff(people.get(&id).cloned().unwrap_or_default());
        Some(Deed {
            at: row.at,
            what: Action::of_word(&row.action)?,
            who: row.actor.map_or(Actor::Operator, name),
            text: row.details,
        })
    };
    Ok(rows.into_iter().filter_map(deed).collect())
}

/// One company.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever does not look companies up; [`Refusal::NotFound`].
pub async fn company(market: &Market, staff: &Staff, who: &SignedIn, id: i64) -> Answer<CompanySheet> {
    may(staff.role, StaffRole::may_look_up)?;
    let db = &market.db.begin_reading().await?;
    let row = company::Entity::find_by_id(id)
        .filter(company::Column::GoneAt.is_null())
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let lots = lot::Entity::find()
        .filter(lot::Column::CompanyId.eq(id))
        .filter(lot::Column::DeletedAt.is_null())
        .count(db)
        .await?;
    let asked = quotation_request::Column::AccountId.in_subquery(sides::people(id));
    let may_care = staff.role.may_care() && !row.is_owner;
    Ok(CompanySheet {
        powers: powers(market, staff, who, may_care),
        id,
        version: row.care_version,
        side: AccountType::of_word(&row.trade_type).unwrap_or(AccountType::Buyer),
        state: company_state(&row),
        is_owner: row.is_owner,
        suspended_at: row.suspended_at,
        hidden_at: row.stock_hidden_at,
        created_at: row.created_at,
        lots: few(lots),
        requests: requests(db, asked.into()).await?,
        users: users(db, id).await?,
        applications: applications(db, application::Column::CompanyId.eq(id).into()).await?,
        imports: imports(db, id).await?,
        deeds: deeds(db, audit::Column::AboutCompany.eq(id).into()).await?,
        name: row.name,
        country: row.country,
        address: row.address,
        url: row.url,
    })
}

async fn users(db: &impl ConnectionTrait, company_id: i64) -> Answer<Vec<UserLine>> {
    let members = membership::Entity::find()
        .filter(membership::Column::CompanyId.eq(company_id))
        .order_by_asc(membership::Column::Role)
        .order_by_asc(membership::Column::AccountId)
        .all(db)
        .await?;
    let ids = || members.iter().map(|member| member.account_id);
    let accounts = account::Entity::find()
        .filter(account::Column::Id.is_in(ids()))
        .all(db)
        .await?;
    let main = main_addresses(db, ids()).await?;
    let line = |member: &membership::Model| {
        let account = accounts.iter().find(|one| one.id == member.account_id)?;
        Some(UserLine {
            number: account.number.clone(),
            name: account.name.clone(),
            email: main.get(&account.id).cloned().unwrap_or_default(),
            role: Role::of_word(&member.role)?,
            suspended: account.state != "active",
            seen: member.seen_at,
        })
    };
    Ok(members.iter().filter_map(line).collect())
}

async fn imports(db: &impl ConnectionTrait, company_id: i64) -> Answer<Vec<ImportLine>> {
    let rows = import::Entity::find()
        .filter(import::Column::CompanyId.eq(company_id))
        .order_by_desc(import::Column::CreatedAt)
        .order_by_desc(import::Column::Id)
        .limit(NEWEST)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| ImportLine {
            at: row.created_at,
            rows: (row.state == "imported").then_some(row.rows_added.unsigned_abs()),
            refused: row.state == "refused",
            file_name: row.file_name,
        })
        .collect())
}

/// One registration whose address is not proved.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever does not look people up; [`Refusal::NotFound`].
pub async fn unverified(market: &Market, staff: &Staff, who: &SignedIn, id: i64) -> Answer<UnverifiedSheet> {
    may(staff.role, StaffRole::may_look_up)?;
    let db = market.db.reader();
    let row = registration::Entity::find_by_id(id)
        .filter(registration::Column::VerifiedAt.is_null())
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let (name, company) = told(&row.account_type, &row.profile)?;
    Ok(UnverifiedSheet {
        powers: powers(market, staff, who, staff.role.may_care()),
        id,
        side: AccountType::of_word(&row.account_type).unwrap_or(AccountType::Buyer),
        name,
        company,
        created_at: row.created_at,
        mailed_at: links::last_mailed(db, Purpose::Verify, &row.canonical).await?,
        address: row.address,
    })
}
