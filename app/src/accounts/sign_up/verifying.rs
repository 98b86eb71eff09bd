//! The page behind the mailed link: the button that proves the address, what comes next, and what to do when the link is
//! no longer good (R025–R029). Opening it changes nothing (Z39).

use domain::accounts::AccountType;
use domain::places::Place;
use domain::refusal::Refusal;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{ProofOpened, open_proof};
use super::waiting::BeginAgain;
use crate::accounts::linked::{LinkMark, OtherLink};
use crate::accounts::password_field::PasswordField;
use crate::labels::locale;
use crate::problem::Problem;
use crate::problem::form::{Trouble, entry};
use crate::say;
use crate::ui::{Arrival, Icon, PageTitle, named, set_status};

/// "Verify your e-mail address".
#[component]
pub fn VerifyPage() -> impl IntoView {
    let done = use_query_map().read_untracked().get("done");
    match done {
        Some(kind) => {
            let kind = AccountType::of_word(&kind).unwrap_or(AccountType::Buyer);
            view! { <DonePage kind /> }.into_any()
        }
        None => view! { <ButtonPage /> }.into_any(),
    }
}

#[component]
fn ButtonPage() -> impl IntoView {
    let locale = locale();
    Arrival::here().greet();
    let opened = Resource::new_blocking(|| (), |()| open_proof());
    view! {
        <PageTitle text=say!(locale, sign_up.verify_title).to_owned() />
        <main id="content" tabindex="-1" class="page narrow sign-up">
            <h1>{say!(locale, sign_up.verify_title)}</h1>
            <Suspense>
                {move || Suspend::new(async move {
                    match opened.await.map(Look::of) {
                        Ok(Look::Button { asks_password, problem }) => {
                            view! { <ButtonForm asks_password problem /> }.into_any()
                        }
                        Ok(Look::Dead(refusal)) => view! { <DeadLink refusal /> }.into_any(),
                        Err(Problem::Refused(Refusal::LinkOther)) => view! { <OtherLink /> }.into_any(),
                        Err(problem) => {
                            view! { <ButtonForm asks_password=false problem=Some(problem) /> }.into_any()
                        }
                    }
                })}
            </Suspense>
        </main>
    }
}

/// What the page shows.
enum Look {
    Button {
        asks_password: bool,
        problem: Option<Problem>,
    },
    Dead(Refusal),
}

impl Look {
    fn of(page: ProofOpened) -> Self {
        match page.problem {
            Some(Problem::Refused(
                refusal @ (Refusal::LinkExpired | Refusal::LinkUsed | Refusal::LinkDead),
            )) => Self::Dead(refusal),
            problem => Self::Button {
                asks_password: page.asks_password,
                problem,
            },
        }
    }
}

#[component]
fn ButtonForm(asks_password: bool, problem: Option<Problem>) -> AnyView {
    let locale = locale();
    let entry = entry(String::new(), problem.as_ref(), "password");
    let password = asks_password.then(|| {
        let text = named("password", "password", say!(locale, sign_up.password), None);
        view! {
            <p>{say!(locale, sign_up.verify_password_why)}</p>
            <PasswordField text entry autocomplete="current-password" />
        }
    });
    let trouble = problem.map(|problem| {
        let fields = vec![("password", "password".to_owned(), say!(locale, sign_up.password))];
        view! { <Trouble problem title=say!(locale, sign_up.not_done) fields counted=true /> }
    });
    view! {
        {trouble}
        <form class="form-part" action=Place::Verify.path() method="post" novalidate=true>
            <LinkMark />
            <p>{say!(locale, sign_up.verify_text)}</p>
            {password}
            <p class="actions">
                <button class="button primary large" type="submit">
                    {say!(locale, sign_up.verify)}
                </button>
            </p>
            <p class="quiet small">{say!(locale, sign_up.verify_not_mine)}</p>
        </form>
    }
    .into_any()
}

/// A link that is no longer good, and how to begin again.
#[component]
fn DeadLink(refusal: Refusal) -> AnyView {
    let locale = locale();
    set_status(410);
    let (title, text) = match refusal {
        Refusal::LinkExpired => (
            say!(locale, sign_up.expired_title),
            say!(locale, sign_up.expired_text),
        ),
        Refusal::LinkUsed => (say!(locale, sign_up.used_title), say!(locale, sign_up.used_text)),
        _ => (say!(locale, sign_up.dead_title), say!(locale, sign_up.dead_text)),
    };
    let ways = match refusal {
        Refusal::LinkExpired => one_way(say!(locale, sign_up.expired_way)),
        Refusal::LinkUsed => one_way(say!(locale, sign_up.to_log_in)),
        _ => view! { <BeginAgain /> }.into_any(),
    };
    view! {
        <div class="notice wait" role="alert">
            <Icon name="clock" />
            <h2 class="notice-title">{title}</h2>
            <p>{text}</p>
        </div>
        {ways}
    }
    .into_any()
}

fn one_way(name: &'static str) -> AnyView {
    view! {
        <p class="actions">
            <a class="button primary" href=Place::SignIn.path()>
                {name}
            </a>
        </p>
    }
    .into_any()
}

/// The address is proved: what comes next for each type (R036–R038).
#[component]
fn DonePage(kind: AccountType) -> impl IntoView {
    let locale = locale();
    Arrival::here().greet();
    let steps = match kind {
        AccountType::Supplier => vec![
            say!(locale, sign_up.done_supplier_mail),
            say!(locale, sign_up.done_supplier_screening),
            say!(locale, sign_up.done_supplier_result),
        ],
        AccountType::Individual => vec![say!(locale, persons.done_individual)],
        AccountType::Corporate => vec![
            say!(locale, persons.done_corporate),
            say!(locale, persons.done_corporate_tell),
            say!(locale, persons.done_corporate_members),
        ],
        AccountType::Buyer | AccountType::Staff => vec![
            say!(locale, sign_up.done_buyer_mail),
            say!(locale, sign_up.done_buyer_log_in),
        ],
    };
    let steps = steps.into_iter().map(|step| view! { <li>{step}</li> });
    view! {
        <PageTitle text=say!(locale, sign_up.done_title).to_owned() />
        <main id="content" tabindex="-1" class="page narrow sign-up">
            <h1>{say!(locale, sign_up.done_title)}</h1>
            <div class="notice safe">
                <Icon name="done" />
                <p>{say!(locale, sign_up.done_first_tab)}</p>
            </div>
            <section class="form-part" aria-labelledby="next-title">
                <h2 id="next-title">{say!(locale, sign_up.done_next)}</h2>
                <ol class="steps">{steps.collect_view()}</ol>
            </section>
            <p class="actions">
                <a class="button primary" href=Place::SignInAs(kind).path()>
                    {say!(locale, sign_up.to_log_in)}
                </a>
            </p>
        </main>
    }
}
