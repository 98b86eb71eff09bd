//! What becomes of applications when somebody leaves: the company's part is its own, and stays as long as the company does.

use domain::accounts::ProfileForm;
use domain::text::comparable;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};

use crate::accounts::leaving::NOBODY;
use crate::entity::{application, submission};
use crate::error::Answer;
use crate::post;

/// Takes the person who leaves out of the applications of a company that stays: the company's part is its own.
pub(crate) async fn forget(tx: &DatabaseTransaction, account_id: i64) -> Answer<()> {
    let own = Condition::all().add(application::Column::AccountId.eq(account_id));
    forget_mails(tx, own.clone()).await?;
    let rows = application::Entity::find().filter(own).all(tx).await?;
    for row in rows {
        let profile = without_person(&row.profile)?;
        application::Entity::update_many()
            .col_expr(application::Column::Profile, Expr::value(profile.0))
            .col_expr(application::Column::Sought, Expr::value(comparable(&profile.1)))
            .filter(application::Column::Id.eq(row.id))
            .exec(tx)
            .await?;
        let sent = submission::Entity::find()
            .filter(submission::Column::ApplicationId.eq(row.id))
            .all(tx)
            .await?;
        for one in sent {
            submission::Entity::update_many()
                .col_expr(
                    submission::Column::Profile,
                    Expr::value(without_person(&one.profile)?.0),
                )
                .filter(submission::Column::Id.eq(one.id))
                .exec(tx)
                .await?;
        }
    }
    Ok(())
}

/// The form without its person, and the company's name.
fn without_person(profile: &str) -> Answer<(String, String)> {
    let form: ProfileForm = serde_json::from_str(profile)?;
    let company = form.company.clone();
    let emptied = ProfileForm {
        name: NOBODY.to_owned(),
        furigana: String::new(),
        phone_country: String::new(),
        phone: String::new(),
        ..form
    };
    Ok((serde_json::to_string(&emptied)?, company))
}

/// Deletes the applications of a company that goes, with what its coordinators were told of them.
pub(crate) async fn forget_company(tx: &DatabaseTransaction, company_id: i64) -> Answer<()> {
    let own = Condition::all().add(application::Column::CompanyId.eq(company_id));
    forget_mails(tx, own.clone()).await?;
    application::Entity::delete_many().filter(own).exec(tx).await?;
    Ok(())
}

async fn forget_mails(tx: &DatabaseTransaction, which: Condition) -> Answer<()> {
    let ids: Vec<i64> = application::Entity::find()
        .select_only()
        .column(application::Column::Id)
        .filter(which)
        .into_tuple()
        .all(tx)
        .await?;
    post::forget_coordinators(tx, &ids).await?;
    Ok(())
}
