//! Secrets that people carry: only their hashes are stored.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// SHA-256. Enough for tokens of 256 random bits, which nobody can try out.
#[must_use]
pub fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// The hash of a sign-in code, bound to the browser that asked for it: six digits alone are soon tried out by whoever
/// reads the table, with the browser's 256 bits before them they are not.
#[must_use]
pub fn code_hash(browser: &str, code: &str) -> Vec<u8> {
    Sha256::new()
        .chain_update(browser.as_bytes())
        .chain_update(b"/")
        .chain_update(code.as_bytes())
        .finalize()
        .to_vec()
}

/// In a time that does not tell how much of it was right.
#[must_use]
pub fn matches(stored: &[u8], given: &[u8]) -> bool {
    stored.ct_eq(given).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_good_in_its_own_browser_only() {
        let stored = code_hash("a", "123456");
        assert!(matches(&stored, &code_hash("a", "123456")));
        assert!(!matches(&stored, &code_hash("a", "123457")));
        assert!(!matches(&stored, &code_hash("b", "123456")));
    }
}
