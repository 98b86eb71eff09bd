//! Settings: from a TOML file and from the environment, checked as a whole before anything starts (T75).
//!
//! The environment wins over the file. A setting that cannot be used stops the start with one line that says which
//! one and why; mode `production` refuses all that is only good enough for one's own machine.

mod mail;
mod named;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail, ensure};
use domain::language::Language;
use domain::owner::Owner;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Deserializer, Serialize};
use services::seal::Seal;

use crate::startup;
use mail::mail_route;
pub use mail::{MailRoute, MailTls};
pub use named::{ALL, Named};

/// The settings as read, before they are judged.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Raw {
    mode: String,
    listen: String,
    public_base_url: String,
    database_url: String,
    site_root: String,
    mail: String,
    sender_mail: String,
    owner_name: String,
    owner_mail: String,
    owner_language: String,
    secret_key: String,
    #[serde(deserialize_with = "one_or_more")]
    trusted_proxies: Vec<String>,
    sign_in_codes: String,
    offline_shell: String,
    log: String,
}

impl Default for Raw {
    fn default() -> Self {
        Self {
            mode: "local".into(),
            listen: "127.0.0.1:3000".into(),
            public_base_url: String::new(),
            database_url: "sqlite:./var/reelstock.db".into(),
            site_root: "target/site".into(),
            mail: "folder:./var/mail".into(),
            sender_mail: "noreply@reelstock.example".into(),
            owner_name: "Reelstock".into(),
            owner_mail: "desk@reelstock.example".into(),
            owner_language: "ja".into(),
            secret_key: String::new(),
            trusted_proxies: Vec::new(),
            sign_in_codes: "on".into(),
            offline_shell: "on".into(),
            log: "text".into(),
        }
    }
}

/// What kind of machine this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// One's own machine: loopback, plain http, mails into a folder.
    Local,
    /// Behind a TLS-terminating proxy.
    Production,
}

/// Settings that fit together.
#[derive(Clone)]
pub struct Settings {
    pub mode: Mode,
    pub listen: SocketAddr,
    pub public_base_url: String,
    pub database_url: String,
    pub site_root: PathBuf,
    pub mail: MailRoute,
    /// Who runs the marketplace, until the console says something else.
    pub owner: Owner,
    /// `None` in mode local: a key is made and kept beside the database.
    pub seal: Option<Arc<Seal>>,
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether an unusual sign-in is asked for a code by mail (R061).
    pub sign_in_codes: bool,
    /// Whether browsers keep the page of the stock for times without a connection.
    pub offline_shell: bool,
    pub json_log: bool,
}

impl Settings {
    /// Reads a file, if one is named, and the environment.
    ///
    /// # Errors
    /// One line: the setting and what is wrong with it.
    pub fn read(file: Option<&Path>) -> anyhow::Result<Self> {
        let mut figment = Figment::from(Serialized::defaults(Raw::default()));
        if let Some(file) = file {
            ensure!(
                file.is_file(),
                "settings file {}: there is no such file",
                file.display()
            );
            figment = figment.merge(Toml::file_exact(file));
        }
        let figment = figment
            .merge(Env::raw().only(&["LEPTOS_SITE_ADDR"]).map(|_| "listen".into()))
            .merge(Env::raw().only(&["LEPTOS_SITE_ROOT"]).map(|_| "site_root".into()))
            .merge(Env::raw().only(&["DATABASE_URL"]))
            .merge(Env::prefixed("REELSTOCK_").only(&ALL.iter().map(|named| named.key).collect::<Vec<_>>()));
        let raw: Raw = figment
            .extract()
            .map_err(|error| anyhow::anyhow!("settings: {}", one_line(&error)))?;
        raw.check()
    }
}

/// A list, or a single word: the environment has no brackets around one.
fn one_or_more<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMore {
        One(String),
        More(Vec<String>),
    }
    Ok(match OneOrMore::deserialize(from)? {
        OneOrMore::One(word) => word.split_whitespace().map(str::to_owned).collect(),
        OneOrMore::More(words) => words,
    })
}

fn one_line(error: &figment::Error) -> String {
    error.to_string().replace('\n', " ")
}

