//! Coming to the page: who is there, and can their stock be opened?

use std::cell::RefCell;

use domain::inventory::ThisYear;
use domain::inventory::contact_details::CompanyName;
use domain::inventory::grid::Sheet;
use domain::inventory::sync::Judge;
use domain::inventory::sync::delivery;
use domain::inventory::sync::local::StoreFault;
use domain::inventory::sync::wire::Stop;
use domain::places::Place;
use gloo::events::{EventListener, EventListenerOptions};
use js_sys::Reflect;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Event, RequestInit, Response};

use super::columns;
use super::desk::{Desk, Found};
use super::device::{Base, Looked, NoBase, trace};
use super::driver::asking::{self, Said};
use super::driver::news::News;
use super::driver::{Driver, now};
use super::owner::{self, Owner};
use crate::session::Session;

/// What came of it.
pub enum Opening {
    Ready(Box<Ready>),
    /// Nobody is signed in, or somebody has signed out here.
    SignIn,
    /// Signed in, but not as somebody who may edit stock.
    NotAllowed,
    /// The account or its company is suspended, and nothing of what was typed is left here.
    Suspended,
    /// There is no connection, and nothing of the stock is on the device.
    Unreachable,
    /// Another tab of an older program holds the store open.
    Blocked,
}

/// What the page is made of, once it is there.
pub struct Ready {
    sheet: Sheet,
    looked: Looked,
    driver: Driver,
    owner: Owner,
    found: Found,
}

impl Ready {
    /// Makes the state of the page; within the page, so that it goes with it.
    #[must_use]
    pub fn desk(self) -> Desk {
        let desk = Desk::new(self.sheet, self.driver.clone(), self.owner);
        desk.take(self.looked);
        desk.found.set(self.found);
        on_cleanup(move || desk.leave());
        let ear = desk.ear();
        let driver = self.driver.clone();
        self.driver.base().when_closed(move || {
            driver.end();
            ear(News::Gone);
        });
        // Nobody waits for what is not theirs.
        let base = self.driver.base();
        spawn_local(async move {
            let elsewhere = base.waiting_elsewhere(now()).await;
            desk.found.try_update(|found| found.elsewhere = elsewhere);
        });
        self.driver.tell(desk.ear());
        self.driver.hint();
        desk
    }
}

thread_local! {
    /// The driver goes on while other pages of the program are looked at.
    static DRIVER: RefCell<Option<(Owner, Driver)>> = const { RefCell::new(None) };
}

/// Forgets the driver: its store is gone.
pub fn forget() {
    DRIVER.with_borrow_mut(|kept| *kept = None);
}

/// Finds out who is there and opens their store.
pub async fn open(session: Session) -> Opening {
    if owner::is_leaving() && !has_left().await {
        return Opening::SignIn;
    }
    let number = session.visitor.map(|who| who.number).unwrap_or_default();
    // The page itself may be older than the last sign-in, but never somebody else's.
    let known = || Owner::remembered().filter(|owner| number.is_empty() || owner.number == number);
    match asking::hello().await {
        Said::Answer(hello) => {
            let owner = Owner::of(&hello, &number);
            owner.remember();
            let opened = match opened(&owner).await {
                Err(why @ (NoBase::Refused | NoBase::NoRoom)) => fleeting(&owner, why).await,
                opened => opened,
            };
            come_to(owner, opened, None).await
        }
        Said::Stop(Stop::SignIn | Stop::ClientNotYours) => Opening::SignIn,
        Said::Stop(Stop::CompanyGone) => {
            let left = match known() {
                Some(owner) => left(owner).await,
                None => None,
            };
            // Whoever is suspended is nobody to the page.
            left.unwrap_or(if number.is_empty() {
                Opening::Suspended
            } else {
                Opening::NotAllowed
            })
        }
        Said::Stop(_) | Said::Nothing => match known() {
            Some(owner) => {
                let opened = opened(&owner).await;
                come_to(owner, opened, None).await
            }
            None => Opening::Unreachable,
        },
    }
}

/// The store, and the driver if it is driven already.
type Opened = (Base, Option<Driver>);

/// Opens the store on the device, or goes on with the one of another page.
async fn opened(owner: &Owner) -> Result<Opened, NoBase> {
    let known = DRIVER.with_borrow(|kept| {
        let same = kept
            .as_ref()
            .filter(|(of, _)| (of.user, of.company) == (owner.user, owner.company));
        same.map(|(_, driver)| driver.clone())
    });
    if let Some(driver) = known {
        return Ok((driver.base(), Some(driver)));
    }
    let base = Base::open(owner.user, owner.company).await?;
    Driver::lift(&base).await.map_err(|_| NoBase::Refused)?;
    Ok((base, None))
}

