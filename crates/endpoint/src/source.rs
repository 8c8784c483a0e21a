//! Where a request comes from: only to slow down those who guess passwords.

use crate::Endpoint;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// The address at the other end of the connection, put on each request by whoever serves.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// The address a request comes from: the peer, or what a trusted proxy says of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Source(pub IpAddr);

impl FromRequestParts<Arc<Endpoint>> for Source {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, endpoint: &Arc<Endpoint>) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0);
        Ok(Self(behind(peer, parts, &endpoint.proxies)))
    }
}

/// The last address of `X-Forwarded-For` that is not a trusted proxy's: what stands before it, anybody can write.
fn behind(peer: IpAddr, parts: &Parts, proxies: &[IpAddr]) -> IpAddr {
    let said = parts.headers.get_all("x-forwarded-for").iter().rev();
    let said = said.filter_map(|line| line.to_str().ok()).flat_map(|line| line.rsplit(','));
    let mut nearest = peer;
    for address in said {
        if !proxies.contains(&nearest) {
            break;
        }
        match address.trim().parse() {
            Ok(address) => nearest = address,
            Err(_) => break,
        }
    }
    nearest
}
