//! The page that waits for the confirmation mail: which address, what to press, and what to do when nothing comes
//! (R024–R031).

use domain::accounts::{AccountType, Asks};
use domain::persons::PersonKind;
use domain::places::Place;
use domain::refusal::Refusal;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{Standing, WaitOpened, open_wait};
use super::form::{place, place_of};
use super::watching::{countdown, watch};
use crate::accounts::companies::definitive::Steps;
use crate::labels::locale;
use crate::problem::form::{Trouble, entry};
use crate::problem::{Problem, ProblemNotice};
use crate::say;
use crate::ui::{Arrival, Control, Entry, Field, Icon, PageTitle, named};

/// "Verify Email" (R028).
#[component]
pub fn WaitingPage() -> impl IntoView {
    let locale = locale();
    Arrival::here().greet();
    let sent_again = use_query_map().read_untracked().get("again").is_some();
    let opened = Resource::new_blocking(|| (), |()| open_wait());
    view! {
        <PageTitle text=say!(locale, sign_up.waiting_title).to_owned() />
        <main id="content" tabindex="-1" class="page narrow sign-up">
            <h1>{say!(locale, sign_up.waiting_title)}</h1>
            <Suspense>
                {move || Suspend::new(async move {
                    match opened.await {
                        Ok(page) => view! { <Wait page sent_again /> }.into_any(),
                        Err(problem) => view! { <ProblemNotice problem /> }.into_any(),
                    }
                })}
            </Suspense>
        </main>
    }
}

#[component]
fn Wait(page: WaitOpened, sent_again: bool) -> AnyView {
    let WaitOpened {
        standing,
        code,
        problem,
    } = page;
    let Some(standing) = standing else {
        return view! { <NothingWaits /> }.into_any();
    };
    let kind = standing.account_type;
    let proved = RwSignal::new(standing.proved);
    let goes_on = RwSignal::new(false);
    if !standing.proved {
        watch(kind, proved, goes_on);
    }
    let page = StoredValue::new((standing, code, problem));
    let shown = move || {
        if proved.get() {
            view! { <Proved kind goes_on /> }.into_any()
        } else {
            let (standing, code, problem) = page.get_value();
            view! { <Unproved standing code problem sent_again /> }.into_any()
        }
    };
    shown.into_any()
}

/// Nothing to wait for: another browser, or another day.
#[component]
fn NothingWaits() -> impl IntoView {
    let locale = locale();
    view! {
        <div class="notice info">
            <Icon name="info" />
            <h2 class="notice-title">{say!(locale, sign_up.nothing_waits_title)}</h2>
            <p>{say!(locale, sign_up.nothing_waits_text)}</p>
        </div>
        <BeginAgain />
    }
}

/// The ways back to a beginning.
#[component]
pub(super) fn BeginAgain() -> impl IntoView {
    let locale = locale();
    let ways = [
        (Place::SignIn, say!(locale, sign_up.to_log_in)),
        (Place::SignUpBuyer, say!(locale, sign_up.start_buyer)),
        (Place::SignUpSupplier, say!(locale, sign_up.start_supplier)),
        (Place::SignUpCompany, say!(locale, company.title)),
    ];
    let links = ways.map(|(place, name)| view! { <a class="button" href=place.path()>{name}</a> });
    view! { <p class="actions">{links.collect_view()}</p> }
}

/// The address is proved: on to the log-in.
#[component]
fn Proved(kind: AccountType, goes_on: RwSignal<bool>) -> impl IntoView {
    let locale = locale();
    view! {
        <div class="notice safe" role="status">
            <Icon name="done" />
            <h2 class="notice-title">{say!(locale, sign_up.proved_title)}</h2>
            {move || goes_on.get().then(|| view! { <p>{say!(locale, sign_up.proved_going)}</p> })}
        </div>
        <p class="actions">
            <a class="button primary" href=Place::SignInAs(kind).path()>
                {say!(locale, sign_up.to_log_in)}
            </a>
        </p>
    }
}

#[component]
fn Unproved(standing: Standing, code: String, problem: Option<Problem>, sent_again: bool) -> AnyView {
    let locale = locale();
    let Standing {
        address,
        account_type,
        is_company,
        again_in,
        sender,
        ..
    } = standing;
    let form = if is_company {
        place(Asks::Temporary)
    } else {
        place_of(account_type)
    };
    let fresh = sent_again && problem.is_none();
    let entry = entry(code, problem.as_ref(), "code");
    let (text, way_on) = if is_company {
        let keep = view! { <KeepThem /> };
        (say!(locale, company.waiting_text), keep.into_any())
    } else {
        let already = view! { <Already entry /> };
        (say!(locale, sign_up.sent_text), already.into_any())
    };
    view! {
        {problem.map(|problem| view! { <NotYet problem /> })}
        {fresh.then(|| view! {
            <div class="notice safe" role="status">
                <Icon name="mail" />
                <p>{say!(locale, sign_up.sent_again)}</p>
            </div>
        })}
        {PersonKind::of(account_type).map(|_| view! {
            <div class="notice info">
                <Icon name="mail" />
                <h2 class="notice-title">{say!(locale, persons.complete_title)}</h2>
                <p>{say!(locale, persons.complete_text)}</p>
            </div>
        })}
        <div class="stack tight">
            <p>{say!(locale, sign_up.sent_to)}</p>
            <p class="sent-to">{address}</p>
            <p>{text}</p>
        </div>
        {way_on}
        <NoMail form again_in sender />
    }
    .into_any()
}

