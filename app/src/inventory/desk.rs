//! What the page of the stock holds while it is open: the sheet, where the keyboard is, how it stands with the market. What is typed in a
//! cell goes into the sheet in [`typing`], and to the device in [`keeping`]; what other tabs type comes from there in [`tabs`].

mod keeping;
mod tabs;
mod typing;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use domain::inventory::grid::{Draft, Line, Loaded, Place, Range, Sheet};
use domain::inventory::sync::answering::asked;
use domain::inventory::sync::courier::Standing;
use domain::inventory::sync::local::{Open, Rejected, StoreFault};
use domain::inventory::sync::{ConflictId, Row};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

pub use self::keeping::Storing;
use self::typing::Typing;
use super::device::{Base, Looked};
use super::driver::Driver;
use super::driver::news::News;
use super::owner::Owner;
use super::sending::{self, Ask};

/// A conflict with the lot as the market has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choosing {
    pub open: Open,
    pub row: Option<Row>,
}

/// What was found when the store was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Found {
    /// There was a list here, and it was removed by somebody or something else than us.
    pub was_removed: bool,
    /// Edits of others that wait on this device.
    pub elsewhere: u32,
    /// The browser does not promise to keep the list when it is short of room.
    pub may_be_cleared: bool,
    /// The person may not edit the stock any more: until when what was not sent stays here, by the device's clock.
    pub gone_until: Option<i64>,
}

struct Held {
    sheet: Sheet,
    driver: Driver,
    owner: Owner,
    /// Lots whose drafts are being written, and how often.
    writing: HashMap<Uuid, u32>,
    /// Lots whose drafts are being turned into ops.
    sending: HashSet<Uuid>,
    /// Drafts as this tab has stored them, or found them stored, last.
    stored: HashMap<Uuid, Draft>,
    /// The number of the early steps that are on the device, and their name.
    early: Option<(u64, Uuid)>,
    typing: Option<Typing>,
    /// Something is being written to the device.
    is_busy: bool,
    has_failed: bool,
    is_kept: bool,
    /// Where the keyboard went because its row did.
    followed: Option<Place>,
}

/// The state of the page; copies are the same.
#[derive(Clone, Copy)]
pub struct Desk {
    held: StoredValue<Held, LocalStorage>,
    revision: RwSignal<u32>,
    /// Where the keyboard is.
    pub range: RwSignal<Range>,
    /// Whether a cell is being typed in.
    pub editing: RwSignal<bool>,
    pub stands: RwSignal<Standing>,
    /// When everything was last fetched, by the device's clock.
    pub synced: RwSignal<Option<i64>>,
    pub storing: RwSignal<Storing>,
    pub choosing: RwSignal<Vec<Choosing>>,
    /// Conflicts that were settled elsewhere, and of which nobody here has taken note.
    pub settled: RwSignal<Vec<Choosing>>,
    pub rejected: RwSignal<Vec<Rejected>>,
    /// When the oldest edit that waits was made, by the device's clock.
    pub oldest: RwSignal<Option<i64>>,
    pub found: RwSignal<Found>,
    /// Whether what is typed is sent without pressing Send.
    pub as_typed: RwSignal<bool>,
    /// What Send has to ask.
    pub ask: RwSignal<Ask>,
    /// The lot whose history is shown.
    pub telling: RwSignal<Option<Uuid>>,
    /// The last thing that is said aloud.
    pub said: RwSignal<String>,
    /// Colleagues, as far as they are known.
    pub names: RwSignal<HashMap<i64, String>>,
}

impl Desk {
    /// Over an opened store.
    #[must_use]
    pub fn new(sheet: Sheet, driver: Driver, owner: Owner) -> Self {
        let names = HashMap::from([(owner.user, owner.name.clone())]);
        let stored = sheet.lines().filter_map(|line| line.draft.clone());
        let stored = stored.map(|draft| (draft.item_id, draft)).collect();
        Self {
            held: StoredValue::new_local(Held {
                sheet,
                driver,
                owner,
                writing: HashMap::new(),
                sending: HashSet::new(),
                stored,
                early: None,
                typing: None,
                is_busy: false,
                has_failed: false,
                is_kept: false,
                followed: None,
            }),
            revision: RwSignal::new(0),
            range: RwSignal::default(),
            editing: RwSignal::new(false),
            stands: RwSignal::default(),
            synced: RwSignal::new(None),
            storing: RwSignal::default(),
            choosing: RwSignal::new(Vec::new()),
            settled: RwSignal::new(Vec::new()),
            rejected: RwSignal::new(Vec::new()),
            oldest: RwSignal::new(None),
            found: RwSignal::default(),
            as_typed: RwSignal::new(sending::as_typed()),
            ask: RwSignal::default(),
            telling: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            names: RwSignal::new(names),
        }
    }

    /// Reads the sheet; whatever reads it is drawn anew when it changes.
    pub fn with<T>(self, read: impl FnOnce(&Sheet) -> T) -> T {
        self.revision.track();
        self.read(read)
    }

    /// Reads the sheet once.
    pub fn read<T>(self, read: impl FnOnce(&Sheet) -> T) -> T {
        self.held.with_value(|held| read(&held.sheet))
    }

    /// The driver.
    #[must_use]
    pub fn driver(self) -> Driver {
        self.held.with_value(|held| held.driver.clone())
    }

    /// The store.
    #[must_use]
    pub fn base(self) -> Base {
        self.driver().base()
    }

    /// Whose stock it is.
    #[must_use]
    pub fn owner(self) -> Owner {
        self.held.with_value(|held| held.owner.clone())
    }

    /// Draws anew.
    pub fn draw(self) {
        self.revision
            .update(|revision| *revision = revision.wrapping_add(1));
    }

