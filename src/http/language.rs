//! In which language to answer, as far as the request says so.

use axum::http::{HeaderMap, header};
use entity::Language;

/// The language of the house that Accept-Language (RFC 9110, 12.5.4) likes best; the earlier of equals. None when it
/// names none of ours.
#[must_use]
pub fn accepted(headers: &HeaderMap) -> Option<Language> {
    let mut best: Option<(f32, Language)> = None;
    for value in headers.get_all(header::ACCEPT_LANGUAGE) {
        for range in value.to_str().unwrap_or_default().split(',') {
            let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
            let weight = match weight.trim().strip_prefix("q=") {
                Some(weight) => weight.trim().parse().unwrap_or(0.0),
                None => 1.0,
            };
            let Some(language) = Language::from_tag(tag.trim()) else {
                continue;
            };
            if weight > 0.0 && best.is_none_or(|(best, _)| weight > best) {
                best = Some((weight, language));
            }
        }
    }
    best.map(|(_, language)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_liked_language_of_the_house_is_spoken() {
        let spoken = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, value.parse().unwrap());
            accepted(&headers)
        };
        assert_eq!(spoken("ru-KZ, kk;q=0.9"), Some(Language::Ru));
        assert_eq!(spoken("de, en;q=0.5, kk;q=0.8"), Some(Language::Kk));
        assert_eq!(spoken("kk;q=0, en-GB;q=0.1"), Some(Language::En));
        assert_eq!(spoken("de, fr"), None);
        assert_eq!(spoken("*"), None);
        assert_eq!(accepted(&HeaderMap::new()), None);
    }
}