/// A store that goes with the page; whoever leaves it with edits that were not sent is asked.
async fn fleeting(owner: &Owner, why: NoBase) -> Result<Opened, NoBase> {
    let base = Base::in_memory(owner.user, owner.company, why).await;
    let base = base.map_err(|_| why)?;
    let asking = base.clone();
    let options = EventListenerOptions::enable_prevent_default();
    let leaving = move |event: &Event| {
        if asking.would_lose() {
            event.prevent_default();
            // What older browsers look at.
            drop(Reflect::set(event, &"returnValue".into(), &true.into()));
        }
    };
    EventListener::new_with_options(&window(), "beforeunload", options, leaving).forget();
    Ok((base, None))
}

/// Nobody of the company any more: nothing is shown but what was not sent. `None` where there is nothing of that kind.
async fn left(owner: Owner) -> Option<Opening> {
    let opened = opened(&owner).await.ok()?;
    let base = &opened.0;
    // The list may be another person's, who was here before: the market knows who is there.
    let ask = base.work(async |tx| delivery::ask(tx).await).await.ok()?;
    let Said::Stop(Stop::CompanyGone) = asking::pull(&ask).await else {
        return None;
    };
    if let Some(until) = base.gone(now()).await.ok()? {
        return Some(come_to(owner, Ok(opened), Some(until)).await);
    }
    trace::remove(base.name());
    forget();
    // If the browser does not let us, it is tried again at the next visit.
    let _ = base.wipe().await;
    None
}

async fn come_to(owner: Owner, opened: Result<Opened, NoBase>, gone_until: Option<i64>) -> Opening {
    let ready = async {
        let (base, driver) = opened?;
        ready(owner, base, driver, gone_until)
            .await
            .map_err(|_| NoBase::Refused)
    };
    match ready.await {
        Ok(ready) => Opening::Ready(Box::new(ready)),
        Err(NoBase::Blocked) => Opening::Blocked,
        Err(NoBase::Refused | NoBase::NoRoom) => Opening::Unreachable,
    }
}

/// Tells the market that somebody has signed out here while there was no connection.
pub async fn has_left() -> bool {
    let request = RequestInit::new();
    request.set_method("POST");
    let sent = window().fetch_with_str_and_init(&Place::SignOut.path(), &request);
    let answer = wasm_bindgen_futures::JsFuture::from(sent).await.ok();
    let answer = answer.and_then(|answer| answer.dyn_into::<Response>().ok());
    // Only the market leads on to another page of its own; whatever else may answer has signed nobody out.
    let told = answer.is_some_and(|answer| answer.ok() && answer.redirected());
    if told {
        owner::has_left();
    }
    told
}

async fn ready(
    owner: Owner,
    base: Base,
    driver: Option<Driver>,
    gone_until: Option<i64>,
) -> Result<Ready, StoreFault> {
    let judge = Judge::new(this_year(owner.year), CompanyName::of(&owner.company_name));
    let mut sheet = Sheet::new(judge);
    sheet.show_columns(columns::remembered());
    let mut found = Found {
        gone_until,
        ..Found::default()
    };
    if base.is_not_kept().is_none() {
        found.was_removed = driver.is_none() && base.is_new() && trace::is_there(base.name());
        trace::leave(base.name());
    }
    if gone_until.is_none() {
        match base.used(now()).await {
            // A full device shows what it has; that it was used is noted when there is room again.
            Ok(()) | Err(StoreFault::Full) => {}
            Err(fault) => return Err(fault),
        }
    }
    let looked = base.look_at_all(|lots| sheet.load(lots, Vec::new())).await?;
    let (drafts, past) = base.drafts().await?;
    sheet.load(Vec::new(), drafts);
    sheet.remember(past);
    sheet.arrange(columns::remembered_order());
    let driver = driver.unwrap_or_else(|| {
        let driver = Driver::start(base, owner.user);
        DRIVER.with_borrow_mut(|kept| *kept = Some((owner.clone(), driver.clone())));
        driver
    });
    Ok(Ready {
        sheet,
        looked,
        driver,
        owner,
        found,
    })
}

/// The year in Japan, by the device's clock; but not one that is over, as the market has told.
fn this_year(known: u16) -> ThisYear {
    const JAPAN: i64 = 9 * 60 * 60 * 1_000;
    let date = js_sys::Date::new(&((now() + JAPAN) as f64).into());
    ThisYear(
        u16::try_from(date.get_utc_full_year())
            .unwrap_or_default()
            .max(known),
    )
}
