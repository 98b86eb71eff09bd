//! Who runs the marketplace: what pages and mails name, and the versions of it that there were.
//!
//! The settings file holds until the owner's people say something else in the console; then the last version does, with
//! the next page and the next mail of every process.

use domain::accounts::StaffRole;
use domain::audit::Action;
use domain::owner::{Owner, OwnerForm, SettingsPage, VersionRow};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, QuerySelect, Set};

use crate::accounts::proving;
use crate::accounts::session::SignedIn;
use crate::audit::{self, About, Entry, names};
use crate::entity::owner_version;
use crate::error::{Answer, is_taken};
use crate::market::{Market, MarketSettings};
use crate::people::Outcome;
use crate::proofs::{Acting, Staff, may};

/// Versions on the page.
const LISTED: u64 = 100;

/// Who runs the marketplace now.
///
/// # Errors
/// Only breakages.
pub async fn owner(market: &Market) -> Answer<Owner> {
    now(market.db.reader(), &market.settings).await
}

/// The same, for whoever holds a connection.
pub(crate) async fn now(db: &impl ConnectionTrait, settings: &MarketSettings) -> Answer<Owner> {
    let form = holding(db, settings).await?;
    let owner = form.check();
    Ok(owner.map_err(|_| anyhow::anyhow!("version {} of the owner breaks a rule", form.version))?)
}

/// The last version, or what the settings file says.
async fn holding(db: &impl ConnectionTrait, settings: &MarketSettings) -> Answer<OwnerForm> {
    let row = last(db).await?;
    Ok(row.map_or_else(|| OwnerForm::of(&settings.owner, 0), form))
}

async fn last(db: &impl ConnectionTrait) -> Answer<Option<owner_version::Model>> {
    Ok(owner_version::Entity::find()
        .order_by_desc(owner_version::Column::Number)
        .one(db)
        .await?)
}

fn form(row: owner_version::Model) -> OwnerForm {
    OwnerForm {
        version: row.number,
        name_en: row.name_en,
        name_ja: row.name_ja,
        address_en: row.address_en,
        address_ja: row.address_ja,
        phone: row.phone,
        mail: row.mail,
        language: row.language,
        sender: row.sender,
        password: String::new(),
    }
}

/// What holds and what held.
///
/// # Errors
/// [`domain::refusal::Refusal::NotAllowed`] for whoever is no administrator.
pub async fn page(market: &Market, staff: &Staff, who: &SignedIn) -> Answer<SettingsPage> {
    may(staff.role, StaffRole::may_manage)?;
    let db = market.db.reader();
    // One more than is shown: the oldest is told by what was different before it.
    let rows = owner_version::Entity::find()
        .order_by_desc(owner_version::Column::Number)
        .limit(LISTED + 1)
        .all(db)
        .await?;
    let people = names(db, rows.iter().filter_map(|row| row.author)).await?;
    let mut before = OwnerForm::of(&market.settings.owner, 0);
    let mut history = Vec::new();
    for row in rows.into_iter().rev() {
        let (at, author) = (row.created_at, row.author);
        let form = form(row);
        history.push(VersionRow {
            number: form.version,
            at,
            by: author.and_then(|id| people.get(&id).cloned()).unwrap_or_default(),
            changes: before.changes(&form),
        });
        before = form;
    }
    history.reverse();
    history.truncate(usize::try_from(LISTED).unwrap_or(usize::MAX));
    Ok(SettingsPage {
        role: staff.role,
        form: before,
        history,
        asks_password: proving::asks_to_act(market, who),
    })
}

/// Says something else, against the version that was looked at. Nothing is written where nothing is different.
///
/// # Errors
/// [`domain::refusal::Refusal::NotAllowed`] for whoever is no administrator.
pub async fn change(market: &Market, acting: &Acting, version: i32, to: &Owner) -> Answer<Outcome> {
    may(acting.role, StaffRole::may_manage)?;
    let at = market.now();
    let tx = market.db.begin().await?;
    let before = holding(&tx, &market.settings).await?;
    if before.version != version {
        return missed(&tx, acting, version, to).await;
    }
    let after = OwnerForm::of(to, version + 1);
    let changes = before.changes(&after);
    if changes.is_empty() {
        return Ok(Outcome::Done);
    }
    let row = owner_version::ActiveModel {
        number: Set(after.version),
        name_en: Set(after.name_en),
        name_ja: Set(after.name_ja),
        address_en: Set(after.address_en),
        address_ja: Set(after.address_ja),
        phone: Set(after.phone),
        mail: Set(after.mail),
        language: Set(after.language),
        sender: Set(after.sender),
        author: Set(acting.account_id),
        created_at: Set(at),
    };
    match owner_version::Entity::insert(row)
        .exec_without_returning(&tx)
        .await
    {
        Ok(_) => {}
        // Whoever was faster by a moment has the number.
        Err(error) if is_taken(&error) => {
            tx.rollback().await?;
            return missed(market.db.reader(), acting, version, to).await;
        }
        Err(error) => return Err(error.into()),
    }
    let lines = changes
        .iter()
        .map(|change| format!("{}: {} → {}", change.field, change.before, change.after));
    let entry = Entry {
        who: acting.into(),
        what: Action::OwnerChanged,
        about: About::default(),
        details: lines.collect::<Vec<_>>().join("\n"),
    };
    audit::record(&tx, at, entry).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}

/// Whoever pressed twice finds their own words in the next version, and is told so; anything else is a miss.
async fn missed(db: &impl ConnectionTrait, acting: &Acting, version: i32, to: &Owner) -> Answer<Outcome> {
    let next = last(db).await?.filter(|row| row.number == version + 1);
    let again = next.is_some_and(|row| {
        acting.is(row.author) && form(row).changes(&OwnerForm::of(to, version + 1)).is_empty()
    });
    Ok(Outcome::of_miss(again))
}
