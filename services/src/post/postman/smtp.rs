//! Hands mails to a mail server.
//!
//! One connection per mail: what a fault leaves behind on a connection cannot reach the next mail. The steps are taken
//! one by one, because what an answer means depends on where it falls: a refused sign-in is our settings' fault and
//! must not condemn a mail, a refused recipient does, and a connection lost after the last byte may hide a yes.
//!
//! lettre is built without its `tracing` feature, which would log passwords and contents.

use std::fmt::Display;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, ensure};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, Message};
use secrecy::{ExposeSecret, SecretString};
use tokio::time::timeout;

use super::{BoxFuture, DeliveryFault, Postman};
use crate::post::letter::{ReadyMail, address, wire_bytes};

/// How long one delivery may take, from the first packet to the 250: half of a lease, so that a worker never speaks for
/// a mail that another one may have taken over.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long we wait for a server to say good-bye.
const FAREWELL: Duration = Duration::from_secs(5);

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpTls {
    /// Not at all: only to this machine.
    None,
    /// Begins in the clear and is upgraded before anything is said; a server that will not is not spoken to.
    StartTls,
    /// From the first byte.
    Implicit,
}

/// Where mails are handed over.
#[derive(Debug, Clone)]
pub struct SmtpSettings {
    /// Name of the mail server, as in its certificate.
    pub host: String,
    /// Usually 587 for STARTTLS, 465 for implicit TLS, 25 on this machine.
    pub port: u16,
    pub tls: SmtpTls,
    /// User name and password, where the server asks for them.
    pub sign_in: Option<(String, SecretString)>,
}

/// Speaks SMTP.
pub struct SmtpPostman {
    settings: SmtpSettings,
    tls: Option<TlsParameters>,
    patience: Duration,
}

impl SmtpPostman {
    /// A postman for a mail server; nothing is sent yet.
    ///
    /// # Errors
    /// No protection on a way that leaves this machine, or a host name that no certificate can have.
    pub fn new(settings: SmtpSettings) -> anyhow::Result<Self> {
        let tls = match settings.tls {
            SmtpTls::None => {
                ensure!(
                    is_this_machine(&settings.host),
                    "mails to {} must be protected: starttls or implicit",
                    settings.host
                );
                None
            }
            SmtpTls::StartTls | SmtpTls::Implicit => Some(
                TlsParameters::new(settings.host.clone())
                    .context("the mail server's name cannot be in a certificate")?,
            ),
        };
        Ok(Self {
            settings,
            tls,
            patience: PATIENCE,
        })
    }

    /// Gives up earlier than after 60 seconds; for tests.
    #[must_use]
    pub const fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Connects, protects and signs in.
    async fn connect(&self, hello: &ClientId) -> Result<AsyncSmtpConnection, SmtpError> {
        let server = (self.settings.host.as_str(), self.settings.port);
        let at_once = if self.settings.tls == SmtpTls::Implicit {
            self.tls.clone()
        } else {
            None
        };
        let mut line =
            AsyncSmtpConnection::connect_tokio1(server, Some(self.patience), hello, at_once, None).await?;
        if let (SmtpTls::StartTls, Some(tls)) = (self.settings.tls, &self.tls) {
            line.starttls(tls.clone(), hello).await?;
        }
        if let Some((user, password)) = &self.settings.sign_in {
            let credentials = Credentials::new(user.clone(), password.expose_secret().to_owned());
            line.auth(DEFAULT_MECHANISMS, &credentials).await?;
        }
        Ok(line)
    }

    /// The whole conversation. `told` is set as soon as the server may have the whole message.
    async fn converse(
        &self,
        envelope: &Envelope,
        bytes: &[u8],
        told: &AtomicBool,
    ) -> Result<(), DeliveryFault> {
        let mut line = self.connect(&envelope.hello).await.map_err(passing)?;
        let said = async {
            // A server that will not take our own address speaks of our settings, not of this mail.
            line.command(Mail::new(Some(envelope.from.clone()), vec![]))
                .await
                .map_err(at_sender)?;
            line.command(Rcpt::new(envelope.to.clone(), vec![]))
                .await
                .map_err(judged)?;
            line.command(Data).await.map_err(judged)?;
            told.store(true, Ordering::SeqCst);
            line.message(bytes).await.map_err(at_end)
        };
        let answer = said.await.map(drop);
        // The answer is not kept waiting for the good-byes: it is to be committed at once.
        tokio::spawn(async move { timeout(FAREWELL, line.abort()).await });
        answer
    }
}

