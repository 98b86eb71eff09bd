//! How the interface is called, for people: the document for programs, written out.

use domain::api::problems::Kind;
use domain::places::Place;
use leptos::prelude::*;

use crate::labels::{language, locale};
use crate::say;
use crate::ui::PageTitle;

/// All that the document says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manual {
    pub version: String,
    pub sections: Vec<Section>,
    pub shapes: Vec<Shape>,
}

/// Routes that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub name: String,
    pub about: String,
    pub routes: Vec<Route>,
}

/// A route with one method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub id: String,
    pub method: String,
    pub path: String,
    pub summary: String,
    pub about: String,
    pub scopes: Vec<String>,
    pub parameters: Vec<Field>,
    /// Media type and type.
    pub body: Option<(String, String)>,
    /// Status and type.
    pub answers: Vec<(String, String)>,
}

/// A type with its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    pub name: String,
    pub about: String,
    pub fields: Vec<Field>,
}

/// A parameter, or a field of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    /// `query`, `path` or `header`; empty for a field of a type.
    pub place: String,
    pub required: bool,
    pub kind: String,
    pub about: String,
}

/// The page.
#[component]
pub fn ManualPage(
    manual: Manual,
    /// Of the site, without a slash at its end.
    base: String,
) -> AnyView {
    let locale = locale();
    let title = say!(locale, api.manual_title);
    let Manual {
        version,
        sections,
        shapes,
    } = manual;
    let contents = sections
        .iter()
        .flat_map(|section| &section.routes)
        .map(|route| (route.id.clone(), route.method.clone(), route.path.clone()));
    let contents = contents.map(|(id, method, path)| {
        view! {
            <li>
                <a href=format!("#{id}")>
                    <code>{method} " " {path}</code>
                </a>
            </li>
        }
    });
    let contents = contents.collect_view();
    let sections = sections.into_iter().map(|section| view! { <Part section /> });
    view! {
        <PageTitle text=title.to_owned() />
        <main id="content" tabindex="-1" class="page manual stack loose">
            <div class="stack tight">
                <h1>{title} " " <span class="badge">{version}</span></h1>
                <p class="lead">{say!(locale, api.manual_lead)}</p>
                <p>
                    <a href=Place::ApiDocument.path() rel="external">{say!(locale, api.document)}</a>
                </p>
            </div>
            <Beginning base />
            <nav class="stack tight" aria-labelledby="contents-title">
                <h2 id="contents-title">{say!(locale, api.contents)}</h2>
                <ul class="manual-contents">
                    {contents}
                    <li>
                        <a href="#shapes">{say!(locale, api.shapes)}</a>
                    </li>
                    <li>
                        <a href="#problems">{say!(locale, api.problems)}</a>
                    </li>
                </ul>
            </nav>
            {sections.collect_view()}
            <Shapes shapes />
            <Problems />
        </main>
    }
    .into_any()
}

