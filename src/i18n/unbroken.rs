//! Spans of time, as `16:00–18:00`, that no line of a page or a mail ends inside of.

/// Elements of plain text, in which a tag would be read out.
const PLAIN: [&str; 5] = ["title", "option", "textarea", "style", "script"];

/// The same HTML with every span of time in an element of its own, `<span {attribute}>`. The text has no bare `<` or `>`,
/// as templates write it.
#[must_use]
pub fn unbroken(html: &str, attribute: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let (mut rest, mut plain) = (html, false);
    while !rest.is_empty() {
        let (text, tags) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        if plain {
            out.push_str(text);
        } else {
            spans(&mut out, text, attribute);
        }
        let end = tags.find('>').map_or(tags.len(), |at| at + 1);
        let (tag, after) = tags.split_at(end);
        out.push_str(tag);
        plain = is_plain(tag);
        rest = after;
    }
    out
}

fn is_plain(tag: &str) -> bool {
    let name = tag.get(1..).unwrap_or_default();
    let name = name.split([' ', '\n', '>']).next().unwrap_or_default();
    PLAIN.contains(&name)
}

fn spans(out: &mut String, text: &str, attribute: &str) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('–') {
        let start = before.len().saturating_sub(TIME);
        let (from, to) = (before.get(start..), after.get(..TIME));
        match (from, to) {
            (Some(from), Some(to)) if is_time(from) && is_time(to) => {
                let (before, after) = (&before[..start], &after[TIME..]);
                out.extend([before, "<span ", attribute, ">", from, "–", to, "</span>"]);
                rest = after;
            }
            _ => {
                out.extend([before, "–"]);
                rest = after;
            }
        }
    }
    out.push_str(rest);
}

/// The length of `16:00`.
const TIME: usize = 5;

fn is_time(text: &str) -> bool {
    let shape = text.bytes().map(|byte| match byte {
        b'0'..=b'9' => b'0',
        other => other,
    });
    shape.eq(*b"00:00")
}

#[cfg(test)]
mod tests {
    use super::unbroken;

    #[test]
    fn a_span_of_time_stands_whole_wherever_a_line_could_end() {
        for (html, expected) in [
            ("", ""),
            (
                "<p>сб, 16:00–18:00 және 09:00–10:00.</p>",
                "<p>сб, <span x>16:00–18:00</span> және <span x>09:00–10:00</span>.</p>",
            ),
            ("16:00–18:00", "<span x>16:00–18:00</span>"),
            ("23–29 қараша – 6:00–7:00", "23–29 қараша – 6:00–7:00"),
            ("–16:00–", "–16:00–"),
            (
                "<a title=\"16:00–18:00\"><option selected>16:00–18:00</option></a>",
                "<a title=\"16:00–18:00\"><option selected>16:00–18:00</option></a>",
            ),
            (
                "<title>16:00–18:00</title><titled>16:00–18:00",
                "<title>16:00–18:00</title><titled><span x>16:00–18:00</span>",
            ),
        ] {
            assert_eq!(unbroken(html, "x"), expected);
        }
    }
}
