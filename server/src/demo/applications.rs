//! Those who apply to become suppliers, so that the console has something to show: one who waits, one who was asked for
//! more, and one who was rejected and has applied again. Repeating it adds only what is missing.

use anyhow::{Context, anyhow};
use domain::accounts::profile::Reason;
use domain::accounts::{AccountType, ProfileForm, SideForm};
use domain::language::Language;
use domain::screening::{FieldReason, Question, Rejection};
use services::market::Market;
use services::proofs::Acting;
use services::screening::deciding;
use services::screening::{self, Decision, care};

use super::companies::Person;
use super::{address, open};

/// The same for all of them; the command prints it.
const PASSWORD: &str = "Demo-applicant-1";

pub(super) const APPLICANTS: [Person; 3] = [
    Person {
        email: "applicant1@reelstock.example",
        password: PASSWORD,
        role: "buyer who applies to sell",
        account_type: AccountType::Buyer,
        is_owner: false,
        name: "高橋 涼",
        furigana: "タカハシ リョウ",
        company: "株式会社あおば部品",
        country: "JP",
        phone: "03-5550-0111",
        language: Language::Ja,
    },
    Person {
        email: "applicant2@reelstock.example",
        password: PASSWORD,
        role: "buyer who was asked for more",
        account_type: AccountType::Buyer,
        is_owner: false,
        name: "Maria Rossi",
        furigana: "",
        company: "Arno Elettronica S.r.l.",
        country: "IT",
        phone: "055-5550-0112",
        language: Language::En,
    },
    Person {
        email: "applicant3@reelstock.example",
        password: PASSWORD,
        role: "buyer who has applied again",
        account_type: AccountType::Buyer,
        is_owner: false,
        name: "Tom Baker",
        furigana: "",
        company: "Thames Surplus Ltd.",
        country: "GB",
        phone: "020-5550-0113",
        language: Language::En,
    },
];

/// Opens their accounts and lets them apply, unless they have.
pub(super) async fn apply(market: &Market) -> anyhow::Result<()> {
    for (person, place) in APPLICANTS.iter().zip(0..) {
        let email = address(person)?;
        if services::accounts::opening::exists(market, &email).await? {
            continue;
        }
        open(market, person).await?;
        one(market, person, place)
            .await
            .with_context(|| person.email.to_owned())?;
    }
    Ok(())
}

async fn one(market: &Market, person: &Person, place: usize) -> anyhow::Result<()> {
    let form = form(person);
    screening::apply_named(market, &address(person)?, &form).await?;
    if place == 0 {
        return Ok(());
    }
    let waiting = screening::waiting(market).await?;
    let mine = waiting
        .iter()
        .find(|one| one.email == person.email)
        .ok_or_else(|| anyhow!("the application is not there"))?;
    let text = |violation| anyhow!("{violation}");
    let operator = Acting::operator();
    if place == 1 {
        let question = Question::parse("Which makers do you deal in, and since when?").map_err(text)?;
        care::ask(market, &operator, mine.id, mine.version, &question).await?;
        return Ok(());
    }
    let reason = Reason::parse("Please look at the marked field.").map_err(text)?;
    let capital = FieldReason::parse("A capital of 1 cannot be right.").map_err(text)?;
    let rejection = Rejection {
        fields: [("capital", capital)].into(),
        ..Rejection::from(reason)
    };
    let decision = Decision::Reject(rejection);
    deciding::decide(market, &operator, mine.id, mine.version, &decision).await?;
    let mut again = form;
    again.profile.capital = "GBP 250,000".to_owned();
    again.profile.url = "https://thames.example".to_owned();
    screening::apply_named(market, &address(person)?, &again).await?;
    Ok(())
}

fn form(person: &Person) -> SideForm {
    let text = str::to_owned;
    SideForm {
        profile: ProfileForm {
            name: text(person.name),
            furigana: if person.furigana.is_empty() {
                text(person.name)
            } else {
                text(person.furigana)
            },
            company: text(person.company),
            postcode: text(if person.country == "JP" {
                "980-0811"
            } else {
                "50123"
            }),
            address: text("1-2-3 Example Street"),
            country: text(person.country),
            phone_country: text(person.country),
            phone: text(person.phone),
            url: text("None"),
            business: text("Surplus stock of semiconductors and connectors"),
            established: text("2011-04-01"),
            capital: text("1"),
            representative: text(person.name),
            purpose: text("Selling surplus stock"),
            ..ProfileForm::default()
        },
        agreed: Some(text("1")),
    }
}