impl Raw {
    fn check(self) -> anyhow::Result<Settings> {
        let mode = match self.mode.as_str() {
            "local" => Mode::Local,
            "production" => Mode::Production,
            _ => bail!("mode: must be local or production"),
        };
        let listen: SocketAddr = self
            .listen
            .parse()
            .context("listen: not an address and a port, such as 127.0.0.1:3000")?;
        let public_base_url = match self.public_base_url.as_str() {
            "" => format!("http://{listen}"),
            url => url.trim_end_matches('/').to_owned(),
        };
        let owner = owner(&self)?;
        let settings = Settings {
            mode,
            listen,
            public_base_url: base_url(public_base_url)?,
            database_url: database(self.database_url)?,
            site_root: PathBuf::from(self.site_root),
            mail: mail_route(&self.mail)?,
            owner,
            seal: seal(&self.secret_key)?,
            trusted_proxies: proxies(&self.trusted_proxies)?,
            sign_in_codes: is_on("sign_in_codes", &self.sign_in_codes)?,
            offline_shell: is_on("offline_shell", &self.offline_shell)?,
            json_log: json_log(&self.log)?,
        };
        match mode {
            Mode::Local => local(&settings)?,
            Mode::Production => production(&settings, &self.trusted_proxies)?,
        }
        Ok(settings)
    }
}

fn base_url(url: String) -> anyhow::Result<String> {
    let host = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let host = host.context("public_base_url: must begin with https:// or http://")?;
    ensure!(
        !host.is_empty() && !host.contains(['/', ' ', '?', '#', '@']),
        "public_base_url: only scheme, host and port, such as https://parts.example"
    );
    Ok(url)
}

fn database(url: String) -> anyhow::Result<String> {
    let known = ["sqlite:", "postgres://", "postgresql://"]
        .iter()
        .any(|scheme| url.starts_with(scheme));
    ensure!(known, "database_url: must begin with sqlite: or postgres://");
    ensure!(url != "sqlite:", "database_url: sqlite: needs the path of a file");
    Ok(url)
}

fn owner(raw: &Raw) -> anyhow::Result<Owner> {
    let language = Language::of_tag(&raw.owner_language).context("owner_language: must be en or ja")?;
    Owner::plain(&raw.owner_name, &raw.owner_mail, language, &raw.sender_mail).map_err(|faults| {
        let fault = faults.iter().next().map(|(field, violation)| {
            let key = match field {
                "sender" => "sender_mail",
                "mail" => "owner_mail",
                _ => "owner_name",
            };
            format!("{key}: {violation}")
        });
        anyhow::anyhow!(fault.unwrap_or_default())
    })
}

/// The key in hex digits; the reason never repeats it (T73).
fn seal(raw: &str) -> anyhow::Result<Option<Arc<Seal>>> {
    if raw.is_empty() {
        return Ok(None);
    }
    let key =
        startup::key::read(raw).context("secret_key: must be 64 hex digits; `server new-key` makes them")?;
    Ok(Some(Arc::new(Seal::new(key))))
}

fn proxies(raw: &[String]) -> anyhow::Result<Vec<IpAddr>> {
    let named = raw.iter().filter(|word| word.as_str() != "none");
    named
        .map(|word| {
            word.parse()
                .with_context(|| format!("trusted_proxies: {word} is not an IP address"))
        })
        .collect()
}

fn is_on(key: &str, raw: &str) -> anyhow::Result<bool> {
    match raw {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => bail!("{key}: must be on or off"),
    }
}

fn json_log(raw: &str) -> anyhow::Result<bool> {
    match raw {
        "json" => Ok(true),
        "text" => Ok(false),
        _ => bail!("log: must be text or json"),
    }
}

fn local(settings: &Settings) -> anyhow::Result<()> {
    ensure!(
        settings.listen.ip().is_loopback(),
        "listen: mode local serves this machine only; {} is not a loopback address",
        settings.listen.ip()
    );
    Ok(())
}

