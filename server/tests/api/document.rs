//! The document for programs holds against the router and the rules.

use axum::body::Body;
use axum::http::header::ALLOW;
use axum::http::{Method, StatusCode};
use domain::text::{TextRule, limits};
use serde_json::Value;

use super::{AYA, System};
use crate::support::door::Door;
use crate::support::house::House;

async fn document(house: &House) -> Value {
    let answer = Door::of(house).get("/api/v1/openapi.json").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/json");
    answer.json()
}

/// Each path answers exactly the methods that the document names, and nothing below it is there that the document does not name.
pub(super) async fn the_document_names_every_route_and_every_route_is_there(house: &House) {
    let document = document(house).await;
    assert_eq!(document["openapi"], "3.1.0");
    let aya = System::of(house, AYA).await;
    let paths = document["paths"].as_object().expect("paths");
    assert_eq!(paths.len(), 7);
    for (path, item) in paths {
        let mut named: Vec<String> = item
            .as_object()
            .expect("methods")
            .keys()
            .map(|method| method.to_uppercase())
            .collect();
        let place = path.replace("{id}", "00000000-0000-7000-8000-000000000000");
        let request = aya.request(Method::PATCH, &place).body(Body::empty());
        let answer = aya.send(request.expect("a request")).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        let mut there: Vec<String> = answer
            .header(ALLOW.as_str())
            .split(',')
            .map(str::to_owned)
            .collect();
        // Comes with GET.
        there.retain(|method| method != "HEAD");
        named.sort();
        there.sort();
        assert_eq!(named, there, "{path}");
        for (method, operation) in item.as_object().expect("methods") {
            let has_security = operation["security"].is_array();
            assert_eq!(has_security, path != "/api/v1/openapi.json", "{method} {path}");
            assert!(
                operation["responses"]["401"].is_object() == has_security,
                "{method} {path}"
            );
        }
    }
    let written = include_str!("../../src/front_door/api.rs");
    let routes = written.matches("routes!(").count();
    assert_eq!(routes, paths.len(), "each path is a line of the router");
    assert_eq!(
        written.matches(".route(").count(),
        1,
        "and only what is not there has another"
    );
}

pub(super) async fn the_limits_told_are_those_of_the_rules(house: &House) {
    let document = document(house).await;
    let lot = &document["components"]["schemas"]["LotToPut"];
    assert_eq!(lot["additionalProperties"], false);
    let rules: [(&str, TextRule); 9] = [
        ("manufacturer", limits::MANUFACTURER),
        ("product_name", limits::PRODUCT_NAME),
        ("model", limits::MODEL),
        ("packing", limits::PACKING),
        ("rohs", limits::ROHS),
        ("location", limits::LOCATION),
        ("remarks", limits::REMARKS),
        ("date_code", limits::DATE_CODE),
        ("reference", limits::REFERENCE),
    ];
    let required = lot["required"].as_array().expect("a list");
    for (field, rule) in rules {
        let schema = &lot["properties"][field];
        assert_eq!(schema["maxLength"], rule.max, "{field}");
        assert_eq!(
            schema["minLength"].as_u64().unwrap_or(0),
            u64::from(rule.required),
            "{field}"
        );
        assert_eq!(
            required.iter().any(|name| name == field),
            rule.required,
            "{field}"
        );
    }
    let quantity = &lot["properties"]["quantity"];
    assert_eq!(quantity["minimum"], *limits::QUANTITY.start());
    assert_eq!(quantity["maximum"], *limits::QUANTITY.end());
    assert_eq!(lot["properties"]["dc"]["minimum"], limits::OLDEST_YEAR);
    for list in ["LotsToPut", "LotsToDelete"] {
        let lots = &document["components"]["schemas"][list]["properties"]["lots"];
        assert_eq!(lots["maxItems"], domain::api::AT_ONCE, "{list}");
    }
    let parameters = document["paths"]["/api/v1/stock"]["get"]["parameters"]
        .as_array()
        .expect("parameters");
    let limit = parameters
        .iter()
        .find(|parameter| parameter["name"] == "limit")
        .expect("a limit");
    assert_eq!(limit["schema"]["maximum"], domain::api::LONGEST_PAGE);
}