#[component]
fn Beginning(base: String) -> AnyView {
    let locale = locale();
    let example = format!("curl -H \"Authorization: Bearer rs_…\" {base}/api/v1/stock?limit=10");
    let good = [
        say!(locale, api.good_batch),
        say!(locale, api.good_reference),
        say!(locale, api.good_key),
        say!(locale, api.good_limit),
        say!(locale, api.good_language),
    ];
    view! {
        <section class="stack tight manual-text" aria-labelledby="begin-title">
            <h2 id="begin-title">{say!(locale, api.begin)}</h2>
            <p>
                {say!(locale, api.begin_token)} " "
                <a href=Place::AccountTokens.path() rel="external">{say!(locale, api.title)}</a>
            </p>
            <p>{say!(locale, api.begin_header)}</p>
            <pre class="manual-code" tabindex="0"><code>"Authorization: Bearer rs_…"</code></pre>
            <p>{say!(locale, api.begin_try)}</p>
            <pre class="manual-code" tabindex="0"><code>{example}</code></pre>
        </section>
        <section class="stack tight manual-text" aria-labelledby="good-title">
            <h2 id="good-title">{say!(locale, api.good)}</h2>
            <ul class="manual-list">{good.map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Part(section: Section) -> AnyView {
    let routes = section.routes.into_iter().map(|route| view! { <One route /> });
    view! {
        <section class="stack" lang="en">
            <h2>{section.name}</h2>
            <p>{section.about}</p>
            {routes.collect_view()}
        </section>
    }
    .into_any()
}

/// A type, as a link to its fields where it has some.
fn kind_link(kind: &str) -> AnyView {
    let name = kind.split("[]").next().unwrap_or_default();
    let is_shape = name.starts_with(|first: char| first.is_ascii_uppercase());
    let text = kind.to_owned();
    if is_shape {
        view! { <a href=format!("#shape-{name}")><code>{text}</code></a> }.into_any()
    } else {
        view! { <code>{text}</code> }.into_any()
    }
}

#[component]
fn One(route: Route) -> AnyView {
    let locale = locale();
    let body = route.body.map(|(media, kind)| {
        view! {
            <dt>{say!(locale, api.body)}</dt>
            <dd>
                <code>{media}</code>
                {(!kind.is_empty()).then(|| view! { ": " {kind_link(&kind)} })}
            </dd>
        }
    });
    let answers = route.answers.into_iter().map(|(status, kind)| {
        view! {
            <dd>
                <code>{status}</code>
                {(!kind.is_empty()).then(|| view! { ": " {kind_link(&kind)} })}
            </dd>
        }
    });
    let scopes = if route.scopes.is_empty() {
        view! { <span>{say!(locale, api.open_to_all)}</span> }.into_any()
    } else {
        view! { <code>{route.scopes.join(" ")}</code> }.into_any()
    };
    let titled_by = format!("{}-title", route.id);
    let parameters = (!route.parameters.is_empty())
        .then(|| view! { <Fields fields=route.parameters titled_by=titled_by.clone() /> });
    view! {
        <article class="card stack tight" id=route.id>
            <h3 id=titled_by>{route.summary}</h3>
            <p>
                <code class="manual-route">
                    <b>{route.method}</b>
                    " "
                    {route.path}
                </code>
            </p>
            {(!route.about.is_empty()).then(|| view! { <p>{route.about}</p> })}
            <dl class="facts">
                <dt>{say!(locale, api.scope)}</dt>
                <dd>{scopes}</dd>
                {body}
                <dt>{say!(locale, api.answer)}</dt>
                {answers.collect_view()}
            </dl>
            {parameters}
        </article>
    }
    .into_any()
}

#[component]
fn Fields(fields: Vec<Field>, titled_by: String) -> AnyView {
    let locale = locale();
    let rows = fields.into_iter().map(|field| {
        let required = field
            .required
            .then(|| view! { <span class="quiet small">" " {say!(locale, api.required)}</span> });
        let place = (!field.place.is_empty())
            .then(|| view! { <span class="quiet small">" " {field.place.clone()}</span> });
        view! {
            <tr>
                <th scope="row">
                    <code>{field.name}</code>
                    {place}
                    {required}
                </th>
                <td>{kind_link(&field.kind)}</td>
                <td>{field.about}</td>
            </tr>
        }
    });
    view! {
        <div class="scroll" tabindex="0" role="region" aria-labelledby=titled_by>
            <table class="table manual-fields">
                <thead>
                    <tr>
                        <th scope="col">{say!(locale, api.field)}</th>
                        <th scope="col">{say!(locale, api.kind)}</th>
                        <th scope="col">{say!(locale, api.about)}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Shapes(shapes: Vec<Shape>) -> AnyView {
    let shapes = shapes.into_iter().map(|shape| {
        let id = format!("shape-{}", shape.name);
        let titled_by = format!("{id}-title");
        view! {
            <article class="card stack tight" id=id lang="en">
                <h3 id=titled_by.clone()>
                    <code>{shape.name}</code>
                </h3>
                {(!shape.about.is_empty()).then(|| view! { <p>{shape.about}</p> })}
                <Fields fields=shape.fields titled_by />
            </article>
        }
    });
    view! {
        <section class="stack" aria-labelledby="shapes">
            <h2 id="shapes">{say!(locale(), api.shapes)}</h2>
            {shapes.collect_view()}
        </section>
    }
    .into_any()
}

#[component]
fn Problems() -> AnyView {
    let (locale, language) = (locale(), language());
    let problems = Kind::ALL.map(|kind| {
        view! {
            <article class="card stack tight" id=kind.slug()>
                <h3>{kind.title(language)}</h3>
                <p>
                    <code>{kind.status()} " " {kind.slug()}</code>
                </p>
                <p>{kind.detail(language)}</p>
            </article>
        }
    });
    view! {
        <section class="stack" aria-labelledby="problems">
            <h2 id="problems">{say!(locale, api.problems)}</h2>
            <p>{say!(locale, api.problems_lead)}</p>
            <div class="manual-problems">{problems.collect_view()}</div>
        </section>
    }
    .into_any()
}