    /// Changes the sheet without touching drafts: sorting, filtering. The keyboard stays at its place, whatever stands there then.
    pub fn rearrange(self, act: impl FnOnce(&mut Sheet)) {
        self.held.update_value(|held| act(&mut held.sheet));
        let size = self.read(Sheet::size);
        self.range.update(|range| *range = range.within(size));
        self.draw();
    }

    /// Whether the keyboard came to a place with its row: then the screen stays as it is.
    #[must_use]
    pub fn has_followed(self, place: Place) -> bool {
        self.held.with_value(|held| held.followed == Some(place))
    }

    /// Does what may move rows; what is chosen stays chosen. `None` where the page is gone.
    fn moving<T>(self, act: impl FnOnce(&mut Sheet) -> T) -> Option<T> {
        let range = self.range.try_get_untracked()?;
        let (done, now) = self.held.try_update_value(|held| {
            let chosen = held.sheet.chosen(range);
            let done = act(&mut held.sheet);
            (done, held.sheet.found_again(&chosen))
        })?;
        if now != range {
            self.held.update_value(|held| held.followed = Some(now.head));
            self.range.set(now);
        }
        Some(done)
    }

    /// Whether what is typed now would be kept, and sent sooner or later. Where only the page keeps it, nothing is typed without a connection.
    #[must_use]
    pub fn lets_type(self) -> bool {
        let stands = self.stands.get();
        let is_sent = self.is_on_device() || stands != Standing::Unreachable;
        is_sent && stands.lets_type() && !matches!(self.storing.get(), Storing::Failed(_))
    }

    /// Whether the list is on the device, and stays there when the page goes.
    #[must_use]
    pub fn is_on_device(self) -> bool {
        self.held
            .try_with_value(|held| held.driver.is_on_device())
            .unwrap_or(true)
    }

    /// Changes the sheet and stores the drafts that it names. While nobody is signed in who may, or nothing can be stored, nothing
    /// changes.
    pub fn change(self, act: impl FnOnce(&mut Sheet) -> Vec<Uuid>) {
        if !untrack(|| self.lets_type()) {
            return;
        }
        let items = self.moving(act);
        self.store(items.unwrap_or_default());
        self.draw();
    }

    /// Takes lots as the store has them.
    pub fn take(self, looked: Looked) {
        if self.moving(|sheet| sheet.load(looked.lots, Vec::new())).is_none() {
            return;
        }
        let rows: HashMap<Uuid, Row> = looked
            .rows
            .into_iter()
            .map(|kept| (kept.row.item_id, kept.row))
            .collect();
        let choosing = |open: Open| Choosing {
            row: rows.get(&open.conflict.item_id).cloned(),
            open,
        };
        self.choosing
            .set(asked(looked.conflicts).into_iter().map(choosing).collect());
        self.settled
            .set(looked.settled.into_iter().map(choosing).collect());
        self.rejected.set(looked.rejected);
        self.oldest.set(looked.oldest);
        self.draw();
    }

    /// Looks at lots again.
    pub async fn look(self, items: &[Uuid]) {
        let Some(base) = self.held.try_with_value(|held| held.driver.base()) else {
            return;
        };
        match base.look(items).await {
            Ok(looked) => self.take(looked),
            Err(fault) => {
                self.storing.try_set(Storing::Failed(fault));
            }
        }
    }

    async fn look_at_all(self) {
        let Some(base) = self.held.try_with_value(|held| held.driver.base()) else {
            return;
        };
        let mut seen = HashSet::new();
        let looked = base
            .look_at_all(|lots| {
                seen.extend(lots.iter().map(|lot| lot.item_id));
                self.moving(|sheet| sheet.load(lots, Vec::new()));
            })
            .await;
        let Ok(mut looked) = looked else { return };
        // What the store does not know any more is gone from the market as well.
        let gone = self.held.try_with_value(|held| {
            let unknown = |line: &&Line| line.kept.is_some() && !seen.contains(&line.item_id);
            let gone = held.sheet.lines().filter(unknown);
            gone.map(|line| line.item_id).collect::<Vec<_>>()
        });
        if let Some(gone) = gone {
            looked.lots = gone.into_iter().map(Loaded::gone).collect();
            self.take(looked);
        }
    }

    /// News of the driver, or of another tab.
    pub fn hear(self, news: News) {
        match news {
            News::Items(items) | News::Edited(items) => {
                spawn_local(async move { self.look(&items).await });
            }
            News::Drafts(items) => spawn_local(async move { self.look_at_drafts(&items).await }),
            News::Anew => spawn_local(async move { self.look_at_all().await }),
            News::Standing(Standing::Following) | News::Hint => {}
            News::Standing(stands) => {
                self.stands.try_set(stands);
                if stands == Standing::CompanyGone {
                    spawn_local(self.is_gone());
                }
            }
            News::Synced(at) => {
                self.synced.try_set(Some(at));
            }
            News::Gone => {
                self.storing.try_set(Storing::Failed(StoreFault::Gone));
            }
        }
    }

    /// Takes lots as they are since drafts of theirs have been sent, and forgets these.
    pub fn sent(self, drafts: &[Draft], looked: Looked) {
        self.take(looked);
        if self.moving(|sheet| sheet.sent(drafts)).is_some() {
            self.draw();
        }
    }

    /// The conflict with an id.
    #[must_use]
    pub fn conflict(self, id: ConflictId) -> Option<Choosing> {
        let choosing = self.choosing.get_untracked();
        choosing
            .into_iter()
            .find(|choosing| choosing.open.conflict.id == id)
    }

    /// The ear of the page, for the driver.
    #[must_use]
    pub fn ear(self) -> Rc<dyn Fn(News)> {
        Rc::new(move |news| self.hear(news))
    }
}
