//! The store of a user in a company, wherever it is.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::inventory::sync::local::{LocalTx, Meta, StoreFault};
use domain::inventory::sync::queue::make_room;
use uuid::Uuid;

use super::disk::Disk;
use super::memory::Memory;
use super::store::SELF;
use super::tables::Table;
use super::tx::Tx;

/// Why nothing can be kept on the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoBase {
    /// The browser has no store, or does not let us; private windows are like that.
    Refused,
    /// Less room than a stock list may need.
    NoRoom,
    /// Another tab of an older program holds it open.
    Blocked,
}

/// An open store. Clones are the same.
#[derive(Clone)]
pub struct Base {
    place: Place,
    name: Rc<str>,
    is_new: bool,
    is_closed: Rc<Cell<bool>>,
    /// Told when it is closed from outside.
    listener: Rc<RefCell<Option<Listener>>>,
}

type Listener = Rc<dyn Fn()>;

#[derive(Clone)]
enum Place {
    Disk(Disk),
    /// Why it is not on the disk.
    Memory(Memory, NoBase),
}

impl Base {
    /// Opens the store of a user in a company, and makes it where there is none.
    ///
    /// # Errors
    /// Why nothing can be kept on the device.
    pub async fn open(user: i64, company: i64) -> Result<Self, NoBase> {
        let name = name(user, company);
        // What is there already is opened however little room is left: edits that wait must be seen.
        if Disk::is_short_of_room().await && !Disk::is_there(&name).await {
            return Err(NoBase::NoRoom);
        }
        let mut base = Self::existing(&name).await?;
        let begun = base.begin_life(user, company).await;
        base.is_new = begun.map_err(|_| NoBase::Refused)?;
        Ok(base)
    }

    /// A store that goes with the page, where nothing can be kept on the device; each page has its own.
    ///
    /// # Errors
    /// None; what is asked of memory may fail by its type only.
    pub async fn in_memory(user: i64, company: i64, why: NoBase) -> Result<Self, StoreFault> {
        let name = format!("{}-{}", name(user, company), Uuid::new_v4());
        let mut base = Self::at(Place::Memory(Memory::default(), why), &name);
        base.is_new = base.begin_life(user, company).await?;
        Ok(base)
    }

    /// Opens a database that is there, whosever it is.
    pub(super) async fn existing(name: &str) -> Result<Self, NoBase> {
        let disk = Disk::open(name).await?;
        let base = Self::at(Place::Disk(disk.clone()), name);
        let closing = base.clone();
        disk.when_in_the_way(move || {
            closing.close();
            let listener = closing.listener.borrow().clone();
            if let Some(tell) = listener {
                tell();
            }
        });
        Ok(base)
    }

    fn at(place: Place, name: &str) -> Self {
        Self {
            place,
            name: name.into(),
            is_new: false,
            is_closed: Rc::default(),
            listener: Rc::default(),
        }
    }

    /// Whether it was made just now.
    #[must_use]
    pub const fn is_new(&self) -> bool {
        self.is_new
    }

    /// Why it goes with the page; `None` where it is on the device.
    #[must_use]
    pub const fn is_not_kept(&self) -> Option<NoBase> {
        match self.place {
            Place::Disk(_) => None,
            Place::Memory(_, why) => Some(why),
        }
    }

    /// Whether something would be lost if the page went now. Conflicts are on the market as well, where an administrator finds them.
    #[must_use]
    pub fn would_lose(&self) -> bool {
        const UNSENT: [Table; 3] = [Table::Queue, Table::Drafts, Table::Rejected];
        match &self.place {
            Place::Disk(_) => false,
            Place::Memory(memory, _) => UNSENT
                .into_iter()
                .any(|table| !memory.begin().keys(table).is_empty()),
        }
    }

    /// Who is told when the database was closed from outside: by a newer program, or because somebody signed out in another tab.
    pub fn when_closed(&self, tell: impl Fn() + 'static) {
        *self.listener.borrow_mut() = Some(Rc::new(tell));
    }

    /// Closes it; nothing can be read or written any more.
    pub(super) fn close(&self) {
        if let Place::Disk(disk) = &self.place {
            disk.close();
        }
        self.is_closed.set(true);
    }

    /// Answers whether it has no life behind it.
    async fn begin_life(&self, user: i64, company: i64) -> Result<bool, StoreFault> {
        self.work(async |tx| {
            let known: Option<Meta> = tx.get(Table::Meta, SELF).await?;
            if known.is_none() {
                tx.set_meta(&Meta::new(Uuid::new_v4(), user, company)).await?;
            }
            Ok(known.is_none())
        })
        .await
    }

    /// Begins a transaction over all tables.
    ///
    /// # Errors
    /// The store is closed or broken.
    pub(super) fn begin(&self) -> Result<Tx, StoreFault> {
        if self.is_closed.get() {
            return Err(StoreFault::Gone);
        }
        match &self.place {
            Place::Disk(disk) => disk.begin().map(Tx::on_disk),
            Place::Memory(memory, _) => Ok(Tx::in_memory(memory.begin())),
        }
    }

    /// One transaction over all tables. When this is done, the disk itself has what was written; where the work fails, nothing has happened.
    ///
    /// # Errors
    /// Those of the work; or the store is closed, broken or full.
    pub async fn work<T, E: From<StoreFault>>(
        &self,
        work: impl AsyncFnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut tx = self.begin()?;
        let done = work(&mut tx).await?;
        tx.commit().await?;
        Ok(done)
    }

    /// Makes room on a full device: rows that can be fetched again go, but those of these lots.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn make_way(&self, keep: &[Uuid]) -> Result<(), StoreFault> {
        self.work(async |tx| make_room(tx, keep).await).await
    }

    /// The name of the store; tabs find each other by it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Removes the store and all that is in it.
    ///
    /// # Errors
    /// The browser does not let us.
    pub async fn wipe(&self) -> Result<(), StoreFault> {
        self.close();
        match &self.place {
            Place::Disk(_) => Disk::remove(&self.name).await,
            Place::Memory(memory, _) => {
                memory.wipe();
                Ok(())
            }
        }
    }
}

/// What the names of all our databases begin with.
pub(super) const NAMES: &str = "inv-";

fn name(user: i64, company: i64) -> String {
    format!("{NAMES}{user:x}-{company:x}")
}
