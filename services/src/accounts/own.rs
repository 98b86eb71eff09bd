//! One's own account: everything it shows (R074), and changing what it tells (R075).

use domain::accounts::role::Act;
use domain::accounts::views::{AccountView, Agreement, Change, Document};
use domain::accounts::{AccountType, Asks, ProfileForm, Role, SideForm};
use domain::language::Language;
use domain::persons::{PersonForm, PersonKind};
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::session::SignedIn;
use super::{persons, profiles};
use crate::entity::{account, agreement, company, membership};
use crate::error::Answer;
use crate::market::Market;
use crate::{clock, screening};

/// A person, and the company they work for.
pub(crate) struct Own {
    pub(crate) account: account::Model,
    /// Nobody of the staff has one.
    pub(crate) trade: Option<(membership::Model, company::Model)>,
}

impl Own {
    /// The company, if this person may say what it tells about itself (R054).
    pub(crate) fn entrusted(&self) -> Option<&company::Model> {
        let (member, company) = self.trade.as_ref()?;
        Role::of_word(&member.role)
            .is_some_and(|role| role.may(Act::Company))
            .then_some(company)
    }

    fn change(&self, waits: bool) -> Change {
        match self.entrusted() {
            Some(_) if waits => Change::Waiting,
            Some(company) if company.is_owner || company.admission != "active" => Change::None,
            Some(company) if company.trade_type == AccountType::Buyer.word() => Change::ToSupplier,
            Some(_) => Change::ToBuyer,
            None => Change::None,
        }
    }
}

/// Reads the rows of whoever is signed in, in the caller's transaction; of the trade's only for who is here as one of its.
///
/// # Errors
/// [`Refusal::SignInFirst`] when the account went a moment ago.
pub(crate) async fn rows(db: &impl ConnectionTrait, who: &SignedIn) -> Answer<Own> {
    let own = rows_of(db, who.member.account_id).await?;
    let trade = own.trade.filter(|_| who.visitor.account_type.trades());
    Ok(Own { trade, ..own })
}

/// The same for an account as a whole.
///
/// # Errors
/// As of [`rows`].
pub(crate) async fn rows_of(db: &impl ConnectionTrait, account_id: i64) -> Answer<Own> {
    let account = account::Entity::find_by_id(account_id)
        .one(db)
        .await?
        .ok_or(Refusal::SignInFirst)?;
    let trade = match membership::Entity::find_by_id(account.id).one(db).await? {
        Some(member) => company::Entity::find_by_id(member.company_id)
            .one(db)
            .await?
            .map(|company| (member, company)),
        None => None,
    };
    Ok(Own { account, trade })
}

/// Everything about one's account.
///
/// # Errors
/// Only breakages.
pub async fn view(market: &Market, who: &SignedIn) -> Answer<AccountView> {
    let db = market.db.reader();
    let own = rows(db, who).await?;
    let application = screening::own(market, &who.member).await?;
    let persons = persons::all(db, own.account.id).await?;
    let is_here = |kind: PersonKind| kind.account_type() == who.visitor.account_type;
    let waits = application
        .as_ref()
        .is_some_and(|application| application.state.is_open());
    Ok(AccountView {
        account_type: who.visitor.account_type,
        number: own.account.number.clone(),
        email: who.visitor.email.clone(),
        profile: match persons.iter().find(|(kind, _)| is_here(*kind)) {
            Some((_, person)) => shown(person),
            None => form(&own),
        },
        language: Language::of_tag(&own.account.language).unwrap_or(Language::En),
        created_at: own.account.created_at,
        agreements: agreements(db, own.account.id).await?,
        application,
        change: own.change(waits),
        may_update: own.entrusted().is_some(),
        asks: own
            .trade
            .as_ref()
            .map_or(Asks::Buyer, |(_, company)| company.asks()),
        has_users: own.trade.is_some() && !who.visitor.in_screening,
        addable: PersonKind::ALL
            .into_iter()
            .filter(|_| who.visitor.account_type != AccountType::Staff)
            .filter(|kind| persons.iter().all(|(has, _)| has != kind))
            .collect(),
    })
}

