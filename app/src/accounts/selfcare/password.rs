//! Another password, for who is signed in (R078).

use domain::places::Place;
use leptos::prelude::*;

use super::api::{self, OpenPassword};
use super::pieces::{Matter, NewPassword, ToAccount};
use crate::accounts::linked::done;
use crate::accounts::password_field::PasswordField;
use crate::labels::locale;
use crate::problem::ProblemNotice;
use crate::problem::form::{Trouble, entry};
use crate::say;
use crate::ui::{Done, named};

/// The password now, and the new one twice.
#[component]
pub fn PasswordPage() -> impl IntoView {
    let locale = locale();
    let is_done = done().is_some();
    let opened = Resource::new_blocking(|| (), |()| api::change_password());
    view! {
        <Matter title=say!(locale, selfcare.change_title)>
            <Suspense>
                {move || Suspend::new(async move {
                    match opened.await {
                        Ok(page) if is_done && page.problem.is_none() => {
                            view! {
                                <Done
                                    title=say!(locale, selfcare.changed_title)
                                    text=say!(locale, selfcare.changed_text)
                                />
                            }
                                .into_any()
                        }
                        Ok(page) => view! { <Sheet page /> }.into_any(),
                        Err(problem) => view! { <ProblemNotice problem /> }.into_any(),
                    }
                })}
            </Suspense>
            <ToAccount />
        </Matter>
    }
}

#[component]
fn Sheet(page: OpenPassword) -> impl IntoView {
    let locale = locale();
    let OpenPassword { least, problem } = page;
    let label = say!(locale, selfcare.new_password);
    let current = entry(String::new(), problem.as_ref(), "current");
    view! {
        {problem
            .clone()
            .map(|problem| {
                let fields = vec![
                    ("current", "current".to_owned(), say!(locale, selfcare.current)),
                    ("password", "password".to_owned(), label),
                    ("password_again", "password_again".to_owned(), say!(locale, selfcare.password_again)),
                ];
                view! { <Trouble problem title=say!(locale, selfcare.not_changed) fields counted=true /> }
            })}
        <p>{say!(locale, selfcare.change_text)}</p>
        <form class="stack" action=Place::AccountPassword.path() method="post" novalidate=true>
            <PasswordField
                text=named("current", "current", say!(locale, selfcare.current), None)
                entry=current
                autocomplete="current-password"
            />
            <NewPassword least problem label />
            <p class="actions">
                <button class="button primary" type="submit">
                    {say!(locale, selfcare.change)}
                </button>
            </p>
        </form>
    }
}
