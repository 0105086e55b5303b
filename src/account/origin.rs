//! Where something comes from that people do before they are known, for counting and for the log.

use std::net::IpAddr;

#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The id of the request; none for what an operator does on the command line.
    pub request: Option<String>,
    /// None for what comes from inside the process.
    pub address: Option<IpAddr>,
    /// The token of the device cookie, whoever's it is.
    pub device: Option<String>,
}
