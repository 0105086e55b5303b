//! Just enough of RFC 5322 and MIME to read what our own composer writes.

pub struct Eml {
    pub subject: String,
    pub to: String,
    pub date: String,
    /// The plain text part.
    pub text: String,
}

impl Eml {
    pub fn read(source: &str) -> Self {
        let source = source.replace("\r\n", "\n");
        let (head, _) = split(&source);
        Self {
            subject: words(&header(head, "subject")),
            to: words(&header(head, "to")),
            date: header(head, "date"),
            text: plain(&source).unwrap_or_default(),
        }
    }
}

fn split(part: &str) -> (&str, &str) {
    part.split_once("\n\n").unwrap_or((part, ""))
}

/// Unfolded.
fn header(head: &str, name: &str) -> String {
    let mut value = String::new();
    let mut found = false;
    for line in head.lines() {
        if line.starts_with([' ', '\t']) {
            if found {
                value.push(' ');
                value.push_str(line.trim());
            }
            continue;
        }
        if found {
            break;
        }
        if let Some((field, rest)) = line.split_once(':')
            && field.eq_ignore_ascii_case(name)
        {
            found = true;
            rest.trim().clone_into(&mut value);
        }
    }
    value
}

fn plain(part: &str) -> Option<String> {
    let (head, body) = split(part);
    let kind = header(head, "content-type");
    let lower = kind.to_ascii_lowercase();
    if lower.starts_with("multipart/") {
        let at = lower.find("boundary=")? + "boundary=".len();
        let boundary = kind[at..].split(';').next()?.trim().trim_matches('"');
        return body
            .split(&format!("--{boundary}"))
            .skip(1)
            .find_map(|inner| plain(inner.trim_start_matches('\n')));
    }
    if !lower.starts_with("text/plain") {
        return None;
    }
    let bytes = match &*header(head, "content-transfer-encoding").to_ascii_lowercase() {
        "base64" => base64(body),
        "quoted-printable" => quoted(body),
        _ => body.as_bytes().to_vec(),
    };
    Some(String::from_utf8_lossy(&bytes).trim().to_owned())
}

/// Encoded words (RFC 2047), all of them UTF-8. The blank between two of them is not part of the text.
fn words(value: &str) -> String {
    let mut bytes = Vec::new();
    let mut after_word = false;
    for token in value.split(' ') {
        let inner = token
            .strip_prefix("=?utf-8?")
            .and_then(|rest| rest.strip_suffix("?="))
            .and_then(|rest| rest.split_once('?'));
        if !(bytes.is_empty() || after_word && inner.is_some()) {
            bytes.push(b' ');
        }
        after_word = inner.is_some();
        match inner {
            Some(("b" | "B", text)) => bytes.extend(base64(text)),
            Some((_, text)) => bytes.extend(quoted(&text.replace('_', " "))),
            None => bytes.extend(token.bytes()),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn base64(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (mut kept, mut bits) = (0u32, 0);
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        kept = kept << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((kept >> bits & 0xff) as u8);
        }
    }
    bytes
}

fn quoted(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'=', [b'\n', ..]) => rest = &after[1..],
            (b'=', [high, low, ..]) => {
                let digit = |byte: &u8| char::from(*byte).to_digit(16).unwrap_or_default();
                bytes.push((digit(high) * 16 + digit(low)) as u8);
                rest = &after[2..];
            }
            _ => bytes.push(*first),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_our_composer_writes_can_be_read() {
        let source = "From: a\r\nSubject: =?utf-8?b?0JrQvtC0?=\r\n =?utf-8?b?OiAx?=\r\nTo: b@c.kz\r\n\
            Content-Type: multipart/alternative;\r\n boundary=\"xyz\"\r\n\r\n--xyz\r\n\
            Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            =D0=9A=D0=BE=D0=B4 123=\r\n456\r\n--xyz\r\nContent-Type: text/html\r\n\r\n<b>no</b>\r\n--xyz--\r\n";
        let eml = Eml::read(source);
        assert_eq!(
            (&*eml.subject, &*eml.to, &*eml.text),
            ("Код: 1", "b@c.kz", "Код 123456")
        );
    }
}
