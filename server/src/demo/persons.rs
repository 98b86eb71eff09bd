//! The corporation of the demonstration, and the individual who is linked with it.

use anyhow::{Context, anyhow};
use domain::accounts::Email;
use domain::language::Language;
use domain::persons::{PersonForm, PersonKind};
use services::accounts::opening::exists;
use services::accounts::persons::opening;
use services::clock;
use services::market::Market;

/// Someone to sign in as.
pub(super) struct Someone {
    pub(super) email: &'static str,
    pub(super) password: &'static str,
    /// What they are there to show.
    pub(super) role: &'static str,
    kind: PersonKind,
}

/// Both; the corporation first, so that the individual finds it.
pub(super) const PERSONS: [Someone; 2] = [
    Someone {
        email: "corporation1@reelstock.example",
        password: "Demo-corporation-1",
        role: "corporation, for trainings",
        kind: PersonKind::Corporate,
    },
    Someone {
        email: "individual1@reelstock.example",
        password: "Demo-individual-1",
        role: "individual, linked with the corporation",
        kind: PersonKind::Individual,
    },
];

/// Opens their accounts, unless they have them.
pub(super) async fn open(market: &Market) -> anyhow::Result<()> {
    for person in &PERSONS {
        let email = Email::parse(person.email).map_err(|violation| anyhow!("{violation}"))?;
        if !exists(market, &email).await? {
            one(market, person, &email)
                .await
                .with_context(|| person.email.to_owned())?;
        }
    }
    Ok(())
}

async fn one(market: &Market, person: &Someone, email: &Email) -> anyhow::Result<()> {
    let today = clock::today(market.clock.as_ref());
    let checked = form(person.kind)
        .check(person.kind, today)
        .map_err(|faults| anyhow!("{faults:?}"))?;
    opening::open(market, email, person.password, &checked, Language::Ja).await?;
    Ok(())
}

fn form(kind: PersonKind) -> PersonForm {
    let text = str::to_owned;
    match kind {
        PersonKind::Corporate => PersonForm {
            name: text("中村 恵子"),
            furigana: text("ナカムラ ケイコ"),
            company: text("株式会社あおば製作所"),
            department: text("人事部"),
            country: text("JP"),
            postcode: text("980-0811"),
            address: text("宮城県仙台市青葉区一番町1-2-3"),
            phone_country: text("JP"),
            phone: text("022-555-0106"),
            ..PersonForm::default()
        },
        PersonKind::Individual => PersonForm {
            name: text("小林 翔"),
            furigana: text("コバヤシ ショウ"),
            born: text("1994-07-12"),
            country: text("JP"),
            phone_country: text("JP"),
            phone: text("090-5550-0107"),
            corporate: text(PERSONS[0].email),
            ..PersonForm::default()
        },
    }
}
