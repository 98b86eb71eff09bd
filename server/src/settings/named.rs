//! Which settings there are, as `server --help` and the documents list them.

/// One setting.
pub struct Named {
    /// Its key in the file; in the environment `REELSTOCK_` and the key in capitals.
    pub key: &'static str,
    /// What it means and what it is when not set.
    pub meaning: &'static str,
}

/// Every setting.
pub const ALL: &[Named] = &[
    Named {
        key: "mode",
        meaning: "local (loopback only, mail to a folder) or production [local]",
    },
    Named {
        key: "listen",
        meaning: "address and port to serve on; also LEPTOS_SITE_ADDR [127.0.0.1:3000]",
    },
    Named {
        key: "public_base_url",
        meaning: "address of the site as people type it; links in mails begin with it [http://127.0.0.1:3000]",
    },
    Named {
        key: "database_url",
        meaning: "sqlite:PATH or postgres://…; also DATABASE_URL [sqlite:./var/reelstock.db]",
    },
    Named {
        key: "site_root",
        meaning: "folder of the built front end; also LEPTOS_SITE_ROOT [target/site]",
    },
    Named {
        key: "mail",
        meaning: "folder:PATH, smtp://host:port (loopback only), smtp+starttls://user:password@host:port or smtps://… [folder:./var/mail]",
    },
    Named {
        key: "sender_mail",
        meaning: "address that mails come from, until the console says another [noreply@reelstock.example]",
    },
    Named {
        key: "owner_name",
        meaning: "name of the company that runs the marketplace, until the console says another [Reelstock]",
    },
    Named {
        key: "owner_mail",
        meaning: "address that requests for quotation are sent to, until the console says another [desk@reelstock.example]",
    },
    Named {
        key: "owner_language",
        meaning: "en or ja: language of the mails to the owner, until the console says another [ja]",
    },
    Named {
        key: "secret_key",
        meaning: "64 hex digits that seal mailed links and codes; `server new-key` makes one [mode local: made once, kept in var]",
    },
    Named {
        key: "trusted_proxies",
        meaning: "addresses whose X-Forwarded-For is believed; in production at least one, or the word none [empty]",
    },
    Named {
        key: "sign_in_codes",
        meaning: "on or off: a browser that is new to an account, and one after a lock-out, is asked for a code by mail [on]",
    },
    Named {
        key: "offline_shell",
        meaning: "on or off: browsers keep the page of the stock for times without a connection; off removes it from them, not the edits [on]",
    },
    Named {
        key: "log",
        meaning: "text or json [text]",
    },
];
