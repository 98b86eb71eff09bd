//! Where mails go: into a folder, or to a server, over TLS unless that is this very machine.

use std::net::IpAddr;
use std::path::PathBuf;

use anyhow::{Context, ensure};
use secrecy::SecretString;

/// Where mails go.
#[derive(Clone)]
pub enum MailRoute {
    Folder(PathBuf),
    Smtp {
        host: String,
        port: u16,
        tls: MailTls,
        login: Option<(String, SecretString)>,
    },
}

/// How a mail server is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailTls {
    /// Only on loopback.
    None,
    StartTls,
    Implicit,
}

/// Reads a route; the reason never repeats a password (T73).
pub(super) fn mail_route(raw: &str) -> anyhow::Result<MailRoute> {
    if let Some(folder) = raw.strip_prefix("folder:") {
        ensure!(!folder.is_empty(), "mail: folder: needs a path");
        return Ok(MailRoute::Folder(PathBuf::from(folder)));
    }
    let (tls, rest, usual_port) = [
        ("smtp://", MailTls::None, 25),
        ("smtp+starttls://", MailTls::StartTls, 587),
        ("smtps://", MailTls::Implicit, 465),
    ]
    .into_iter()
    .find_map(|(scheme, tls, port)| raw.strip_prefix(scheme).map(|rest| (tls, rest, port)))
    .context("mail: must begin with folder:, smtp://, smtp+starttls:// or smtps://")?;
    let (login, server) = match rest.rsplit_once('@') {
        Some((login, server)) => {
            let (user, password) = login
                .split_once(':')
                .context("mail: the user needs a password, user:password@host")?;
            (
                Some((user.to_owned(), SecretString::from(password.to_owned()))),
                server,
            )
        }
        None => (None, rest),
    };
    let (host, port) = match server.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().context("mail: the port is not a number")?),
        None => (server, usual_port),
    };
    ensure!(!host.is_empty(), "mail: the name of the server is missing");
    ensure!(
        tls != MailTls::None || is_loopback(host),
        "mail: smtp:// without TLS is only for a server on this machine"
    );
    ensure!(
        tls != MailTls::None || login.is_none(),
        "mail: a password is not sent without TLS"
    );
    Ok(MailRoute::Smtp {
        host: host.to_owned(),
        port,
        tls,
        login,
    })
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
