//! Account user information (R074): everything, and a way to each change of it.

use domain::accounts::views::{AccountView, Agreement, Application, Change};
use domain::accounts::{AccountType, CompanyType, ProfileForm};
use domain::countries::Country;
use domain::language::Language;
use domain::persons::PersonKind;
use domain::places::{Console, Place};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::Page;
use super::api::open_account;
use super::wording::{document, grouped, state};
use crate::accounts::profile_fields::label;
use crate::frame::kinds::type_name;
use crate::labels::{language, locale, locale_of};
use crate::say;
use crate::ui::{Done, Icon, Moment};

/// The page.
#[component]
pub fn AccountPage() -> impl IntoView {
    let opened = Resource::new_blocking(|| (), |()| open_account());
    let title = say!(locale(), account.title);
    view! { <Page title opened content=everything /> }
}

fn everything(account: AccountView) -> AnyView {
    let saved = use_query_map().with_untracked(|query| query.get("saved").is_some());
    let trades = account.account_type.trades();
    view! {
        {saved.then(|| view! { <Done text=say!(locale(), account.saved) /> })}
        <Identity account=account.clone() />
        <Person profile=account.profile.clone() />
        {trades.then(|| view! { <Company profile=account.profile.clone() may_update=account.may_update /> })}
        <Agreements agreements=account.agreements.clone() />
        {account.application.clone().map(|application| view! { <Applied application /> })}
        <Ways account />
    }
    .into_any()
}

/// A name and what it is; a hyphen where there is nothing.
fn fact(name: &'static str, value: impl IntoView + 'static) -> impl IntoView {
    view! {
        <dt>{name}</dt>
        <dd>{value}</dd>
    }
}

fn words(text: String) -> String {
    if text.is_empty() { "–".to_owned() } else { text }
}

#[component]
fn Identity(account: AccountView) -> impl IntoView {
    let locale = locale();
    view! {
        <section class="stack" aria-labelledby="identity-title">
            <h2 id="identity-title">{say!(locale, account.identity)}</h2>
            <dl class="facts">
                {fact(say!(locale, account.kind), type_name(account.account_type, locale))}
                {fact(say!(locale, account.number), view! { <span class="num">{grouped(&account.number)}</span> })}
                {fact(say!(locale, account.email), account.email)}
                {fact(
                    say!(locale, account.mails_in),
                    view! {
                        {say!(locale_of(account.language), frame.own_name)}
                        " "
                        <span class="quiet small">{say!(locale, account.mails_in_note)}</span>
                    },
                )}
                {fact(say!(locale, account.since), view! { <Moment at=account.created_at /> })}
            </dl>
        </section>
    }
}

#[component]
fn Person(profile: ProfileForm) -> impl IntoView {
    let locale = locale();
    view! {
        <section class="stack" aria-labelledby="person-title">
            <h2 id="person-title">{say!(locale, account.person)}</h2>
            <dl class="facts">
                {fact(label("name", locale), words(profile.name))}
                {fact(label("furigana", locale), words(profile.furigana))}
                {fact(label("phone", locale), words(called(&profile.phone_country, &profile.phone)))}
            </dl>
        </section>
    }
}

/// A number with its country's calling code.
fn called(country: &str, number: &str) -> String {
    match Country::of_code(country) {
        Some(country) if !number.is_empty() => format!("+{} {number}", country.calling),
        _ => number.to_owned(),
    }
}

#[component]
fn Company(profile: ProfileForm, may_update: bool) -> impl IntoView {
    let locale = locale();
    let edit = may_update.then(|| {
        view! {
            <p class="actions">
                <a class="button" href=Place::AccountUpdate.path()>
                    {say!(locale, account.edit)}
                </a>
            </p>
        }
    });
    let country = Country::of_code(&profile.country).map(|country| match language() {
        Language::En => country.en,
        Language::Ja => country.ja,
    });
    let fax = called(&profile.fax_country, &profile.fax);
    // A company that registered in two steps has a kind, and was not asked what for.
    let kind = CompanyType::of_word(&profile.company_type);
    let asked = kind.is_none() || !profile.purpose.is_empty();
    let purpose = asked.then(|| fact(label("purpose", locale), words(profile.purpose)));
    let kind = kind.map(|kind| domain::words::company_type(kind, language()));
    view! {
        <section class="stack" aria-labelledby="company-title">
            <h2 id="company-title">{say!(locale, account.company)}</h2>
            <dl class="facts">
                {kind.map(|kind| fact(label("company_type", locale), kind))}
                {fact(label("company", locale), words(profile.company))}
                {fact(label("country", locale), words(country.unwrap_or_default().to_owned()))}
                {fact(label("postcode", locale), words(profile.postcode))}
                {fact(label("address", locale), words(profile.address))}
                {fact(label("fax", locale), words(fax))}
                {fact(label("url", locale), words(profile.url))}
                {fact(label("business", locale), words(profile.business))}
                {fact(label("established", locale), words(profile.established))}
                {fact(label("capital", locale), words(profile.capital))}
                {fact(label("representative", locale), words(profile.representative))}
                {purpose}
            </dl>
            {edit}
        </section>
    }
}

