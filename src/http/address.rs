//! Where a request comes from on the network: what is counted by network is counted by this.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::{
    extract::ConnectInfo,
    http::{Extensions, HeaderMap},
};

use crate::app::App;

/// The address that the outermost of our own proxies saw, or that of the connection: where there are no proxies, and
/// where what they wrote cannot be read, so that nobody escapes being counted by a header that makes no sense.
/// None when there is no connection: a call from inside the process.
#[must_use]
pub fn of(app: &App, headers: &HeaderMap, extensions: &Extensions) -> Option<IpAddr> {
    forwarded(headers, app.config.http.trusted_proxies).or_else(|| {
        let ConnectInfo(peer) = extensions.get::<ConnectInfo<SocketAddr>>()?;
        Some(peer.ip())
    })
}

/// Each proxy adds whom it saw at the end of X-Forwarded-For; what stands further in front is anybody's claim.
fn forwarded(headers: &HeaderMap, proxies: usize) -> Option<IpAddr> {
    let hops: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .flat_map(|value| value.to_str().unwrap_or_default().split(','))
        .collect();
    let hop = hops.len().checked_sub(proxies)?;
    read(hops.get(hop)?.trim())
}

/// `192.0.2.7`, `192.0.2.7:51234`, `2001:db8::7`, `[2001:db8::7]` or `[2001:db8::7]:51234`.
fn read(hop: &str) -> Option<IpAddr> {
    let bracketed = || {
        let inside = hop.strip_prefix('[')?.strip_suffix(']')?;
        inside.parse::<Ipv6Addr>().ok().map(IpAddr::from)
    };
    let with_port = || hop.parse::<SocketAddr>().ok().map(|address| address.ip());
    hop.parse().ok().or_else(with_port).or_else(bracketed)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn seen(values: &[&'static str], proxies: usize) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("x-forwarded-for", HeaderValue::from_static(value));
        }
        forwarded(&headers, proxies).map(|address| address.to_string())
    }

    #[test]
    fn the_hop_that_the_outermost_of_our_proxies_wrote_is_read_however_it_wrote_it() {
        for (written, meant) in [
            ("203.0.113.5", "203.0.113.5"),
            ("203.0.113.5:51234", "203.0.113.5"),
            (" 203.0.113.5 ", "203.0.113.5"),
            ("2001:db8::7", "2001:db8::7"),
            ("[2001:db8::7]", "2001:db8::7"),
            ("[2001:db8::7]:51234", "2001:db8::7"),
        ] {
            assert_eq!(seen(&[written], 1).as_deref(), Some(meant), "{written}");
        }
        let chain = ["198.51.100.1, 203.0.113.5:4711", "[2001:db8::7]:51234"];
        assert_eq!(seen(&chain, 1).as_deref(), Some("2001:db8::7"));
        assert_eq!(seen(&chain, 2).as_deref(), Some("203.0.113.5"));
        assert_eq!(seen(&chain, 3).as_deref(), Some("198.51.100.1"));
    }

    #[test]
    fn what_says_nothing_gives_way_to_the_connection() {
        assert_eq!(seen(&[], 1), None);
        assert_eq!(
            seen(&["203.0.113.5"], 0),
            None,
            "nobody is trusted to say so"
        );
        assert_eq!(seen(&["203.0.113.5"], 2), None, "too few hops");
        for nonsense in ["unknown", "", "[203.0.113.5]", "203.0.113.5:x", "_hidden"] {
            assert_eq!(seen(&[nonsense], 1), None, "{nonsense}");
        }
    }
}
