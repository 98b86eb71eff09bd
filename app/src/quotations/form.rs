//! The form itself: its parts, and how it is sent without leaving the page.

use domain::language::Language;
use domain::places::Place;
use domain::quotations::RequestForm;
use domain::refusal::Refusal;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

use super::api::{OpenPage, request};
use super::draft::Draft;
use super::line::LineView;
use super::requester::{NextSteps, RequesterFields};
use super::wording::complaint;
use crate::labels::{language, locale};
use crate::problem::Problem;
use crate::problem::form::{Complained, Complaint};
use crate::say;
use crate::ui::{Icon, SUMMARY, focus};

/// What the parts of the form share.
#[derive(Clone, Copy)]
struct Sheet {
    draft: Draft,
    language: Language,
    trouble: RwSignal<Option<Complaint>>,
    sending: RwSignal<bool>,
}

impl Sheet {
    fn of(page: OpenPage) -> Self {
        let draft = Draft::of(page.open);
        let sheet = Self {
            draft,
            language: language(),
            trouble: RwSignal::new(None),
            sending: RwSignal::new(false),
        };
        if let Some(problem) = page.problem {
            sheet.show(&problem);
        }
        sheet
    }

    /// Shows what is wrong, above the form and at its fields. Nothing that was typed is lost.
    fn show(self, problem: &Problem) {
        self.trouble
            .set(Some(complaint(problem, self.draft, self.language)));
        if let Problem::Refused(Refusal::Faults(faults)) = problem {
            self.draft.blame(faults);
        }
    }

    /// The form, if every rule is kept and it is not on its way already.
    fn ready(self) -> Option<RequestForm> {
        if self.sending.get_untracked() {
            return None;
        }
        let checked = self.draft.check();
        if let Err(faults) = &checked {
            self.show(&Problem::Refused(faults.clone().into()));
            focus(SUMMARY);
        }
        checked.ok()
    }
}

/// The request form, fresh or come back with faults.
#[component]
pub fn RequestSheet(page: OpenPage) -> impl IntoView {
    let sheet = Sheet::of(page);
    let navigate = use_navigate();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(form) = sheet.ready() else { return };
        sheet.sending.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            let answer = request(form).await;
            if sheet.sending.try_set(false).is_some() {
                // The page was left meanwhile.
                return;
            }
            match answer {
                Ok(sent) => {
                    // What was ticked in the results is asked for now.
                    crate::search::picks::forget();
                    navigate(&Place::Receipt(sent.key).path(), Default::default());
                }
                Err(problem) => {
                    sheet.show(&problem);
                    focus(SUMMARY);
                }
            }
        });
    };
    view! {
        <Complained of=sheet.trouble fresh=Place::Request />
        <form class="request-form" action=Place::Request.path() method="post" novalidate=true on:submit=send>
            <SheetParts sheet />
        </form>
    }
}

#[component]
fn SheetParts(sheet: Sheet) -> AnyView {
    let locale = locale();
    let draft = sheet.draft;
    let RequestForm {
        submission, listed, ..
    } = draft.form();
    view! {
        // Enter in a field presses the first button, which must not be one that removes a line.
        <button type="submit" class="visually-hidden" tabindex="-1" aria-hidden="true">
            {say!(locale, quotations.send)}
        </button>
        <input type="hidden" name="form[submission]" value=submission />
        <input type="hidden" name="form[listed]" value=listed />
        <Lines draft />
        <div class="request-who">
            <RequesterFields draft />
            <aside class="request-next card" aria-labelledby="next-title">
                <NextSteps />
            </aside>
        </div>
        <div class="request-send">
            <button
                class="button primary large"
                type="submit"
                disabled=move || sheet.sending.get()
                aria-busy=move || sheet.sending.get().then_some("true")
            >
                {move || if sheet.sending.get() { say!(locale, quotations.sending) } else { say!(locale, quotations.send) }}
            </button>
            <span class="quiet small">{say!(locale, quotations.privacy)}</span>
        </div>
    }
    .into_any()
}

#[component]
fn Lines(draft: Draft) -> AnyView {
    let locale = locale();
    let places = draft.places();
    let count = Memo::new(move |_| draft.lines.with(Vec::len));
    let most = draft.most();
    // Written here, for a view takes `>` for the end of the tag.
    let full = move || count.get() >= most;
    let owner = Owner::current().unwrap_or_default();
    let add = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if let Some(id) = owner.with(|| draft.add()) {
            focus(&format!("lines-{id}-model"));
        }
    };
    let line_view = move |line: super::draft::DraftLine| {
        let place =
            Signal::derive(move || places.with(|places| places.get(&line.id).copied().unwrap_or_default()));
        view! { <LineView line draft place /> }
    };
    view! {
        <section class="request-part" aria-labelledby="parts-title">
            <h2 id="parts-title">{say!(locale, quotations.parts)}</h2>
            <div class="request-lines">
                <For each=move || draft.lines.get() key=|line| line.id children=line_view />
            </div>
            <p class="actions">
                <button
                    class="button"
                    type="submit"
                    name="more"
                    value="1"
                    formnovalidate=true
                    disabled=full
                    on:click=add
                >
                    <Icon name="plus" small=true />
                    {say!(locale, quotations.add_line)}
                </button>
                <span class="quiet small">
                    {move || say!(locale, quotations.line_count, count = count.get(), most = most).to_string()}
                </span>
            </p>
        </section>
    }
    .into_any()
}
