//! Text for one line of a header.

/// Without line breaks, other control characters and marks that turn the direction of reading, which could make a name
/// look like an address; cut after so many characters.
#[must_use]
pub fn one_line(text: &str, max_chars: usize) -> String {
    let visible: String = text
        .chars()
        .filter(|c| !turns_direction(*c))
        .map(|c| {
            if c.is_control() || c.is_whitespace() {
                ' '
            } else {
                c
            }
        })
        .collect();
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= max_chars {
        return line;
    }
    let cut: String = line.chars().take(max_chars.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

/// The bidirectional formatting characters of Unicode (UAX #9), and the byte order mark.
fn turns_direction(c: char) -> bool {
    matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_that_reads_one_way() {
        assert_eq!(
            one_line(" Айгерім\r\nBcc: x@y.z ", 60),
            "Айгерім Bcc: x@y.z"
        );
        assert_eq!(one_line("a\u{202e}b\u{2028}c\u{0}d", 60), "ab c d");
        assert_eq!(one_line("Әлия Құрманғазы", 8), "Әлия Құ…");
        assert_eq!(one_line("\u{200f}\r\n", 8), "");
    }
}
