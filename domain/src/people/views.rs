//! What the console shows of people and companies. All instants are milliseconds since 1970 in UTC.

use serde::{Deserialize, Serialize};

use super::{PeopleFilter, State};
use crate::accounts::{AccountType, Role, StaffRole};
use crate::audit::{Action, Actor};
use crate::persons::PersonKind;
use crate::screening::Kind;
use crate::screening::queue::Standing;

/// One line of the list of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    pub who: Whose,
    pub name: String,
    /// The main address, or the one that was registered.
    pub email: String,
    /// The employer, or else the corporation that is registered; empty for everybody else.
    pub company: String,
    /// As what somebody can sign in, or has registered.
    pub kinds: Vec<AccountType>,
    pub state: State,
    pub created_at: i64,
}

/// Whose page it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// An account, by its nine digits.
    Account(String),
    /// A registration whose address is not proved, by its number.
    Registration(i64),
}

/// A page of people, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeoplePage {
    pub role: StaffRole,
    pub filter: PeopleFilter,
    pub rows: Vec<PersonRow>,
    /// How many there are like these.
    pub total: u32,
    /// Where the next page begins.
    pub older: Option<i64>,
}

/// One line of the list of companies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyRow {
    pub id: i64,
    pub name: String,
    pub side: AccountType,
    pub state: State,
    pub users: u32,
    pub lots: u32,
    pub created_at: i64,
}

/// A page of companies, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompaniesPage {
    pub role: StaffRole,
    pub filter: PeopleFilter,
    pub rows: Vec<CompanyRow>,
    pub total: u32,
    pub older: Option<i64>,
}

/// Something that the owner's people did, out of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    pub at: i64,
    pub what: Action,
    pub who: Actor,
    /// Why; empty when its person is gone.
    pub text: String,
}

/// An application of the company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    pub id: i64,
    pub kind: Kind,
    pub standing: Standing,
    pub sent_at: i64,
}

/// What the reader of a page may do on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Powers {
    /// Of the one who looks.
    pub role: StaffRole,
    /// Whether anything may be done here.
    pub may_care: bool,
    /// Whether the password has to be shown before anything is done.
    pub asks_password: bool,
}

/// Where somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    /// Browser and system; empty when they were not recognised.
    pub device: String,
    pub began: i64,
    pub seen: i64,
}

/// One address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressLine {
    pub address: String,
    pub main: bool,
    pub proved: bool,
}

/// The company that somebody works for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Employer {
    pub id: i64,
    pub name: String,
    pub state: State,
    pub role: Role,
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonSheet {
    pub powers: Powers,
    /// Nine digits.
    pub number: String,
    /// Of what is done about this person: named when something is done, so that nothing is done unseen.
    pub version: i32,
    pub name: String,
    pub furigana: String,
    /// With its country's calling code.
    pub phone: String,
    pub addresses: Vec<AddressLine>,
    pub company: Option<Employer>,
    /// What is registered beside the trade, with the name of the corporation where it is one.
    pub registered: Vec<(PersonKind, String)>,
    /// Of the owner's people.
    pub staff_role: Option<StaffRole>,
    pub state: State,
    /// Since when the person, not the company, is suspended.
    pub suspended_at: Option<i64>,
    pub force_password: bool,
    pub force_code: bool,
    pub created_at: i64,
    /// The newest request that a session or the company's list still tells of.
    pub seen_at: Option<i64>,
    pub app: bool,
    pub passkeys: u32,
    pub sessions: Vec<SessionLine>,
    /// Browsers that are recognised.
    pub devices: u32,
    pub requests: u32,
    pub imports: u32,
    pub applications: Vec<Applied>,
    /// The newest first.
    pub deeds: Vec<Deed>,
}

/// A user of a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserLine {
    pub number: String,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub suspended: bool,
    pub seen: Option<i64>,
}

/// A stock file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportLine {
    pub file_name: String,
    pub at: i64,
    /// Lots that came of it; nothing while it waits, and when it was refused.
    pub rows: Option<u32>,
    pub refused: bool,
}

/// One company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanySheet {
    pub powers: Powers,
    pub id: i64,
    pub version: i32,
    pub name: String,
    /// ISO code.
    pub country: String,
    pub address: String,
    pub url: String,
    pub side: AccountType,
    pub state: State,
    pub is_owner: bool,
    pub suspended_at: Option<i64>,
    /// Since when the stock of a former supplier is hidden.
    pub hidden_at: Option<i64>,
    pub created_at: i64,
    pub lots: u32,
    pub requests: u32,
    pub users: Vec<UserLine>,
    pub applications: Vec<Applied>,
    /// The newest ones, the newest first.
    pub imports: Vec<ImportLine>,
    /// The newest first.
    pub deeds: Vec<Deed>,
}

/// A registration whose address is not proved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnverifiedSheet {
    pub powers: Powers,
    pub id: i64,
    pub address: String,
    pub side: AccountType,
    pub name: String,
    pub company: String,
    pub created_at: i64,
    /// When its link was mailed last.
    pub mailed_at: Option<i64>,
}