/// Who is here as an individual or for a corporation, as the account's page shows them.
fn shown(person: &PersonForm) -> ProfileForm {
    ProfileForm {
        name: person.name.clone(),
        furigana: person.furigana.clone(),
        phone_country: person.phone_country.clone(),
        phone: person.phone.clone(),
        ..ProfileForm::default()
    }
}

/// The form that says what the rows say; of staff, what there is about the person.
pub(crate) fn form(own: &Own) -> ProfileForm {
    own.trade.as_ref().map_or_else(
        || ProfileForm {
            name: own.account.name.clone(),
            furigana: own.account.furigana.clone(),
            phone_country: own.account.phone_country.clone(),
            phone: own.account.phone.clone(),
            ..ProfileForm::default()
        },
        |(_, company)| profiles::form(&own.account, company),
    )
}

/// What an account has agreed to, the newest first.
pub(crate) async fn agreements(db: &impl ConnectionTrait, account_id: i64) -> Answer<Vec<Agreement>> {
    let rows = agreement::Entity::find()
        .filter(agreement::Column::AccountId.eq(account_id))
        .order_by_desc(agreement::Column::Document)
        .order_by_desc(agreement::Column::AgreedAt)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Agreement {
            document: if row.document == "terms" {
                Document::Terms
            } else {
                Document::Privacy
            },
            version: row.version,
            agreed_at: row.agreed_at,
        })
        .collect())
}

/// Changes what person and company tell about themselves, by the rules of registration. The country stays (R035). Whoever
/// may not speak for a company changes their own name and number, and nothing else; an individual and a corporation have
/// settings of their own (`persons`). What the owner's desk is just examining stays as it was sent: a decision is about what was
/// seen.
///
/// # Errors
/// Violations below `profile`; [`Refusal::UnderReview`] for the company's data meanwhile; [`Refusal::NotAllowed`] for speaking for a company without being entrusted with it, and for
/// whoever is here as an individual or a corporation.
pub async fn update(market: &Market, who: &SignedIn, form: &SideForm) -> Answer<()> {
    if PersonKind::of(who.visitor.account_type).is_some() {
        return Err(Refusal::NotAllowed.into());
    }
    let tx = market.db.begin().await?;
    let own = rows(&tx, who).await?;
    let entrusted = own.entrusted();
    let held = match entrusted {
        Some(company) => screening::is_pending(&tx, company.id).await?,
        None => false,
    };
    let Some(company) = entrusted.filter(|_| !held) else {
        if !form.is_personal() {
            let why = if held {
                Refusal::UnderReview
            } else {
                Refusal::NotAllowed
            };
            return Err(why.into());
        }
        let (name, furigana, phone) = form.check_person()?;
        profiles::person(&tx, own.account.id, &name, furigana.as_ref(), &phone).await?;
        tx.commit().await?;
        return Ok(());
    };
    let form = with_country(form, company);
    let profile = form.check_update(company.asks(), clock::today(market.clock.as_ref()))?;
    profiles::store(&tx, own.account.id, company.id, &profile).await?;
    tx.commit().await?;
    Ok(())
}

/// Notes the language that somebody has chosen: mails come in it from now on (Z44).
///
/// # Errors
/// Only breakages.
pub async fn choose_language(market: &Market, who: &SignedIn, language: Language) -> Answer<()> {
    let tx = market.db.begin().await?;
    account::Entity::update_many()
        .col_expr(account::Column::Language, Expr::value(language.tag()))
        .filter(account::Column::Id.eq(who.member.account_id))
        .filter(account::Column::Language.ne(language.tag()))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// The form with the country and the kind of company that were registered, whatever it says.
pub(crate) fn with_country(form: &SideForm, company: &company::Model) -> SideForm {
    SideForm {
        profile: ProfileForm {
            country: company.country.clone(),
            company_type: company.company_type.clone(),
            ..form.profile.clone()
        },
        agreed: form.agreed.clone(),
    }
}