#[component]
fn Agreements(agreements: Vec<Agreement>) -> impl IntoView {
    let locale = locale();
    (!agreements.is_empty()).then(|| {
        let facts = agreements.into_iter().map(|agreed| {
            let version = say!(locale, account.version, version = agreed.version).to_string();
            let value = view! {
                <span>{version} " · "</span>
                <Moment at=agreed.agreed_at />
            };
            fact(document(agreed.document, locale), value)
        });
        view! {
            <section class="stack" aria-labelledby="agreed-title">
                <h2 id="agreed-title">{say!(locale, account.agreements)}</h2>
                <dl class="facts">{facts.collect_view()}</dl>
            </section>
        }
    })
}

#[component]
fn Applied(application: Application) -> impl IntoView {
    let locale = locale();
    let title = if application.is_company {
        say!(locale, company.application)
    } else {
        say!(locale, account.application)
    };
    view! {
        <section class="stack" aria-labelledby="application-title">
            <h2 id="application-title">{title}</h2>
            <p>
                {state(application.state, locale)} " · " <a href=Place::AccountApplication.path()>{say!(locale, account.application_more)}</a>
            </p>
        </section>
    }
}

/// A way to each change.
#[component]
fn Ways(account: AccountView) -> AnyView {
    let locale = locale();
    let way = |place: Place, name: &'static str| {
        view! {
            <li>
                <a class="button" href=place.path()>
                    {name}
                </a>
            </li>
        }
    };
    let side = match account.change {
        Change::ToBuyer => Some((Place::AccountToBuyer, say!(locale, account.to_buyer))),
        // Who is still being looked at may buy meanwhile, and give up selling.
        Change::Waiting if account.account_type == AccountType::Supplier => {
            Some((Place::AccountToBuyer, say!(locale, account.to_buyer)))
        }
        Change::ToSupplier => Some((Place::AccountToSupplier, say!(locale, account.to_supplier))),
        Change::Waiting | Change::None => None,
    };
    let staff = account.account_type == AccountType::Staff;
    let update = match PersonKind::of(account.account_type) {
        Some(_) => way(Place::AccountSettings, say!(locale, frame.settings)),
        None => way(Place::AccountUpdate, say!(locale, account.update)),
    };
    let users = account
        .has_users
        .then(|| way(Place::AccountUsers, say!(locale, account.users)));
    // Written by the server alone.
    let tokens = (account.account_type == AccountType::Supplier).then(|| {
        view! {
            <li>
                <a class="button" href=Place::AccountTokens.path() rel="external">
                    {say!(locale, account.tokens)}
                </a>
            </li>
        }
    });
    let adds = account.addable.into_iter().map(|kind| match kind {
        PersonKind::Individual => way(Place::SignUpIndividual, say!(locale, persons.add_individual)),
        PersonKind::Corporate => way(Place::SignUpCorporate, say!(locale, persons.add_corporate)),
    });
    let adds = adds.collect_view();
    view! {
        <section class="stack" aria-labelledby="ways-title">
            <h2 id="ways-title">{say!(locale, account.ways)}</h2>
            <ul class="ways">
                {staff.then(|| view! { <li><a class="button" href=Console::Overview.path()>{say!(locale, account.console)}</a></li> })}
                {update}
                {way(Place::AccountAddresses, say!(locale, account.addresses))}
                {way(Place::AccountPassword, say!(locale, account.password))}
                {side.map(|(place, name)| way(place, name))}
                {users}
                {adds}
                {way(Place::AccountSecurity, say!(locale, account.security))}
                {way(Place::AccountSessions, say!(locale, account.sessions))}
                {tokens}
                <li>
                    <a class="button" href=Place::AccountExport.path() rel="external" download="">
                        <Icon name="download" />
                        {say!(locale, account.export)}
                    </a>
                </li>
                <li>
                    <a class="button danger" href=Place::AccountDelete.path()>
                        {say!(locale, account.delete)}
                    </a>
                </li>
            </ul>
        </section>
    }
    .into_any()
}
