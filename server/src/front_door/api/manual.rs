//! The page for people: the document for programs, written out.

use app::api::manual::{Field, Manual, ManualPage, Route, Section, Shape};
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use leptos::prelude::{IntoAny, view};
use serde_json::Value;
use std::sync::LazyLock;

use super::described;
use crate::front_door::{House, written};

static MANUAL: LazyLock<Manual> =
    LazyLock::new(|| manual(&serde_json::to_value(described()).unwrap_or_default()));

/// The page.
pub(in crate::front_door) async fn page(State(house): State<House>, parts: Parts) -> Response {
    let base = house.settings.public_base_url.clone();
    written::write(&house, parts, StatusCode::OK, move || {
        let (manual, base) = (MANUAL.clone(), base.clone());
        view! { <ManualPage manual base /> }.into_any()
    })
    .await
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn manual(document: &Value) -> Manual {
    let sections = list(&document["tags"]).map(|tag| {
        let name = text(&tag["name"]);
        let routes = entries(&document["paths"]).flat_map(|(path, item)| {
            let methods = ["get", "post", "put", "delete"].into_iter();
            methods.filter_map(move |method| Some((path, method, item.get(method)?)))
        });
        let routes = routes.filter(|(.., operation)| list(&operation["tags"]).any(|tag| *tag == name));
        Section {
            routes: routes
                .map(|(path, method, operation)| route(path, method, operation))
                .collect(),
            about: text(&tag["description"]),
            name,
        }
    });
    let shapes = entries(&document["components"]["schemas"]).map(|(name, schema)| Shape {
        name: name.clone(),
        about: text(&schema["description"]),
        fields: fields(schema),
    });
    Manual {
        version: text(&document["info"]["version"]),
        sections: sections.collect(),
        shapes: shapes.collect(),
    }
}

fn route(path: &str, method: &str, operation: &Value) -> Route {
    let parameters = list(&operation["parameters"]).map(|parameter| Field {
        name: text(&parameter["name"]),
        place: text(&parameter["in"]),
        required: parameter["required"].as_bool().unwrap_or_default(),
        kind: kind(&parameter["schema"]),
        about: text(&parameter["description"]),
    });
    let body = entries(&operation["requestBody"]["content"]).next();
    let answers = entries(&operation["responses"]).filter(|(status, _)| status.starts_with('2'));
    let answers = answers.map(|(status, response)| {
        let shape = entries(&response["content"]).next();
        (
            status.clone(),
            shape
                .map(|(_, content)| kind(&content["schema"]))
                .unwrap_or_default(),
        )
    });
    let scopes = list(&operation["security"]).flat_map(|security| list(&security["token"]));
    Route {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        about: text(&operation["description"]),
        scopes: scopes.map(text).collect(),
        parameters: parameters.collect(),
        body: body.map(|(media, content)| (media.clone(), kind(&content["schema"]))),
        answers: answers.collect(),
    }
}

fn fields(schema: &Value) -> Vec<Field> {
    let required = |name: &str| list(&schema["required"]).any(|other| other == name);
    let field = |(name, property): (&String, &Value)| Field {
        name: name.clone(),
        place: String::new(),
        required: required(name),
        kind: kind(property),
        about: text(&property["description"]),
    };
    entries(&schema["properties"]).map(field).collect()
}

/// A type in a few signs: `string, 1–30`, `integer, 1–200`, `LotToPut[]`, `uuid | null`.
fn kind(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    let choices: Vec<_> = ["oneOf", "anyOf", "allOf"]
        .into_iter()
        .flat_map(|key| list(&schema[key]))
        .map(kind)
        .collect();
    if !choices.is_empty() {
        return choices.join(" | ");
    }
    let words: Vec<_> = list(&schema["enum"]).map(|word| word.to_string()).collect();
    if !words.is_empty() {
        return words.join(" | ");
    }
    let names: Vec<&str> = match &schema["type"] {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().into_iter().collect(),
    };
    let name = |name: &&str| match *name {
        "array" => format!("{}[]", kind(&schema["items"])),
        "string" => schema["format"].as_str().unwrap_or("string").to_owned(),
        other => other.to_owned(),
    };
    let names: Vec<_> = names.iter().map(name).collect();
    let limits = ["Length", "imum", "Items"].into_iter().find_map(|what| {
        let (min, max) = (&schema[format!("min{what}")], &schema[format!("max{what}")]);
        match (min.is_null(), max.is_null()) {
            (true, true) => None,
            (false, true) => Some(format!(", {min}–")),
            (true, false) => Some(format!(", –{max}")),
            (false, false) => Some(format!(", {min}–{max}")),
        }
    });
    names.join(" | ") + &limits.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn types_are_told_in_a_few_signs() {
        for (schema, told) in [
            (
                json!({"type": "string", "minLength": 1, "maxLength": 30}),
                "string, 1–30",
            ),
            (
                json!({"type": ["integer", "null"], "minimum": 1950}),
                "integer | null, 1950–",
            ),
            (
                json!({"type": "array", "items": {"$ref": "#/components/schemas/Lot"}, "maxItems": 200}),
                "Lot[], –200",
            ),
            (
                json!({"enum": ["add", "ask"], "type": "string"}),
                "\"add\" | \"ask\"",
            ),
            (json!({"type": "string", "format": "uuid"}), "uuid"),
        ] {
            assert_eq!(kind(&schema), told);
        }
    }

    #[test]
    fn every_route_and_every_shape_is_written_out() {
        let document = serde_json::to_value(described()).expect("is JSON");
        let manual = manual(&document);
        let routes: usize = manual.sections.iter().map(|section| section.routes.len()).sum();
        let operations: usize = entries(&document["paths"])
            .map(|(_, item)| item.as_object().map_or(0, |o| o.len()))
            .sum();
        assert_eq!(routes, operations);
        assert_eq!(
            manual.shapes.len(),
            entries(&document["components"]["schemas"]).count()
        );
        let all = manual.sections.iter().flat_map(|section| &section.routes);
        for route in all {
            assert!(
                !route.id.is_empty() && !route.summary.is_empty() && !route.answers.is_empty(),
                "{route:?}"
            );
        }
    }
}
