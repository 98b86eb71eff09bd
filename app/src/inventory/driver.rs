//! The driver of the courier: does what it says, and tells it what came of it.
//!
//! One tab speaks for the device; whoever holds the lock does ([`leading`]). Tabs tell each other what has changed ([`news`]). What the
//! market says is read in [`asking`].

pub mod asking;
pub mod leading;
pub mod news;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use domain::inventory::sync::Schemas;
use domain::inventory::sync::courier::{Courier, Effect, Event, Standing};
use domain::inventory::sync::delivery::{self, Absorbed};
use domain::inventory::sync::local::{LocalTx, StoreFault};
use domain::inventory::sync::wire::{Changes, Pull, Push, Pushed};
use js_sys::Function;
use leptos::prelude::{set_timeout, window};
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsValue;
use uuid::Uuid;

use self::asking::Said;
use self::news::{Channel, News};
use super::device::{Base, Tx};

const SCHEMAS: Schemas = Schemas::CURRENT;

/// The driver of one tab. Clones are the same.
#[derive(Clone)]
pub struct Driver(Rc<Inner>);

/// What a page does with news.
type Listener = Rc<dyn Fn(News)>;

struct Inner {
    base: Base,
    courier: RefCell<Courier>,
    /// What the last pull asked for.
    asked: RefCell<Option<Pull>>,
    /// The lots of the ops that are on their way.
    sending: RefCell<Vec<Uuid>>,
    channel: Channel,
    /// There is none at the beginning.
    page: RefCell<Option<Listener>>,
    is_over: Cell<bool>,
    /// Lets go of the lock that this tab holds.
    let_go: RefCell<Option<Function>>,
}

impl Driver {
    /// Begins to drive, once this tab has the lock.
    #[must_use]
    pub fn start(base: Base, user: i64) -> Self {
        let seed = js_sys::Math::random().to_bits();
        let driver = Self(Rc::new(Inner {
            channel: Channel::open(base.name()),
            base,
            courier: RefCell::new(Courier::new(user, seed)),
            asked: RefCell::default(),
            sending: RefCell::default(),
            page: RefCell::default(),
            is_over: Cell::new(false),
            let_go: RefCell::default(),
        }));
        let listening = driver.clone();
        driver.0.channel.listen(move |news| listening.hear(news));
        leading::lead(&driver);
        driver
    }

    /// Gives the news to another page: the one before is gone.
    pub fn tell(&self, page: Rc<dyn Fn(News)>) {
        *self.0.page.borrow_mut() = Some(page);
        self.show(News::Standing(self.0.courier.borrow().standing()));
    }

    /// The store.
    #[must_use]
    pub fn base(&self) -> Base {
        self.0.base.clone()
    }

    /// Whether it is on the device, and stays there when the page goes.
    #[must_use]
    pub fn is_on_device(&self) -> bool {
        self.0.base.is_not_kept().is_none()
    }

    /// Edits were noted here.
    pub fn edited(&self, items: Vec<Uuid>) {
        self.0.channel.say(&News::Edited(items));
        self.feed(Event::Edited);
    }

    /// Drafts of these lots are not as they were.
    pub fn drafted(&self, items: Vec<Uuid>) {
        self.0.channel.say(&News::Drafts(items));
    }

    /// Somebody wants it done now, or there may be a connection again.
    pub fn hint(&self) {
        self.0.channel.say(&News::Hint);
        self.feed(Event::Hint);
    }

    /// Nothing is done any more: the store goes.
    pub fn stop(&self) {
        self.end();
        *self.0.page.borrow_mut() = None;
    }

    /// The store is gone or closed: another tab may speak for the device.
    pub fn end(&self) {
        self.0.is_over.set(true);
        if let Some(let_go) = self.0.let_go.take() {
            drop(let_go.call0(&JsValue::NULL));
        }
    }

    /// Takes what lets the lock go; a tab whose store is gone lets it go at once.
    fn hold(&self, let_go: Function) {
        self.0.let_go.replace(Some(let_go));
        if self.0.is_over.get() {
            self.end();
        }
    }

    /// The other tabs are told that the store is gone.
    pub fn say_gone(&self) {
        self.0.channel.say(&News::Gone);
    }

    fn show(&self, news: News) {
        let page = self.0.page.borrow().clone();
        if let Some(page) = page {
            page(news);
        }
    }

    /// Tells this page and the others.
    fn spread(&self, news: News) {
        self.0.channel.say(&news);
        self.show(news);
    }

    /// News of another tab.
    fn hear(&self, news: News) {
        match &news {
            News::Edited(_) => self.feed(Event::Edited),
            News::Hint => self.feed(Event::Hint),
            News::Gone => self.end(),
            _ => {}
        }
        self.show(news);
    }

    /// Tells the courier, and does what it says.
    pub(super) fn feed(&self, event: Event) {
        if self.0.is_over.get() {
            return;
        }
        let effects = self.0.courier.borrow_mut().take(event);
        for effect in effects {
            let driver = self.clone();
            spawn_local(async move {
                if let Some(event) = driver.carry_out(effect).await {
                    driver.feed(event);
                }
            });
        }
    }