fn production(settings: &Settings, proxies: &[String]) -> anyhow::Result<()> {
    ensure!(
        settings.public_base_url.starts_with("https://"),
        "public_base_url: production needs https://"
    );
    ensure!(
        matches!(settings.mail, MailRoute::Smtp { .. }),
        "mail: production needs a mail server, not a folder"
    );
    ensure!(
        !proxies.is_empty(),
        "trusted_proxies: production must name its proxy, or say none"
    );
    ensure!(
        settings.seal.is_some(),
        "secret_key: production needs one of its own; `server new-key` makes it"
    );
    for (key, mail) in [
        ("sender_mail", &settings.owner.sender),
        ("owner_mail", &settings.owner.mail),
    ] {
        ensure!(
            !mail.as_str().ends_with(".example"),
            "{key}: production needs a real address"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A setting, and how to spoil it.
    type Case = (&'static str, fn(&mut Raw));

    fn production_raw() -> Raw {
        Raw {
            mode: "production".into(),
            public_base_url: "https://parts.test".into(),
            mail: "smtps://user:secret@mail.parts.test".into(),
            sender_mail: "noreply@parts.test".into(),
            owner_mail: "desk@parts.test".into(),
            trusted_proxies: vec!["10.0.0.1".into()],
            secret_key: "0f".repeat(32),
            ..Raw::default()
        }
    }

    #[test]
    fn the_defaults_and_a_full_production_are_usable() {
        assert!(Raw::default().check().is_ok());
        let settings = production_raw().check().expect("usable");
        assert!(matches!(
            settings.mail,
            MailRoute::Smtp {
                port: 465,
                tls: MailTls::Implicit,
                ..
            }
        ));
    }

    #[test]
    fn one_word_is_a_list_of_one() {
        for (given, read) in [
            ("none", vec!["none"]),
            ("10.0.0.1 10.0.0.2", vec!["10.0.0.1", "10.0.0.2"]),
            ("", vec![]),
        ] {
            let figment = Figment::from(Serialized::defaults(Raw::default()));
            let raw: Raw = figment
                .merge(("trusted_proxies", given))
                .extract()
                .expect("is read");
            assert_eq!(raw.trusted_proxies, read);
        }
        let settings = Raw {
            trusted_proxies: vec!["none".into()],
            ..production_raw()
        };
        assert!(
            settings
                .check()
                .is_ok_and(|settings| settings.trusted_proxies.is_empty())
        );
    }

    #[test]
    fn t75_each_bad_setting_has_its_reason() {
        let local: [Case; 12] = [
            ("secret_key", |raw| raw.secret_key = "hunter2".into()),
            ("mode", |raw| raw.mode = "staging".into()),
            ("listen", |raw| raw.listen = "localhost".into()),
            ("listen", |raw| raw.listen = "0.0.0.0:3000".into()),
            ("public_base_url", |raw| {
                raw.public_base_url = "parts.example".into()
            }),
            ("database_url", |raw| raw.database_url = "mysql://x".into()),
            ("mail", |raw| raw.mail = "sendmail".into()),
            ("mail", |raw| raw.mail = "smtp://mail.example.com".into()),
            ("sender_mail", |raw| raw.sender_mail = "nobody".into()),
            ("owner_language", |raw| raw.owner_language = "fr".into()),
            ("offline_shell", |raw| raw.offline_shell = "maybe".into()),
            ("log", |raw| raw.log = "xml".into()),
        ];
        let production: [Case; 7] = [
            ("secret_key", |raw| raw.secret_key.clear()),
            ("public_base_url", |raw| {
                raw.public_base_url = "http://parts.test".into()
            }),
            ("mail", |raw| raw.mail = "folder:./var/mail".into()),
            ("trusted_proxies", |raw| raw.trusted_proxies.clear()),
            ("trusted_proxies", |raw| {
                raw.trusted_proxies = vec!["proxy".into()]
            }),
            ("owner_mail", |raw| {
                raw.owner_mail = "desk@reelstock.example".into()
            }),
            ("sender_mail", |raw| {
                raw.sender_mail = "noreply@reelstock.example".into()
            }),
        ];
        let cases = local
            .map(|case| (Raw::default(), case))
            .into_iter()
            .chain(production.map(|case| (production_raw(), case)));
        for (mut raw, (key, spoil)) in cases {
            spoil(&mut raw);
            let reason = format!("{:#}", raw.check().err().expect("unusable"));
            assert!(reason.starts_with(key), "{reason}");
            assert!(!reason.contains('\n') && !reason.contains("hunter2"), "{reason}");
        }
    }

    #[test]
    fn t73_a_password_is_not_repeated_in_a_reason() {
        let raw = Raw {
            mail: "smtps://user:hunter2@mail.example:port".into(),
            ..Raw::default()
        };
        let reason = format!("{:#}", raw.check().err().expect("the port is no number"));
        assert!(!reason.contains("hunter2"));
    }
}
