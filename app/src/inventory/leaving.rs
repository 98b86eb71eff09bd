//! Signing out while edits have not reached the market: stay, take them along, or discard them, asked twice. It comes to an end as well where
//! the device's store does not say what it has, or does not go.

use domain::inventory::sync::courier::Standing;
use domain::inventory::sync::local::{LocalTx, StoreFault, Unsent};
use domain::inventory::sync::sign_out::{Effect as Step, Event, SignOut};
use domain::places::Place;
use gloo::events::EventListener;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsValue;
use std::time::Duration;

use super::desk::Desk;
use super::device::request::call;
use super::device::{Base, trace};
use super::driver::news::News;
use super::taking::{Took, take_along};
use super::{dialog, opening, owner};
use crate::labels::{language, locale};
use crate::say;
use crate::ui::Icon;

/// How long it is waited for what can still be sent.
const PATIENCE: u32 = 6_000;
const LOOK_EVERY: u32 = 250;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Asking {
    #[default]
    Nothing,
    Sending,
    /// `None` where the store does not say what would be lost.
    Once(Option<Unsent>),
    Again(Option<Unsent>),
    /// The store is still there.
    Stuck,
    /// Signed out here; the market is told as soon as it is reachable.
    Left,
}

#[derive(Clone, Copy)]
struct Leave {
    desk: Desk,
    course: StoredValue<SignOut>,
    asking: RwSignal<Asking>,
    language: domain::language::Language,
}

/// The questions.
#[component]
pub fn Leaving(desk: Desk) -> impl IntoView {
    let locale = locale();
    let leave = Leave {
        desk,
        course: StoredValue::new(SignOut::default()),
        asking: RwSignal::default(),
        language: language(),
    };
    Effect::new(move |_| leave.look());
    StoredValue::new_local(EventListener::new(&window(), "hashchange", move |_| leave.look()));
    let asked = move || match leave.asking.get() {
        Asking::Nothing => ().into_any(),
        Asking::Sending => {
            view! { <p class="notice info" role="status">{say!(locale, inventory.leave_sending)}</p> }
                .into_any()
        }
        Asking::Left => {
            view! { <p class="notice safe" role="status">{say!(locale, inventory.leave_left)}</p> }.into_any()
        }
        Asking::Once(unsent) => once(leave, unsent),
        Asking::Again(unsent) => again(leave, unsent),
        Asking::Stuck => stuck(leave),
    };
    view! { <div>{asked}</div> }.into_any()
}

fn words(unsent: Option<Unsent>) -> String {
    let locale = locale();
    unsent.map_or_else(
        || say!(locale, inventory.leave_unread).to_owned(),
        |unsent| {
            let count = unsent.edits + unsent.conflicts + unsent.rejected + unsent.drafts;
            say!(locale, inventory.leave_words, count = count).to_string()
        },
    )
}

fn once(leave: Leave, unsent: Option<Unsent>) -> AnyView {
    let locale = locale();
    let (title, download) = if unsent.is_some() {
        let download = say!(locale, inventory.leave_download);
        (say!(locale, inventory.leave_title), download)
    } else {
        // What cannot be read is in no file, so that none leads on.
        let download = say!(locale, inventory.take_along);
        (say!(locale, inventory.leave_unread_title), download)
    };
    let answers = view! {
        {stay(leave)}
        <button class="button" type="button" on:click=move |_| leave.take(Event::Download)>
            <Icon name="download" small=true />
            {download}
        </button>
        <button class="button danger" type="button" on:click=move |_| leave.take(Event::Discard)>
            {say!(locale, inventory.leave_discard)}
        </button>
    };
    question(leave, title, words(unsent), answers)
}

fn again(leave: Leave, unsent: Option<Unsent>) -> AnyView {
    let locale = locale();
    let answers = view! {
        {stay(leave)}
        <button class="button danger" type="button" on:click=move |_| leave.take(Event::Confirmed)>
            {say!(locale, inventory.leave_confirm)}
        </button>
    };
    question(leave, say!(locale, inventory.leave_again), words(unsent), answers)
}

fn stuck(leave: Leave) -> AnyView {
    let locale = locale();
    let answers = view! {
        <button class="button primary" type="button" autofocus on:click=move |_| leave.take(Event::Again)>
            {say!(locale, inventory.try_again)}
        </button>
        <button class="button" type="button" on:click=move |_| leave.take(Event::Leave)>
            {say!(locale, inventory.leave_behind)}
        </button>
    };
    let words = say!(locale, inventory.leave_stuck).to_owned();
    question(leave, say!(locale, inventory.leave_stuck_title), words, answers)
}

/// The first answer.
fn stay(leave: Leave) -> impl IntoView {
    view! {
        <button class="button primary" type="button" autofocus on:click=move |_| leave.take(Event::Stay)>
            {say!(locale(), inventory.leave_stay)}
        </button>
    }
}