/// What a company's applicant goes on with (R042, R043).
#[component]
fn KeepThem() -> impl IntoView {
    let locale = locale();
    view! {
        <Steps second=false />
        <div class="notice info">
            <Icon name="info" />
            <h2 class="notice-title">{say!(locale, company.remember_title)}</h2>
            <p>{say!(locale, company.remember)}</p>
        </div>
    }
}

/// The form with the code. "Already verified" belongs to it too: a code that was typed counts by whichever button.
const CODE: &str = "code-form";

/// Going on once the address is proved, or by the code.
#[component]
fn Already(entry: Entry) -> impl IntoView {
    let locale = locale();
    view! {
        <div class="stack tight">
            <p class="actions">
                <button class="button primary large" type="submit" name="already" value="1" form=CODE>
                    {say!(locale, sign_up.already)}
                </button>
            </p>
            <Watching />
        </div>
        <CodeForm entry />
    }
}

/// Said only where it is true: with the program awake.
#[component]
fn Watching() -> impl IntoView {
    let locale = locale();
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    view! {
        <p class="quiet small line-kept">
            {move || awake.get().then(|| say!(locale, sign_up.watching))}
        </p>
    }
}

#[component]
fn CodeForm(entry: Entry) -> impl IntoView {
    let locale = locale();
    let text = named("code", "code", say!(locale, sign_up.code), None);
    view! {
        <form
            id=CODE
            class="form-part"
            action=Place::SignUpSent.path()
            method="post"
            novalidate=true
            aria-labelledby="code-title"
        >
            <h2 id="code-title">{say!(locale, sign_up.code_title)}</h2>
            <Field
                class="code"
                text
                entry
                required=true
                control=Control::number("numeric").known_as("one-time-code")
            />
            <p class="actions">
                <button class="button" type="submit">
                    {say!(locale, sign_up.code_submit)}
                </button>
            </p>
        </form>
    }
}

/// What to look at when nothing has come (R031), and the button that sends it again.
#[component]
fn NoMail(
    /// Where the form can be filled in again.
    form: Place,
    again_in: u32,
    sender: String,
) -> AnyView {
    let locale = locale();
    let domain = sender.rsplit('@').next().unwrap_or_default().to_owned();
    let allow = say!(locale, sign_up.check_domain, domain = domain, address = sender).to_string();
    view! {
        <section class="form-part" aria-labelledby="no-mail-title">
            <h2 id="no-mail-title">{say!(locale, sign_up.no_mail)}</h2>
            <ul class="checklist">
                <li>
                    {say!(locale, sign_up.check_address)} " "
                    <a href=form.path()>{say!(locale, sign_up.check_address_link)}</a>
                </li>
                <li>{say!(locale, sign_up.check_spam)}</li>
                <li>{allow}</li>
                <li>{say!(locale, sign_up.check_html)}</li>
                <li>
                    {say!(locale, sign_up.check_wait)} " "
                    <a href=Place::Status.path() rel="external">
                        {say!(locale, frame.status)}
                    </a>
                </li>
                <li>
                    {say!(locale, sign_up.check_contact)} " "
                    <a href=Place::Contact.path() rel="external">
                        {say!(locale, frame.contact)}
                    </a>
                </li>
            </ul>
            <SendAgain again_in />
        </section>
    }
    .into_any()
}

/// Once a minute: the button tells how long it still takes.
#[component]
fn SendAgain(again_in: u32) -> impl IntoView {
    let locale = locale();
    let left = RwSignal::new(again_in);
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    countdown(left);
    // Without the program nothing would ever set the button free; the server refuses what comes too early.
    let early = move || awake.get() && left.get() != 0;
    let remaining = move || {
        let seconds = left.get();
        (seconds != 0).then(|| {
            view! {
                <span class="remaining">{say!(locale, sign_up.again_in, seconds = seconds).to_string()}</span>
            }
        })
    };
    view! {
        <form class="stack tight" action=Place::SignUpSent.path() method="post">
            <p class="actions">
                <button class="button" type="submit" name="again" value="1" disabled=early>
                    {say!(locale, sign_up.again)}
                </button>
                {remaining}
            </p>
            <p class="quiet small">{say!(locale, sign_up.again_rule)}</p>
        </form>
    }
}

/// Why it did not go on.
#[component]
fn NotYet(problem: Problem) -> impl IntoView {
    let locale = locale();
    let (title, text) = match &problem {
        Problem::Refused(Refusal::Unverified { .. }) => (
            say!(locale, sign_up.not_yet_title),
            Some(say!(locale, sign_up.not_yet_text)),
        ),
        Problem::Refused(Refusal::LinkDead) => (
            say!(locale, sign_up.code_dead_title),
            Some(say!(locale, sign_up.code_dead_text)),
        ),
        Problem::Refused(Refusal::LinkExpired) => (
            say!(locale, sign_up.code_dead_title),
            Some(say!(locale, sign_up.code_old_text)),
        ),
        _ => (say!(locale, sign_up.not_done), None),
    };
    let text = text.map(str::to_owned);
    let fields = vec![("code", "code".to_owned(), say!(locale, sign_up.code))];
    view! { <Trouble problem title fields counted=true text /> }
}
