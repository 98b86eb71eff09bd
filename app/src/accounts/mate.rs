//! The form of whoever was invited as one of the owner's people: name and password. Opening it uses nothing up (Z39).

use domain::accounts::{PersonName, password};
use domain::people::team::{Awaited, MateForm};
use domain::places::Place;
use domain::text::limits;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::linked::{LinkMark, Linked};
use super::password_field::PasswordField;
use crate::console::people::wording::staff_role;
use crate::labels::{language, locale, locale_of};
use crate::problem::form::{Trouble, fault_at};
use crate::problem::{Problem, sentence};
use crate::say;
use crate::ui::{Arrival, Control, Done, Entry, Field, PageTitle, Wrong, named};

/// The page as it opens.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OpenMate {
    pub awaited: Awaited,
    pub form: MateForm,
    pub problem: Option<Problem>,
}

/// Who was invited, by the link that this browser has opened; the form that came back without its passwords.
#[server(endpoint = "accounts/join_team", input = GetUrl, output = crate::wire::Json)]
pub async fn join_team() -> Result<OpenMate, Problem> {
    let desk = crate::desk::open()?;
    let looked = services::people::team::joining::look(&desk.market, desk.flow()?).await;
    let awaited = desk.answer(looked)?;
    let back = crate::desk::returned::<MateForm>();
    let problem = back.as_ref().and_then(|back| back.problem.clone());
    let fresh = MateForm {
        name: awaited.name.clone(),
        ..MateForm::default()
    };
    Ok(OpenMate {
        form: back.map_or(fresh, |back| back.form),
        awaited,
        problem,
    })
}

/// The page.
#[component]
pub fn JoinTeamPage() -> impl IntoView {
    let locale = locale();
    Arrival::here().greet();
    view! {
        <PageTitle text=say!(locale, people.join_title).to_owned() />
        <main id="content" tabindex="-1" class="page narrow sign-up">
            <h1>{say!(locale, people.join_title)}</h1>
            <Linked ask=join_team told=joined sheet dead />
        </main>
    }
}

fn joined(_done: String) -> AnyView {
    let locale = locale();
    view! {
        <Done title=say!(locale, people.joined_title) text=say!(locale, people.joined_text) />
        <p class="actions">
            <a class="button primary large" href=Place::StaffSignIn.path() rel="external">
                {say!(locale, people.joined_way)}
            </a>
        </p>
    }
    .into_any()
}

fn dead(problem: Problem) -> AnyView {
    let language = language();
    let locale = locale_of(language);
    let text = if problem.is_about_the_link() {
        say!(locale, people.dead_text).to_owned()
    } else {
        sentence(&problem, language)
    };
    view! { <Wrong title=say!(locale, people.dead_title) text /> }.into_any()
}

fn sheet(page: OpenMate) -> AnyView {
    let locale = locale();
    let OpenMate {
        awaited,
        form,
        problem,
    } = page;
    let blamed = |entry: Entry, field| {
        entry.blame(fault_at(problem.as_ref(), field));
        entry
    };
    let name = Entry::judged(form.name, |text| PersonName::parse(text).err());
    let fresh = Entry::judged("", |text| password::check(text, password::LEAST_STAFF, &[]).err());
    let again = Entry::judged("", move |text| password::repeated(&fresh.text_now(), text).err());
    let (name, fresh, again) = (
        blamed(name, "name"),
        blamed(fresh, "password"),
        blamed(again, "password_again"),
    );
    let text = |id: &str, label: &'static str| named(id, id, label, None);
    let trouble = problem.clone().map(|problem| {
        let fields = vec![
            ("name", "name".to_owned(), say!(locale, people.name)),
            (
                "password",
                "password".to_owned(),
                say!(locale, people.join_password),
            ),
            (
                "password_again",
                "password_again".to_owned(),
                say!(locale, people.join_again),
            ),
        ];
        view! { <Trouble problem title=say!(locale, people.not_done) fields /> }
    });
    view! {
        {trouble}
        <p class="lead">{say!(locale, people.join_lead)}</p>
        <dl class="facts">
            <dt>{say!(locale, people.email)}</dt>
            <dd>{awaited.address}</dd>
            <dt>{say!(locale, people.role)}</dt>
            <dd>{staff_role(awaited.role, locale)}</dd>
        </dl>
        <p>{say!(locale, people.join_text)}</p>
        <form class="form" action=Place::JoinTeam.path() method="post" novalidate=true>
            <LinkMark />
            <Field
                text=text("name", say!(locale, people.name))
                entry=name
                rule=limits::NAME
                control=Control::default().known_as("name")
            />
            <PasswordField text=text("password", say!(locale, people.join_password)) entry=fresh autocomplete="new-password" />
            <PasswordField
                text=text("password_again", say!(locale, people.join_again))
                entry=again
                autocomplete="new-password"
            />
            <p class="actions">
                <button class="button primary large" type="submit">
                    {say!(locale, people.join_send)}
                </button>
            </p>
        </form>
    }
    .into_any()
}
