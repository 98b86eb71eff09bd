//! One application with everything to decide it by: the form, what changed since the last one, and what was said so far.

use std::collections::{BTreeMap, HashMap};

use domain::accounts::ProfileForm;
use domain::screening::views::{Event, EventKind, NoteView, Sheet};
use domain::screening::{Kind, QueueFilter};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::care::found;
use super::coordinators::{self, seen_by};
use super::queue::{Way, clock, kind, neighbour, standing};
use crate::accounts::session::SignedIn;
use crate::accounts::{mail_address, proving};
use crate::audit::names;
use crate::entity::{account, application, remark, submission};
use crate::error::Answer;
use crate::market::Market;
use crate::proofs::Staff;

/// The sheet of an application; `filter` is the queue that the reader came from.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever has no queue; [`Refusal::NotFound`] when there is no such application.
pub async fn sheet(
    market: &Market,
    staff: &Staff,
    who: &SignedIn,
    id: i64,
    filter: &QueueFilter,
) -> Answer<Sheet> {
    let seen = seen_by(staff)?;
    let db = market.db.begin_reading().await?;
    let row = found(&db, id, seen.clone()).await?;
    let applicant = account::Entity::find_by_id(row.account_id).one(&db).await?;
    let email = mail_address(&db, row.account_id).await?;
    let told = Told::of(&db, &row, seen).await?;
    let people = names(&db, told.people(&row)).await?;
    let name = |id: Option<i64>| id.and_then(|id| people.get(&id).cloned()).unwrap_or_default();
    Ok(Sheet {
        role: staff.role,
        id: row.id,
        kind: kind(&row),
        standing: standing(&row),
        version: row.version,
        form: serde_json::from_str(&row.profile)?,
        coordinator: coordinators::name_of(&db, &row).await?,
        names_me: row.coordinator == Some(staff.account_id),
        before: told.before(&row)?,
        email: email.map(|(address, _)| address).unwrap_or_default(),
        number: applicant.map(|account| account.number).unwrap_or_default(),
        company_id: row.company_id,
        sent_at: row.sent_at,
        clock: clock(&row, market.now()),
        assigned: name(row.assigned_to),
        mine: row.assigned_to == Some(staff.account_id),
        decided_by: name(row.decided_by),
        decided_at: row.decided_at,
        fields: serde_json::from_str(&row.fields)?,
        events: told.events(&people)?,
        notes: told.notes(&people),
        previous: neighbour(&db, staff, filter, &row, Way::Back).await?,
        next: neighbour(&db, staff, filter, &row, Way::On).await?,
        asks_password: proving::asks_to_act(market, who),
        reason: row.reason,
        question: row.question,
    })
}

/// All that was said about the applications of a company, up to this one; of those that the reader may see.
struct Told {
    applications: Vec<application::Model>,
    submissions: Vec<submission::Model>,
    remarks: Vec<remark::Model>,
}

impl Told {
    async fn of(db: &impl ConnectionTrait, row: &application::Model, seen: Condition) -> Answer<Self> {
        let applications = application::Entity::find()
            .filter(application::Column::CompanyId.eq(row.company_id))
            .filter(application::Column::Id.lte(row.id))
            .filter(seen)
            .order_by_asc(application::Column::Id)
            .all(db)
            .await?;
        let submissions = submission::Entity::find()
            .filter(submission::Column::ApplicationId.is_in(applications.iter().map(|one| one.id)))
            .order_by_desc(submission::Column::Id)
            .limit(100)
            .all(db)
            .await?;
        let remarks = remark::Entity::find()
            .filter(remark::Column::ApplicationId.is_in(applications.iter().map(|one| one.id)))
            .order_by_asc(remark::Column::Id)
            .all(db)
            .await?;
        Ok(Self {
            applications,
            submissions,
            remarks,
        })
    }

    fn people(&self, row: &application::Model) -> Vec<i64> {
        let authors = self.remarks.iter().filter_map(|remark| remark.author);
        let deciders = self.applications.iter().filter_map(|one| one.decided_by);
        authors.chain(deciders).chain(row.assigned_to).collect()
    }

    /// The form that was sent before the newest one of this application; a company that was let in and then applies to sell begins anew.
    fn before(&self, row: &application::Model) -> Answer<Option<ProfileForm>> {
        let is_company = |one: &application::Model| kind(one) == Kind::Company;
        let course = self
            .applications
            .iter()
            .filter(|one| is_company(one) == is_company(row));
        let course: Vec<i64> = course.map(|one| one.id).collect();
        let mut sent = self
            .submissions
            .iter()
            .filter(|one| course.contains(&one.application_id));
        let newest = sent.find(|one| one.application_id == row.id);
        let before = newest.and_then(|_| sent.next());
        Ok(before.map(|one| serde_json::from_str(&one.profile)).transpose()?)
    }

    fn events(&self, people: &HashMap<i64, String>) -> Answer<Vec<Event>> {
        let name = |id: Option<i64>| id.and_then(|id| people.get(&id).cloned()).unwrap_or_default();
        let mut events = Vec::new();
        for one in &self.submissions {
            events.push(Event {
                at: one.sent_at,
                what: if one.answer.is_empty() {
                    EventKind::Sent
                } else {
                    EventKind::Answered
                },
                by: String::new(),
                text: one.answer.clone(),
                fields: BTreeMap::new(),
            });
        }
        for one in self.remarks.iter().filter(|one| one.kind == "question") {
            events.push(Event {
                at: one.created_at,
                what: EventKind::Asked,
                by: name(one.author),
                text: one.words.clone(),
                fields: BTreeMap::new(),
            });
        }
        for one in &self.applications {
            let Some(at) = one.decided_at else { continue };
            events.push(Event {
                at,
                what: if one.state == "approved" {
                    EventKind::Approved
                } else {
                    EventKind::Rejected
                },
                by: name(one.decided_by),
                text: one.reason.clone(),
                fields: serde_json::from_str(&one.fields)?,
            });
        }
        // Of one moment, the order in which things follow from each other.
        events.sort_by_key(|event| std::cmp::Reverse((event.at, event.what)));
        Ok(events)
    }

    fn notes(&self, people: &HashMap<i64, String>) -> Vec<NoteView> {
        let notes = self.remarks.iter().filter(|one| one.kind == "note");
        notes
            .map(|one| NoteView {
                at: one.created_at,
                by: one
                    .author
                    .and_then(|id| people.get(&id).cloned())
                    .unwrap_or_default(),
                text: one.words.clone(),
            })
            .collect()
    }
}
