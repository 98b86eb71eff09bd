//! Which address of the network a request comes from: the connection's, or, behind proxies that we trust, what the outermost
//! of them saw. What anybody else writes into `X-Forwarded-For` is not believed.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap, HeaderValue};

const FORWARDED: &str = "x-forwarded-for";

/// The address of the visitor.
pub(super) fn ip(extensions: &Extensions, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let peer = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(peer)| peer.ip())
        .to_canonical();
    let is_ours = |seen: IpAddr| trusted.iter().any(|proxy| proxy.to_canonical() == seen);
    if !is_ours(peer) {
        return peer;
    }
    // Each proxy appends whom it saw, to the line that is there or as a line of its own: read from the end, the first one that is
    // not ours is the visitor. Whatever stands before that was written by the visitor, and is not looked at.
    let lines: Vec<&[u8]> = headers
        .get_all(FORWARDED)
        .iter()
        .map(HeaderValue::as_bytes)
        .collect();
    let hops = lines
        .iter()
        .rev()
        .flat_map(|line| line.rsplit(|byte| *byte == b','))
        .map(<[u8]>::trim_ascii)
        .filter(|hop| !hop.is_empty());
    for hop in hops {
        match address(hop) {
            Some(seen) if is_ours(seen) => {}
            Some(seen) => return seen,
            // Whoever is behind that is not known, so it is the proxy that answers for them.
            None => return peer,
        }
    }
    peer
}

/// The address of one hop. Some proxies write the port as well, and brackets around the longer addresses.
fn address(hop: &[u8]) -> Option<IpAddr> {
    let text = str::from_utf8(hop).ok()?;
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let read = bare.map_or_else(
        || {
            let with_port = || text.parse::<SocketAddr>().ok().map(|seen| seen.ip());
            text.parse::<IpAddr>().ok().or_else(with_port)
        },
        |inner| inner.parse::<Ipv6Addr>().ok().map(IpAddr::V6),
    );
    read.map(|seen| seen.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROXY: [u8; 4] = [10, 0, 0, 1];
    const VISITOR: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7));

    fn seen_in(peer: IpAddr, lines: &[&[u8]]) -> IpAddr {
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::from((peer, 4000))));
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED, HeaderValue::from_bytes(line).expect("a header"));
        }
        ip(
            &extensions,
            &headers,
            &[IpAddr::from(PROXY), IpAddr::from([10, 0, 0, 2])],
        )
    }

    fn seen(peer: [u8; 4], forwarded: &str) -> IpAddr {
        seen_in(IpAddr::from(peer), &[forwarded.as_bytes()])
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(
            seen([192, 0, 2, 7], "198.51.100.1"),
            VISITOR,
            "nobody vouches for the header"
        );
        assert_eq!(seen(PROXY, "192.0.2.7"), VISITOR);
        assert_eq!(
            seen(PROXY, "198.51.100.1, 192.0.2.7, 10.0.0.2"),
            VISITOR,
            "what the visitor wrote comes first"
        );
        assert_eq!(
            seen(PROXY, "198.51.100.1, 10.0.0.2, 192.0.2.7"),
            VISITOR,
            "also where it names our own"
        );
        assert_eq!(seen(PROXY, "10.0.0.2"), IpAddr::from(PROXY));
        assert_eq!(seen_in(IpAddr::from(PROXY), &[]), IpAddr::from(PROXY));
    }

    #[test]
    fn what_cannot_be_read_hides_nobody_behind_an_address_of_their_choice() {
        for unread in [
            "unknown",
            "_gateway",
            "192.0.2",
            "fe80::1%eth0",
            "[192.0.2.7]",
            "[2001:db8::7",
        ] {
            assert_eq!(seen(PROXY, unread), IpAddr::from(PROXY), "{unread}");
            assert_eq!(
                seen(PROXY, &format!("198.51.100.1, {unread}")),
                IpAddr::from(PROXY),
                "{unread}"
            );
            assert_eq!(
                seen(PROXY, &format!("198.51.100.1, {unread}, 192.0.2.7")),
                VISITOR,
                "{unread}"
            );
        }
        assert_eq!(
            seen_in(IpAddr::from(PROXY), &[b"198.51.100.1, \xff, 192.0.2.7"]),
            VISITOR
        );
    }

    #[test]
    fn every_way_in_which_proxies_write_an_address_is_read() {
        for written in [
            "192.0.2.7:4711",
            "  192.0.2.7\t",
            "::ffff:192.0.2.7",
            "[::ffff:192.0.2.7]:4711",
            "192.0.2.7,",
        ] {
            assert_eq!(seen(PROXY, written), VISITOR, "{written}");
        }
        let long: IpAddr = "2001:db8::7".parse().expect("an address");
        for written in [
            "2001:db8::7",
            "[2001:db8::7]",
            "[2001:db8::7]:443",
            "2001:DB8:0::7",
        ] {
            assert_eq!(seen(PROXY, written), long, "{written}");
        }
        let mapped = Ipv4Addr::from(PROXY).to_ipv6_mapped();
        assert_eq!(
            seen_in(IpAddr::V6(mapped), &[b"192.0.2.7"]),
            VISITOR,
            "one socket for both kinds of addresses"
        );
    }

    #[test]
    fn several_lines_are_one_list() {
        assert_eq!(
            seen_in(
                IpAddr::from(PROXY),
                &[b"198.51.100.1, 203.0.113.9", b"192.0.2.7", b"10.0.0.2"]
            ),
            VISITOR
        );
    }
}