impl Postman for SmtpPostman {
    fn deliver<'a>(&'a self, mail: &'a ReadyMail) -> BoxFuture<'a, Result<(), DeliveryFault>> {
        Box::pin(async move {
            let message = mail.message()?;
            let bytes = wire_bytes(&message)?;
            let envelope = Envelope::of(mail, &message)?;
            let told = AtomicBool::new(false);
            match timeout(self.patience, self.converse(&envelope, &bytes, &told)).await {
                Ok(answer) => answer,
                Err(_) if told.load(Ordering::SeqCst) => {
                    Err(DeliveryFault::Rejected("no answer after the message".into()))
                }
                Err(_) => Err(DeliveryFault::Passing("no answer".into())),
            }
        })
    }
}

/// One sender, one recipient: made from the parsed addresses, never from a header.
struct Envelope {
    hello: ClientId,
    from: Address,
    to: Address,
}

impl Envelope {
    fn of(mail: &ReadyMail, message: &Message) -> Result<Self, DeliveryFault> {
        let addresses = (message.envelope().from().cloned(), address(&mail.to));
        let (Some(from), Some(to)) = addresses else {
            return Err(DeliveryFault::Hopeless("no address".into()));
        };
        Ok(Self {
            hello: ClientId::Domain(mail.from_domain().to_owned()),
            from,
            to,
        })
    }
}

/// Whether a host is this machine, as far as its name tells.
fn is_this_machine(host: &str) -> bool {
    host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback())
}

fn passing(error: impl Display) -> DeliveryFault {
    DeliveryFault::Passing(error.to_string())
}

fn at_sender(error: SmtpError) -> DeliveryFault {
    if error.is_transient() {
        judged(error)
    } else {
        passing(error)
    }
}

/// An answer to what was said of this mail.
fn judged(error: SmtpError) -> DeliveryFault {
    let code = error.status().map(u16::from);
    match code {
        // "Closing the connection", and "sign in first": neither speaks of the mail.
        Some(421 | 530 | 534 | 535 | 538) => passing(error),
        Some(_) if error.is_permanent() => DeliveryFault::Hopeless(error.to_string()),
        Some(_) => DeliveryFault::Rejected(error.to_string()),
        None => passing(error),
    }
}

/// The answer to the message itself; when there is none, the message may have been taken.
fn at_end(error: SmtpError) -> DeliveryFault {
    if error.status().is_some() {
        judged(error)
    } else {
        DeliveryFault::Rejected(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_spoken_to_in_the_clear() {
        let to = |host: &str, tls| {
            SmtpPostman::new(SmtpSettings {
                host: host.into(),
                port: 25,
                tls,
                sign_in: None,
            })
        };
        for host in ["localhost", "127.0.0.1", "::1", "127.9.9.9"] {
            assert!(to(host, SmtpTls::None).is_ok(), "{host}");
        }
        for host in ["mail.example", "localhost.example", "10.0.0.1", "0.0.0.0", ""] {
            assert!(to(host, SmtpTls::None).is_err(), "{host}");
        }
        assert!(to("mail.example", SmtpTls::StartTls).is_ok());
    }

    #[test]
    fn t73_the_settings_do_not_tell_the_password() {
        let sign_in = Some(("user".to_owned(), SecretString::from("s3cret-word")));
        let settings = SmtpSettings {
            host: "mail.example".into(),
            port: 587,
            tls: SmtpTls::StartTls,
            sign_in,
        };
        assert!(!format!("{settings:?}").contains("s3cret-word"));
    }
}
