//! Which address of the network a request comes from: the connection's, or, behind proxies that we trust, what the outermost
//! of them saw. What anybody else writes into `X-Forwarded-For` is not believed.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};

const FORWARDED: &str = "x-forwarded-for";

/// The address of the visitor.
pub(super) fn ip(extensions: &Extensions, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let peer = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(peer)| peer.ip());
    if !trusted.contains(&peer) {
        return peer;
    }
    let hops: Vec<IpAddr> = headers
        .get_all(FORWARDED)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map_while(|hop| hop.trim().parse().ok())
        .collect();
    // Each proxy appends whom it saw: the last one that is not ours is the visitor.
    hops.into_iter()
        .rev()
        .find(|hop| !trusted.contains(hop))
        .unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn seen(peer: [u8; 4], forwarded: &'static str) -> IpAddr {
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::from((peer, 4000))));
        let mut headers = HeaderMap::new();
        headers.insert(FORWARDED, HeaderValue::from_static(forwarded));
        ip(
            &extensions,
            &headers,
            &[IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2])],
        )
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let visitor = IpAddr::from([192, 0, 2, 7]);
        assert_eq!(
            seen([192, 0, 2, 7], "198.51.100.1"),
            visitor,
            "nobody vouches for the header"
        );
        assert_eq!(seen([10, 0, 0, 1], "192.0.2.7"), visitor);
        assert_eq!(
            seen([10, 0, 0, 1], "198.51.100.1, 192.0.2.7, 10.0.0.2"),
            visitor,
            "what the visitor wrote comes first"
        );
        assert_eq!(seen([10, 0, 0, 1], "unknown"), IpAddr::from([10, 0, 0, 1]));
    }
}