    async fn carry_out(&self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::Prepare => {
                let prepared = self
                    .0
                    .base
                    .work(async |tx| delivery::prepare(tx, SCHEMAS.newest).await);
                Some(prepared.await.map_or(Event::StoreFailed, Event::Prepared))
            }
            Effect::Push { token, push } => Some(self.push(token, &push).await),
            Effect::Pull { token } => Some(self.pull(token).await),
            Effect::Settle(pushed) => Some(self.settle(&pushed).await),
            Effect::Absorb(changes) => Some(self.absorb(&changes).await),
            Effect::Resend { expected } => {
                let fresh = Uuid::new_v4();
                let resent = self
                    .0
                    .base
                    .work(async |tx| delivery::resend(tx, expected, fresh).await);
                Some(self.stored(resent.await))
            }
            Effect::Adopt { epoch } => {
                let adopted = self.0.base.work(async |tx| delivery::adopt(tx, epoch).await);
                Some(self.stored(adopted.await))
            }
            Effect::GiveUp => {
                let given_up = self.0.base.work(async |tx| delivery::give_up(tx).await).await;
                Some(self.stored(given_up))
            }
            Effect::Wake { timer, after } => {
                let driver = self.clone();
                let ring = move || driver.feed(Event::Rang { timer });
                set_timeout(ring, Duration::from_millis(after.into()));
                None
            }
            Effect::Reload => {
                // The new program lifts what is in the queue.
                drop(window().location().reload());
                None
            }
            Effect::Show(standing) => {
                self.spread(News::Standing(standing));
                None
            }
        }
    }

    fn stored(&self, done: Result<(), StoreFault>) -> Event {
        if done.is_err() {
            return Event::StoreFailed;
        }
        self.spread(News::Anew);
        Event::Stored
    }

    async fn push(&self, token: u32, push: &Push) -> Event {
        *self.0.sending.borrow_mut() = push.ops.iter().map(|op| op.item_id).collect();
        match asking::push(push).await {
            Said::Answer(pushed) => Event::Pushed {
                token,
                answer: Ok(pushed),
            },
            Said::Stop(stop) => Event::Pushed {
                token,
                answer: Err(stop),
            },
            Said::Nothing => Event::NoAnswer { token },
        }
    }

    async fn pull(&self, token: u32) -> Event {
        let Ok(pull) = self.0.base.work(async |tx| delivery::ask(tx).await).await else {
            return Event::StoreFailed;
        };
        *self.0.asked.borrow_mut() = Some(pull.clone());
        match asking::pull(&pull).await {
            Said::Answer(changes) => Event::Pulled {
                token,
                answer: Ok(changes),
            },
            Said::Stop(stop) => Event::Pulled {
                token,
                answer: Err(stop),
            },
            Said::Nothing => Event::NoAnswer { token },
        }
    }

    async fn settle(&self, pushed: &Pushed) -> Event {
        let mut settled = self
            .0
            .base
            .work(async |tx| delivery::settle(tx, pushed).await)
            .await;
        if settled == Err(StoreFault::Full) {
            let made = self.0.base.make_way(&[]).await;
            if made.is_ok() {
                settled = self
                    .0
                    .base
                    .work(async |tx| delivery::settle(tx, pushed).await)
                    .await;
            }
        }
        if settled.is_err() {
            return Event::StoreFailed;
        }
        let mut items = self.0.sending.take();
        items.extend(pushed.rows.iter().map(|row| row.item_id));
        items.sort_unstable();
        items.dedup();
        self.spread(News::Items(items));
        Event::Stored
    }

    async fn absorb(&self, changes: &Changes) -> Event {
        let Some(asked) = self.0.asked.borrow().clone() else {
            return Event::StoreFailed;
        };
        let absorbed = async |tx: &mut Tx| {
            let absorbed = delivery::absorb(tx, &asked, changes).await?;
            Ok::<_, StoreFault>((absorbed, tx.meta().await?.pass))
        };
        let Ok((absorbed, pass)) = self.0.base.work(absorbed).await else {
            return Event::StoreFailed;
        };
        let of_rows = changes.rows.iter().map(|row| row.item_id);
        let of_conflicts = changes.settled.iter().map(|settled| settled.item_id);
        let items: Vec<_> = of_rows.chain(of_conflicts).collect();
        if !items.is_empty() {
            self.spread(News::Items(items));
        }
        if absorbed != Absorbed::More {
            // Rows that a later pass did not bring are no more.
            if (asked.whole || changes.reset) && pass > 1 {
                self.spread(News::Anew);
            }
            self.spread(News::Synced(now()));
        }
        Event::Absorbed(absorbed)
    }

    /// Lifts the queue into the form of this program.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn lift(base: &Base) -> Result<(), StoreFault> {
        base.work(async |tx| delivery::lift(tx, SCHEMAS).await).await
    }

    /// How it stands, for sign-out: whether everything that can be sent is sent.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.0.courier.borrow().standing()
    }
}

/// The form of ops that this program writes.
#[must_use]
pub const fn schema() -> u16 {
    SCHEMAS.newest
}

/// The device's clock, in milliseconds since 1970.
#[must_use]
pub fn now() -> i64 {
    js_sys::Date::now() as i64
}
