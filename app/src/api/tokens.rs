//! Tokens: those that are there, the form that makes one, and a new one, shown once.

use domain::api::tokens::{Scope, Term, TokenForm, TokenList, TokenView};
use domain::places::Place;
use domain::text::limits;
use leptos::prelude::*;

use crate::accounts::password_field::PasswordField;
use crate::labels::{Locale, locale};
use crate::problem::form::{Trouble, entry};
use crate::problem::{Problem, form};
use crate::say;
use crate::ui::{Control, Done, Fault, Field, Icon, Moment, PageTitle, Wrong, named, star};

/// What has just happened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// The form as it came back, without its password.
    pub form: TokenForm,
    pub problem: Option<Problem>,
    pub revoked: bool,
    /// The form was sent before.
    pub before: bool,
}

/// The page.
#[component]
pub fn TokensPage(list: TokenList, said: Said) -> AnyView {
    let locale = locale();
    let title = say!(locale, api.title);
    let revoked = said
        .revoked
        .then(|| view! { <Done text=say!(locale, api.revoked) /> });
    let before = said
        .before
        .then(|| view! { <Wrong text=say!(locale, api.before) /> });
    let rest = if list.is_full {
        view! { <Wrong text=say!(locale, api.full) /> }.into_any()
    } else {
        view! { <Make said=said.clone() asks=list.asks_password /> }.into_any()
    };
    view! {
        <PageTitle text=title.to_owned() />
        <main id="content" tabindex="-1" class="page account tokens stack loose">
            <div class="stack tight">
                <p>
                    <a href=Place::Account.path() rel="external">{say!(locale, api.back)}</a>
                </p>
                <h1>{title}</h1>
                <p class="lead">{say!(locale, api.lead)}</p>
                <p>
                    <a href=Place::ApiManual.path() rel="external">{say!(locale, api.manual)}</a>
                </p>
            </div>
            {revoked}
            {before}
            <Tokens list />
            {rest}
        </main>
    }
    .into_any()
}

fn scope_name(scope: Scope, locale: Locale) -> &'static str {
    match scope {
        Scope::Read => say!(locale, api.scope_read),
        Scope::Write => say!(locale, api.scope_write),
        Scope::Import => say!(locale, api.scope_import),
    }
}

fn term_name(term: Term, locale: Locale) -> &'static str {
    match term {
        Term::Month => say!(locale, api.days_30),
        Term::Quarter => say!(locale, api.days_90),
        Term::Year => say!(locale, api.days_365),
    }
}

