//! A browser of tests: keeps cookies, says where its forms come from, follows nothing by itself.

use std::{cell::RefCell, collections::BTreeMap};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use url::form_urlencoded;

use crate::it::support::{TestApp, client::Answer};

pub struct Browser<'a> {
    pub test: &'a TestApp,
    pub cookies: RefCell<BTreeMap<String, String>>,
}

impl<'a> Browser<'a> {
    /// One that has chosen a language.
    pub fn speaking(test: &'a TestApp, language: &str) -> Self {
        let cookies = BTreeMap::from([("language".to_owned(), language.to_owned())]);
        Self {
            test,
            cookies: RefCell::new(cookies),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(
            self.request("GET", path)
                .body(Body::empty())
                .expect("well formed"),
        )
        .await
    }

    /// A page that is there.
    pub async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        answer.text
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request = self
            .request("POST", path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .expect("well formed");
        self.send(request).await
    }

    pub fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let cookies: Vec<String> = self
            .cookies
            .borrow()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:8080")
            .header(header::COOKIE, cookies.join("; "))
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let mut answer = self.test.send(request).await;
        answer.text = read(&answer.text);
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let (pair, attributes) = cookie
                .to_str()
                .expect("well formed")
                .split_once(';')
                .expect("well formed");
            let (name, value) = pair.split_once('=').expect("well formed");
            if attributes.contains("Max-Age=0") {
                self.cookies.borrow_mut().remove(name);
            } else {
                self.cookies
                    .borrow_mut()
                    .insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }
}

/// A page as it reads: without the elements that only keep its spans of time whole.
fn read(page: &str) -> String {
    let mut parts = page.split("<span class=\"unbroken\">");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |read, part| read + &part.replacen("</span>", "", 1))
}

/// Where an answer sends the browser.
pub fn location(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.headers[header::LOCATION]
        .to_str()
        .expect("well formed")
        .to_owned()
}

/// The same, without what is asked of that page.
pub fn page_of(answer: &Answer) -> String {
    let location = location(answer);
    location.split('?').next().expect("well formed").to_owned()
}

/// The value of an input, as the browser would send it.
pub fn value(page: &str, name: &str) -> String {
    // The head of the page has a form of its own.
    let main = page.split_once("<main").map_or(page, |(_, main)| main);
    let input = main
        .split("<input")
        .find(|input| input.contains(&format!(" name=\"{name}\"")))
        .unwrap_or_else(|| panic!("no input {name}: {page}"));
    let value = input.split("value=\"").nth(1).expect("well formed");
    unescaped(value.split('"').next().expect("well formed"))
}

pub fn unescaped(text: &str) -> String {
    text.replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#38;", "&")
}
