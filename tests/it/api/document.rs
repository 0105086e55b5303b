//! The `OpenAPI` document tells the truth about every route.

use std::collections::BTreeSet;

use serde_json::Value;

use super::House;

/// Method and path of everything that the document names.
pub async fn operations(house: &House) -> BTreeSet<(String, String)> {
    let document = house.get("", "/api/openapi.json").await.json();
    let mut found = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            found.insert((method.to_uppercase(), path.clone()));
        }
    }
    found
}

#[tokio::test]
async fn it_is_complete() {
    let house = House::new().await;
    let answer = house.get("", "/api/openapi.json").await;
    let document = answer.json();
    assert_eq!(answer.headers["content-type"], "application/json");
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    assert_eq!(
        document["components"]["securitySchemes"]["bearer"]["scheme"],
        "bearer"
    );
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            assert!(ids.insert(id), "{path} has another's name");
            assert!(operation["summary"].is_string(), "{path} is not explained");
            let responses = operation["responses"].as_object().unwrap();
            assert!(
                responses.contains_key("503")
                    && responses.keys().any(|status| status.starts_with('2'))
            );
            for (status, response) in responses {
                assert!(response["description"].is_string());
                if status.as_str() >= "400" {
                    let problem =
                        &response["content"]["application/problem+json"]["schema"]["$ref"];
                    assert_eq!(problem, "#/components/schemas/Problem", "{path} {status}");
                }
            }
            let secured = operation["security"].is_array();
            let managers = path.contains("closures") || path.ends_with("/quotas");
            let personal = path.contains("bookings") || path.contains("series");
            assert_eq!(secured, managers || personal, "{path}");
            assert_eq!(
                secured && ["post", "patch", "put"].contains(&&**method),
                operation["requestBody"].is_object(),
                "{path}"
            );
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let needed = parameter["required"] == true;
                let optional = ["header", "query"].contains(&parameter["in"].as_str().unwrap())
                    && !["from", "to"].contains(&parameter["name"].as_str().unwrap());
                assert!(!(needed && optional), "{path}: {parameter}");
            }
            for name in path
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split('}').next())
            {
                let parameters = operation["parameters"].as_array().unwrap();
                assert!(
                    parameters
                        .iter()
                        .any(|one| one["name"] == name && one["in"] == "path")
                );
            }
        }
    }
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    let house = House::new().await;
    let document = house.get("", "/api/openapi.json").await.json();
    check(&document, &document);
}

fn check(document: &Value, value: &Value) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(target)) = object.get("$ref") {
                let pointer = target.strip_prefix('#').unwrap();
                assert!(document.pointer(pointer).is_some(), "{target}");
            }
            object.values().for_each(|value| check(document, value));
        }
        Value::Array(values) => values.iter().for_each(|value| check(document, value)),
        _ => {}
    }
}

/// What a conflict is with: the document names every kind that there is.
#[tokio::test]
async fn every_kind_of_conflict_is_named() {
    use jastar::refusal::conflict::ConflictKind::{
        self, Booking, Closure, Seats, Stock, Turnaround,
    };

    let known = |kind: ConflictKind| match kind {
        Booking | Closure | Turnaround | Seats | Stock => serde_json::to_value(kind).unwrap(),
    };
    let all = [Booking, Closure, Turnaround, Seats, Stock].map(known);
    let house = House::new().await;
    let document = house.get("", "/api/openapi.json").await.json();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let kind = schemas.values().find_map(|schema| {
        let kind = &schema["properties"]["kind"]["enum"];
        let named = kind.as_array()?;
        named
            .contains(&all[2])
            .then_some(named)
            .filter(|named| named.contains(&all[0]))
    });
    assert_eq!(kind.unwrap().as_slice(), all);
}