/// A question over everything else; staying is what Escape means.
fn question(leave: Leave, title: &'static str, words: String, answers: impl IntoView + 'static) -> AnyView {
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(element) = element.get() {
            dialog::open(&element);
        }
    });
    view! {
        <dialog
            class="stock-dialog"
            role="alertdialog"
            aria-labelledby="leave-title"
            aria-describedby="leave-words"
            node_ref=element
            on:cancel=move |_: web_sys::Event| leave.take(Event::Stay)
        >
            <h2 id="leave-title">{title}</h2>
            <p id="leave-words">{words}</p>
            <p class="actions">{answers}</p>
        </dialog>
    }
    .into_any()
}

impl Leave {
    /// Begins where the address says so.
    fn look(self) {
        let location = window().location();
        if location.hash().as_deref() == Ok(owner::SIGN_OUT) {
            drop(location.set_hash(""));
            let online = window().navigator().on_line();
            self.take(Event::Asked { online });
        }
    }

    fn take(self, event: Event) {
        let step = self
            .course
            .try_update_value(|course| course.take(event))
            .flatten();
        match (event, step) {
            (Event::Stay, _) => self.asking.set(Asking::Nothing),
            (_, Some(step)) => self.carry_out(step),
            (_, None) => {}
        }
    }

    fn carry_out(self, step: Step) {
        match step {
            Step::Push => {
                self.asking.set(Asking::Sending);
                self.desk.driver().hint();
                spawn_local(async move { self.count(PATIENCE).await });
            }
            Step::Count => spawn_local(async move { self.count(0).await }),
            Step::Ask(unsent) => self.asking.set(Asking::Once(unsent)),
            Step::AskAgain(unsent) => self.asking.set(Asking::Again(unsent)),
            Step::Export => spawn_local(async move {
                // A file without what the device keeps is no reason to let that go.
                let took = take_along(self.desk, self.language).await;
                self.take(if took == Some(Took::All) {
                    Event::Downloaded
                } else {
                    Event::Failed
                });
            }),
            Step::Wipe => spawn_local(async move { self.wipe().await }),
            Step::SayStuck => {
                self.asking.set(Asking::Stuck);
                // It is closed: nothing that is typed now would be kept.
                self.desk.hear(News::Gone);
                spawn_local(async {
                    opening::has_left().await;
                });
            }
            Step::SignOut => spawn_local(async move { self.sign_out().await }),
        }
    }

    /// Counts what is left, once the queue is empty or the time is over.
    async fn count(self, patience: u32) {
        let base = self.desk.base();
        let mut waited = 0;
        let unsent = loop {
            let Ok(mut unsent) = unsent(&base).await else {
                self.take(Event::Failed);
                return;
            };
            // What is on the screen alone is lost as well.
            unsent.drafts = unsent.drafts.max(self.desk.unwritten());
            let is_stuck = self.desk.stands.get_untracked() == Standing::Unreachable;
            if unsent.edits == 0 || is_stuck || waited >= patience {
                break unsent;
            }
            sleep(LOOK_EVERY).await;
            waited += LOOK_EVERY;
        };
        self.take(Event::Counted(unsent));
    }

    async fn wipe(self) {
        let driver = self.desk.driver();
        driver.stop();
        // Whoever tries again has left already, and their number is known no more.
        if !owner::is_leaving() {
            owner::leave();
        }
        driver.say_gone();
        opening::forget();
        let base = driver.base();
        trace::remove(base.name());
        let wiped = base.wipe().await;
        self.take(if wiped.is_ok() {
            Event::Wiped
        } else {
            Event::Failed
        });
    }

    async fn sign_out(self) {
        self.asking.set(Asking::Left);
        if opening::has_left().await {
            drop(window().location().assign(&Place::Home.path()));
        }
    }
}

async fn unsent(base: &Base) -> Result<Unsent, StoreFault> {
    base.work(async |tx| tx.unsent().await).await
}

async fn sleep(milliseconds: u32) {
    let rung = js_sys::Promise::new(&mut |resolve, _reject| {
        let ring = move || drop(resolve.call0(&JsValue::NULL));
        set_timeout(ring, Duration::from_millis(milliseconds.into()));
    });
    drop(wasm_bindgen_futures::JsFuture::from(rung).await);
}

/// Signs out where there is nothing to lose: no store could be opened.
pub fn sign_out_if_asked() {
    let location = window().location();
    if location.hash().as_deref() != Ok(owner::SIGN_OUT) {
        return;
    }
    owner::leave();
    owner::has_left();
    drop(submitted());
}

/// As the button of the frame would, but for asking.
fn submitted() -> Result<JsValue, JsValue> {
    let form = document().create_element("form")?;
    form.set_attribute("method", "post")?;
    form.set_attribute("action", &Place::SignOut.path())?;
    document().body().ok_or(JsValue::NULL)?.append_child(&form)?;
    call(&form, "submit", &[])
}
