//! A person and a company in their rows, and as the form that shows them.

use domain::accounts::{Furigana, PersonName, Phone, Profile, ProfileForm};
use domain::text::comparable;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::entity::{account, company};
use crate::error::Answer;

/// The form that would say the same as the rows.
pub(crate) fn form(account: &account::Model, company: &company::Model) -> ProfileForm {
    ProfileForm {
        name: account.name.clone(),
        furigana: account.furigana.clone(),
        company_type: company.company_type.clone(),
        company: company.name.clone(),
        postcode: company.postcode.clone(),
        address: company.address.clone(),
        country: company.country.clone(),
        phone_country: account.phone_country.clone(),
        phone: account.phone.clone(),
        fax_country: company.fax_country.clone(),
        fax: company.fax.clone(),
        url: company.url.clone(),
        business: company.business.clone(),
        established: company.established.clone(),
        capital: company.capital.clone(),
        representative: company.representative.clone(),
        purpose: company.purpose.clone(),
        // It stands with the application.
        coordinator: String::new(),
    }
}

/// Writes a checked profile into its rows. The country stays as it was registered (R035).
pub(crate) async fn store(
    tx: &impl ConnectionTrait,
    account_id: i64,
    company_id: i64,
    profile: &Profile,
) -> Answer<()> {
    let form = profile.form();
    // The company first, in the order of whoever changes its users.
    company::Entity::update_many()
        .col_expr(
            company::Column::Sought,
            Expr::value(sought_company(&form.company)),
        )
        .col_expr(company::Column::Name, Expr::value(form.company))
        .col_expr(company::Column::Postcode, Expr::value(form.postcode))
        .col_expr(company::Column::Address, Expr::value(form.address))
        .col_expr(company::Column::FaxCountry, Expr::value(form.fax_country))
        .col_expr(company::Column::Fax, Expr::value(form.fax))
        .col_expr(company::Column::Url, Expr::value(form.url))
        .col_expr(company::Column::Business, Expr::value(form.business))
        .col_expr(company::Column::Established, Expr::value(form.established))
        .col_expr(company::Column::Capital, Expr::value(form.capital))
        .col_expr(company::Column::Representative, Expr::value(form.representative))
        .col_expr(company::Column::Purpose, Expr::value(form.purpose))
        .filter(company::Column::Id.eq(company_id))
        .exec(tx)
        .await?;
    person(
        tx,
        account_id,
        &profile.name,
        profile.furigana.as_ref(),
        &profile.phone,
    )
    .await
}

/// Writes what a person tells about themselves.
pub(crate) async fn person(
    tx: &impl ConnectionTrait,
    account_id: i64,
    name: &PersonName,
    furigana: Option<&Furigana>,
    phone: &Phone,
) -> Answer<()> {
    let furigana = furigana.map_or("", |furigana| furigana.as_str());
    account::Entity::update_many()
        .col_expr(account::Column::Name, Expr::value(name.as_str()))
        .col_expr(account::Column::Furigana, Expr::value(furigana))
        .col_expr(account::Column::PhoneCountry, Expr::value(phone.country()))
        .col_expr(account::Column::Phone, Expr::value(phone.number()))
        .col_expr(
            account::Column::Sought,
            Expr::value(sought_person(name.as_str(), furigana)),
        )
        .filter(account::Column::Id.eq(account_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// What a person is found by, beside addresses and number. A line between the two: nobody types one, so nothing is found
/// across them.
pub(crate) fn sought_person(name: &str, furigana: &str) -> String {
    format!("{}\n{}", comparable(name), comparable(furigana))
}

/// What a company is found by.
pub(crate) fn sought_company(name: &str) -> String {
    comparable(name)
}
