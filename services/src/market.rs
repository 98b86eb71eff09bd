//! The market: all that a use case may touch.

use std::sync::Arc;
use std::time::Duration;

use crate::accounts::passwords::Passwords;
use crate::clock::Clock;
use crate::database::Database;
use crate::limits::Limits;
use crate::post::Postman;
use crate::seal::Seal;
use crate::search::SearchRoom;

/// The state that use cases share; cheap to clone.
#[derive(Clone)]
pub struct Market {
    pub db: Database,
    pub clock: Arc<dyn Clock>,
    pub settings: Arc<MarketSettings>,
    pub postman: Arc<dyn Postman>,
    pub passwords: Arc<Passwords>,
    pub search: Arc<SearchRoom>,
    pub seal: Arc<Seal>,
    pub limits: Arc<Limits>,
}

/// What the settings file says.
#[derive(Debug, Clone)]
pub struct MarketSettings {
    /// The address of the site as people type it, without a slash at its end; all links in mails begin with it (T18).
    pub public_base_url: String,
    /// Who runs it, as the settings file says; `owner::owner` knows what holds.
    pub owner: domain::owner::Owner,
    /// How long a sign-in takes at least, so that the wait tells nothing (T01).
    pub answer_floor: Duration,
    /// Whether a browser that is new to an account, and one that was locked out, is asked for a code by mail (R061).
    pub sign_in_codes: bool,
}

impl Market {
    /// Milliseconds since 1970 in UTC.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.clock.now()
    }
}
