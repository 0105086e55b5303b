//! What was typed into a form, kept as it came so that it can be shown again.

use std::{collections::BTreeMap, fmt::Write};

use axum::{
    extract::{FromRequest, RawForm, Request, rejection::RawFormRejection},
    response::IntoResponse,
};
use url::form_urlencoded;

/// The fields of a form by name. A field that is not there reads as empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed(BTreeMap<String, String>);

impl<S: Send + Sync> FromRequest<S> for Typed {
    type Rejection = axum::response::Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let RawForm(bytes) = RawForm::from_request(request, state)
            .await
            .map_err(RawFormRejection::into_response)?;
        Ok(Self::read(&bytes))
    }
}

impl Typed {
    /// Of two fields with one name the last counts; [`all`] tells of the others. Control characters that no keyboard
    /// writes are left out: no text of ours has them, and `PostgreSQL` stores no zero byte.
    pub fn read(bytes: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(bytes);
        let typed = |text: &str| -> String { text.chars().filter(|c| is_typed(*c)).collect() };
        Self(
            pairs
                .map(|(name, value)| (typed(&name), typed(&value)))
                .collect(),
        )
    }

    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Without the blanks around it; none when nothing else is there.
    pub fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name).trim()).filter(|value| !value.is_empty())
    }

    /// Of the boxes that are ticked and whose names begin like this, the rest of the names.
    pub fn ticked<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        let ticked = self.0.iter().filter(|(_, value)| !value.is_empty());
        ticked.filter_map(move |(name, _)| name.strip_prefix(prefix))
    }

    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(name.to_owned(), value.into());
    }

    pub fn without(mut self, name: &str) -> Self {
        self.0.remove(name);
        self
    }

    /// Only the fields with names that are asked for.
    pub fn only(mut self, kept: impl Fn(&str) -> bool) -> Self {
        self.0.retain(|name, _| kept(name));
        self
    }

    /// Names that begin so, without their beginning, and what was typed.
    pub fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let named = self.0.iter();
        named.filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.as_str())))
    }

    /// By name.
    pub fn pairs(&self) -> Vec<(String, String)> {
        self.0.clone().into_iter().collect()
    }

    /// Form-encoded, by name.
    pub fn encoded(&self) -> String {
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.0)
            .finish()
    }

    /// As [`Typed::encoded`], for our own eyes: letters of any alphabet stay as they are, in a third of the bytes.
    /// [`Typed::read`] reads it.
    pub fn briefly(&self) -> String {
        let filled = self.0.iter().filter(|(_, value)| !value.is_empty());
        let pairs = filled.map(|(name, value)| format!("{}={}", brief(name), brief(value)));
        pairs.collect::<Vec<_>>().join("&")
    }
}

fn is_typed(c: char) -> bool {
    !c.is_control() || matches!(c, '\r' | '\n' | '\t')
}

fn brief(text: &str) -> String {
    text.chars().fold(String::new(), |mut brief, c| {
        match c {
            ' ' => brief.push('+'),
            '+' | '&' | '=' | '%' => {
                let _ = write!(brief, "%{:02X}", u32::from(c));
            }
            _ => brief.push(c),
        }
        brief
    })
}

/// Every value of a field that may come more than once, without empty ones.
pub fn all(bytes: &[u8], name: &str) -> Vec<String> {
    form_urlencoded::parse(bytes)
        .filter(|(named, value)| named == name && !value.is_empty())
        .map(|(_, value)| value.into_owned())
        .collect()
}

/// The path itself if it leads nowhere but to this site, the front page otherwise.
pub fn local_path(path: &str) -> &str {
    let plain = path
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if plain && path.starts_with('/') && !path.starts_with("//") {
        path
    } else {
        "/"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for path in ["/", "/venues/a/b?week=2026-12-07", "/bookings/ABC"] {
            assert_eq!(local_path(path), path);
        }
        for path in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\tevil",
            "/a\r\nb",
            "javascript:alert(1)",
        ] {
            assert_eq!(local_path(path), "/");
        }
    }

    #[test]
    fn what_was_typed_comes_back() {
        let typed = Typed::read("title=%D2%9A%D1%8B%D0%B7+%26+b&people=+7+".as_bytes());
        assert_eq!(typed.get("title"), "Қыз & b");
        assert_eq!(typed.some("people"), Some("7"));
        assert_eq!(typed.some("note"), None);
        assert_eq!(Typed::read(typed.encoded().as_bytes()), typed);
    }

    #[test]
    fn what_no_keyboard_writes_is_left_out() {
        let typed = Typed::read(b"no%00te=a%00%0D%0A%09b%1B%C2%85");
        assert_eq!(typed.get("note"), "a\r\n\tb");
    }

    #[test]
    fn and_briefly() {
        let mut typed = Typed::default();
        typed.set("note", "Ән & би = 100 % + шай\r\nсағат 7-де;😀");
        typed.set("title", "Қыз-жігіттер биі");
        let brief = typed.briefly();
        assert_eq!(Typed::read(brief.as_bytes()), typed);
        assert!(brief.len() * 2 < typed.encoded().len(), "{brief}");
        typed.set("group", "");
        assert_eq!(typed.briefly(), brief, "what is empty takes no room");
        let some = typed.only(|name| name == "title");
        assert_eq!(some.briefly(), "title=Қыз-жігіттер+биі");
    }
}