#[component]
fn Tokens(list: TokenList) -> AnyView {
    let locale = locale();
    let title = if list.administers {
        say!(locale, api.list_company)
    } else {
        say!(locale, api.list)
    };
    let content = if list.tokens.is_empty() {
        view! { <p class="quiet">{say!(locale, api.none)}</p> }.into_any()
    } else {
        let tokens = list.tokens.into_iter().map(|token| view! { <Token token /> });
        view! { <ul class="tokens-list">{tokens.collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="stack tight" aria-labelledby="tokens-title">
            <h2 id="tokens-title">{title}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn fact(name: &'static str, value: impl IntoView + 'static) -> impl IntoView {
    view! {
        <dt>{name}</dt>
        <dd>{value}</dd>
    }
}

#[component]
fn Token(token: TokenView) -> AnyView {
    let locale = locale();
    let scopes: Vec<_> = token
        .scopes
        .iter()
        .map(|scope| scope_name(*scope, locale))
        .collect();
    let used = match token.used_at {
        Some(at) => view! { <Moment at /> }.into_any(),
        None => say!(locale, api.never).into_any(),
    };
    let over = token
        .is_over
        .then(|| view! { <span class="badge wrong">{say!(locale, api.over)}</span> });
    let revoke = say!(locale, api.revoke_of, name = token.name.as_str()).to_string();
    view! {
        <li class="card stack tight">
            <h3>{token.name.clone()} " " {over}</h3>
            <dl class="facts">
                {fact(say!(locale, api.begins), view! { <code>{format!("{}…", token.starts)}</code> })}
                {fact(say!(locale, api.scopes), scopes.join(" · "))}
                {fact(say!(locale, api.whose), token.whose)}
                {fact(say!(locale, api.created), view! { <Moment at=token.created_at /> })}
                {fact(say!(locale, api.expires), view! { <Moment at=token.expires_at /> })}
                {fact(say!(locale, api.used), used)}
            </dl>
            <form action=Place::AccountTokens.path() method="post">
                <input type="hidden" name="id" value=token.id />
                <button class="button danger" type="submit" name="step" value="revoke" aria-label=revoke>
                    {say!(locale, api.revoke)}
                </button>
            </form>
        </li>
    }
    .into_any()
}

#[component]
fn Make(said: Said, asks: bool) -> AnyView {
    let locale = locale();
    let Said { form, problem, .. } = said;
    let found = problem.as_ref();
    let trouble = problem.clone().map(|problem| {
        let fields = vec![
            ("name", "name".to_owned(), say!(locale, api.name)),
            ("scopes", "scope-read".to_owned(), say!(locale, api.scopes)),
            ("days", "days-30".to_owned(), say!(locale, api.days)),
            ("password", "password".to_owned(), say!(locale, api.password)),
        ];
        view! { <Trouble problem title=say!(locale, api.not_made) fields counted=true /> }
    });
    let password = asks.then(|| {
        view! {
            <PasswordField
                text=named("password", "password", say!(locale, api.password), Some(say!(locale, api.password_help)))
                entry=entry(String::new(), found, "password")
                autocomplete="current-password"
            />
        }
    });
    view! {
        <section class="stack" aria-labelledby="make-title">
            <h2 id="make-title">{say!(locale, api.make)}</h2>
            {trouble}
            <form class="stack tokens-make" action=Place::AccountTokens.path() method="post" novalidate=true>
                <input type="hidden" name="submission" value=form.submission.clone() />
                <Field
                    text=named("name", "name", say!(locale, api.name), Some(say!(locale, api.name_help)))
                    entry=entry(form.name.clone(), found, "name")
                    rule=limits::TOKEN
                    control=Control::default().known_as("off")
                />
                {scopes(&form, found)}
                {terms(&form, found)}
                {password}
                <p class="actions">
                    <button class="button primary" type="submit" name="step" value="make">
                        {say!(locale, api.make)}
                    </button>
                </p>
            </form>
        </section>
    }
    .into_any()
}

fn scopes(form: &TokenForm, problem: Option<&Problem>) -> AnyView {
    let locale = locale();
    let choices = Scope::ALL.map(|scope| {
        let id = format!("scope-{}", scope.word().trim_start_matches("stock:"));
        let checked = form.scopes.iter().any(|word| word == scope.word());
        view! {
            <label class="choice">
                <input type="checkbox" id=id name="scopes" value=scope.word() checked=checked />
                <span>{scope_name(scope, locale)} " " <code class="quiet small">{scope.word()}</code></span>
            </label>
        }
    });
    let fault = entry(String::new(), problem, "scopes");
    let wrong = form::fault_at(problem, "scopes").is_some();
    view! {
        <fieldset class="stack tight" aria-describedby=wrong.then_some("scopes-fault")>
            <legend class="label">{say!(locale, api.scopes)} {star()}</legend>
            <div class="choices tokens-choices">{choices.collect_view()}</div>
            <Fault id="scopes-fault".to_owned() entry=fault />
        </fieldset>
    }
    .into_any()
}

fn terms(form: &TokenForm, problem: Option<&Problem>) -> AnyView {
    let locale = locale();
    let chosen = Term::of_word(&form.days).unwrap_or_default();
    let choices = Term::ALL.map(|term| {
        let days = term.days().to_string();
        view! {
            <label class="choice">
                <input type="radio" id=format!("days-{days}") name="days" value=days checked=term == chosen />
                <span>{term_name(term, locale)}</span>
            </label>
        }
    });
    let fault = entry(String::new(), problem, "days");
    view! {
        <fieldset class="stack tight">
            <legend class="label">{say!(locale, api.days)} {star()}</legend>
            <div class="choices">{choices.collect_view()}</div>
            <Fault id="days-fault".to_owned() entry=fault />
        </fieldset>
    }
    .into_any()
}

/// A new token, shown this once.
#[component]
pub fn TokenMadePage(
    secret: String,
    /// Of the site, without a slash at its end.
    base: String,
) -> AnyView {
    let locale = locale();
    let title = say!(locale, api.made_title);
    let example = format!("curl -H \"Authorization: Bearer {secret}\" {base}/api/v1/stock");
    view! {
        <PageTitle text=title.to_owned() />
        <main id="content" tabindex="-1" class="page narrow account tokens stack loose">
            <h1>{title}</h1>
            <div class="notice wait" role="status">
                <Icon name="warn" />
                <p>{say!(locale, api.made)}</p>
            </div>
            <section class="stack tight" aria-labelledby="token-title">
                <h2 id="token-title">{say!(locale, api.token)}</h2>
                <p class="tokens-secret"><code>{secret}</code></p>
            </section>
            <section class="stack tight" aria-labelledby="example-title">
                <h2 id="example-title">{say!(locale, api.example)}</h2>
                <pre class="manual-code" tabindex="0"><code>{example}</code></pre>
            </section>
            <p class="actions">
                <a class="button primary" href=Place::AccountTokens.path() rel="external">
                    {say!(locale, api.done)}
                </a>
                <a class="button" href=Place::ApiManual.path() rel="external">
                    {say!(locale, api.manual)}
                </a>
            </p>
        </main>
    }
    .into_any()
}
