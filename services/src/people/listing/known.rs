//! What belongs to the accounts of a page: where they work, how they are written to, and as what they can sign in. Each is
//! asked for once for the whole page.

use std::collections::{HashMap, HashSet};

use domain::accounts::AccountType;
use domain::people::views::{PersonRow, Whose};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::accounts::main_addresses;
use crate::entity::{account, company, corporate, individual, membership, staff};
use crate::error::Answer;
use crate::people::state_of;

/// What belongs to the accounts of a page.
pub(super) struct Known {
    employers: HashMap<i64, i64>,
    companies: HashMap<i64, company::Model>,
    addresses: HashMap<i64, String>,
    individuals: HashSet<i64>,
    /// What they are called.
    corporations: HashMap<i64, String>,
    staff: HashSet<i64>,
}

impl Known {
    pub(super) async fn of(db: &impl ConnectionTrait, rows: &[account::Model]) -> Answer<Self> {
        let ids = || rows.iter().map(|row| row.id);
        let members = membership::Entity::find()
            .filter(membership::Column::AccountId.is_in(ids()))
            .all(db)
            .await?;
        let companies = company::Entity::find()
            .filter(company::Column::Id.is_in(members.iter().map(|member| member.company_id)))
            .all(db)
            .await?;
        let addresses = main_addresses(db, ids()).await?;
        let individuals = individual::Entity::find()
            .filter(individual::Column::AccountId.is_in(ids()))
            .all(db)
            .await?;
        let corporations = corporate::Entity::find()
            .filter(corporate::Column::AccountId.is_in(ids()))
            .all(db)
            .await?;
        let colleagues = staff::Entity::find()
            .filter(staff::Column::AccountId.is_in(ids()))
            .all(db)
            .await?;
        Ok(Self {
            individuals: individuals.into_iter().map(|row| row.account_id).collect(),
            corporations: corporations
                .into_iter()
                .map(|row| (row.account_id, row.company))
                .collect(),
            staff: colleagues.into_iter().map(|row| row.account_id).collect(),
            employers: members
                .iter()
                .map(|row| (row.account_id, row.company_id))
                .collect(),
            companies: companies.into_iter().map(|row| (row.id, row)).collect(),
            addresses,
        })
    }

    /// As what somebody can sign in.
    fn kinds(&self, id: i64, company: Option<&company::Model>) -> Vec<AccountType> {
        let trade = company.and_then(|company| AccountType::of_word(&company.trade_type));
        let others = [
            (AccountType::Individual, self.individuals.contains(&id)),
            (AccountType::Corporate, self.corporations.contains_key(&id)),
            (AccountType::Staff, self.staff.contains(&id)),
        ];
        let others = others.into_iter().filter_map(|(kind, is)| is.then_some(kind));
        trade.into_iter().chain(others).collect()
    }

    pub(super) fn line(&self, row: account::Model) -> PersonRow {
        let company = self.employers.get(&row.id).and_then(|id| self.companies.get(id));
        let name = company
            .map(|company| &company.name)
            .or_else(|| self.corporations.get(&row.id));
        PersonRow {
            email: self.addresses.get(&row.id).cloned().unwrap_or_default(),
            company: name.cloned().unwrap_or_default(),
            kinds: self.kinds(row.id, company),
            state: state_of(&row, company),
            created_at: row.created_at,
            name: row.name,
            who: Whose::Account(row.number),
        }
    }
}
