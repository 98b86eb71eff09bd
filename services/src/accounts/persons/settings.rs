//! Registration settings of individuals and corporations (R019, R089): everything that is stored, changed by the rules of
//! registration. Country and date of birth stay (R035).

use domain::accounts::Email;
use domain::persons::views::{Changed, Settings};
use domain::persons::{Person, PersonForm, PersonKind};
use domain::refusal::Refusal;
use domain::violations::Violations;
use sea_orm::ConnectionTrait;

use super::linking;
use crate::accounts::caller::Caller;
use crate::accounts::session::SignedIn;
use crate::clock;
use crate::entity::person_link;
use crate::error::Answer;
use crate::market::Market;

/// One's settings.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever is signed in as neither.
pub async fn view(market: &Market, who: &SignedIn) -> Answer<Settings> {
    let kind = kind(who)?;
    let db = market.db.reader();
    let mut form = stored(db, who, kind).await?;
    let mut linked = None;
    if let Some(link) = link(db, who, kind).await?
        && let Some((with, address)) = linking::shown(db, &link).await?
    {
        form.corporate = address;
        linked = Some(with);
    }
    Ok(Settings {
        kind,
        number: who.visitor.number.clone(),
        email: who.visitor.email.clone(),
        form,
        linked,
    })
}

/// All that an account has registered beside the trade, with the address of the corporation it is linked with.
pub(crate) async fn all(db: &impl ConnectionTrait, account_id: i64) -> Answer<Vec<(PersonKind, PersonForm)>> {
    let mut all = super::all(db, account_id).await?;
    if let Some(link) = linking::of(db, account_id).await?
        && let Some((_, address)) = linking::shown(db, &link).await?
    {
        let individual = all.iter_mut().find(|(kind, _)| *kind == PersonKind::Individual);
        if let Some((_, form)) = individual {
            form.corporate = address;
        }
    }
    Ok(all)
}

fn kind(who: &SignedIn) -> Answer<PersonKind> {
    PersonKind::of(who.visitor.account_type).ok_or_else(|| Refusal::NotAllowed.into())
}

async fn stored(db: &impl ConnectionTrait, who: &SignedIn, kind: PersonKind) -> Answer<PersonForm> {
    let found = super::form(db, who.member.account_id, kind).await?;
    found.ok_or_else(|| Refusal::SignInFirst.into())
}

async fn link(
    db: &impl ConnectionTrait,
    who: &SignedIn,
    kind: PersonKind,
) -> Answer<Option<person_link::Model>> {
    match kind {
        PersonKind::Individual => linking::of(db, who.member.account_id).await,
        PersonKind::Corporate => Ok(None),
    }
}

/// Changes one's settings. An individual who enters the address of a corporation is linked with it at once, and with no
/// other; clearing the field ends the link (Z30).
///
/// # Errors
/// Violations below `person`, [`domain::violations::Violation::CorporateUnknown`] at `person.corporate`;
/// [`Refusal::TooMany`] for too many unknown corporations; [`Refusal::NotAllowed`] for whoever is signed in as neither kind.
pub async fn update(market: &Market, who: &SignedIn, caller: &Caller, form: &PersonForm) -> Answer<Changed> {
    let kind = kind(who)?;
    let shown = view(market, who).await?;
    let person = form
        .with_fixed(&shown.form)
        .check(kind, clock::today(market.clock.as_ref()))
        .map_err(below_person)?;
    let wanted = match &person {
        Person::Individual(one) => wanted(market, who, caller, &shown, one.corporate.as_ref()).await?,
        Person::Corporate(_) => None,
    };
    let now = market.now();
    let tx = market.db.begin().await?;
    linking::hold(&tx, who, wanted).await?;
    super::store(&tx, who.member.account_id, &person).await?;
    let changed = match kind {
        PersonKind::Individual => relink(&tx, who, &person, wanted, now).await?,
        PersonKind::Corporate => Changed::Saved,
    };
    tx.commit().await?;
    Ok(changed)
}

fn below_person(inner: Violations) -> Violations {
    let mut faults = Violations::none();
    faults.nest("person", inner);
    faults
}

/// The corporation that the form names. The one that is linked already is not looked up again.
async fn wanted(
    market: &Market,
    who: &SignedIn,
    caller: &Caller,
    shown: &Settings,
    email: Option<&Email>,
) -> Answer<Option<i64>> {
    let Some(email) = email else { return Ok(None) };
    let link = linking::of(market.db.reader(), who.member.account_id).await?;
    match link {
        Some(link) if email.canonical() == shown.form.corporate.to_ascii_lowercase() => {
            Ok(Some(link.corporate_id))
        }
        _ => linking::look_up(market, caller, email).await.map(Some),
    }
}

/// Brings the link to what is wanted, and tells whom it concerns.
async fn relink(
    tx: &impl ConnectionTrait,
    who: &SignedIn,
    person: &Person,
    wanted: Option<i64>,
    now: i64,
) -> Answer<Changed> {
    let name = person.contact().0.as_str();
    let before = linking::of(tx, who.member.account_id).await?;
    if before.as_ref().map(|link| link.corporate_id) == wanted {
        return Ok(Changed::Saved);
    }
    if let Some(before) = &before {
        linking::unlink(tx, before, name, now).await?;
    }
    match wanted {
        Some(corporate_id) => {
            linking::link(tx, who.member.account_id, corporate_id, name, now).await?;
            Ok(Changed::Linked)
        }
        None => Ok(Changed::Unlinked),
    }
}
