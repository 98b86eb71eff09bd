//! The coordinator's address, and whose it is (R044, R045). The name appears when an exact address is typed; without the
//! program the button asks for it. An address that nobody has is a fault of the field (E11).

use std::time::Duration;

use domain::accounts::Email;
use domain::refusal::Refusal;
use domain::text::limits;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{ProfileDraft, text};
use crate::accounts::companies::api::coordinator;
use crate::labels::{language, locale};
use crate::problem::{Problem, sentence};
use crate::say;
use crate::ui::{Control, Entry, Field, Icon};

/// How long a pause shows that an address is typed.
const PAUSE: Duration = Duration::from_millis(500);

/// What is known of the address; copies are the same.
#[derive(Clone, Copy)]
struct Naming {
    entry: Entry,
    /// The address that was asked for last.
    asked: StoredValue<String>,
    /// Whose it is; empty while nobody knows.
    name: RwSignal<String>,
    /// Why it could not be asked.
    trouble: RwSignal<Option<Problem>>,
    waiting: StoredValue<Option<TimeoutHandle>>,
}

impl Naming {
    fn of(entry: Entry, name: String) -> Self {
        let naming = Self {
            entry,
            asked: StoredValue::new(entry.text_now().trim().to_owned()),
            name: RwSignal::new(name),
            trouble: RwSignal::new(None),
            waiting: StoredValue::new(None),
        };
        Effect::new(move |_| naming.typed(entry.text().trim()));
        on_cleanup(move || naming.stop());
        naming
    }

    /// The address has changed: once it is one, its name is asked for.
    fn typed(self, address: &str) {
        if self.asked.with_value(|asked| asked == address) {
            return;
        }
        self.stop();
        self.asked.set_value(String::new());
        self.name.set(String::new());
        self.trouble.set(None);
        if Email::parse(address).is_ok() {
            let waiting = set_timeout_with_handle(move || self.ask(), PAUSE).ok();
            self.waiting.set_value(waiting);
        }
    }

    fn stop(self) {
        if let Some(Some(waiting)) = self.waiting.try_update_value(Option::take) {
            waiting.clear();
        }
    }

    fn ask(self) {
        self.stop();
        let Some(address) = self.entry.text_if_there() else {
            return;
        };
        self.asked.set_value(address.clone());
        spawn_local(async move {
            let answer = coordinator(address.clone()).await;
            // The page was left, or something else was typed.
            let still = self.asked.try_with_value(|asked| *asked == address);
            if still == Some(true) {
                self.tell(answer);
            }
        });
    }

    fn tell(self, answer: Result<String, Problem>) {
        match answer {
            Ok(name) => {
                self.entry.blame(None);
                self.trouble.set(None);
                self.name.set(name);
            }
            Err(Problem::Refused(Refusal::Faults(faults))) => {
                self.entry.blame(faults.at("profile.coordinator").cloned());
            }
            Err(problem) => self.trouble.set(Some(problem)),
        }
    }
}

/// The field, the button and the name.
#[component]
pub fn CoordinatorField(
    draft: ProfileDraft,
    /// What the names of the fields begin with: `form[profile]`.
    prefix: &'static str,
    /// Whose address it is that the form opens with; empty while nobody knows.
    name: String,
) -> AnyView {
    let locale = locale();
    let naming = Naming::of(draft.coordinator, name);
    let ask = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        naming.ask();
    };
    let button = view! {
        <button class="button" type="submit" name="look_up" value="1" formnovalidate on:click=ask>
            {say!(locale, sign_up.coordinator_look_up)}
        </button>
    };
    view! {
        <fieldset class="form-part" aria-labelledby="coordinator-title">
            <h2 id="coordinator-title">{say!(locale, sign_up.coordinator_part)}</h2>
            <Field
                text=text(prefix, "coordinator", Some(say!(locale, sign_up.coordinator_help)), locale)
                entry=draft.coordinator caution=draft.remark("coordinator")
                rule=limits::EMAIL
                control=Control::of("email").known_as("off")
                after=button.into_any()
            />
            <Found naming />
        </fieldset>
    }
    .into_any()
}

/// Whose address it is, or why that could not be asked.
#[component]
fn Found(naming: Naming) -> impl IntoView {
    let (language, locale) = (language(), locale());
    let found = move || {
        let name = naming.name.get();
        (!name.is_empty()).then(|| {
            view! {
                <Icon name="check" />
                <span>{say!(locale, sign_up.coordinator_is, name = name).to_string()}</span>
            }
        })
    };
    let trouble = move || naming.trouble.get().map(|problem| sentence(&problem, language));
    view! {
        <p class="coordinator-name" role="status">
            {found}
            {trouble}
        </p>
    }
}
