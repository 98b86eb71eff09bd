//! What the pages of the settings ask the server. All of it only reads; what is done is posted to the pages themselves.

use domain::legal::{DocumentSheet, EditionForm};
use domain::owner::{OwnerForm, SettingsPage};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::console::desk::Opened;
use crate::problem::Problem;

/// What the owner tells of itself.
#[server(endpoint = "console/settings", input = GetUrl, output = crate::wire::Json)]
pub async fn owner_settings() -> Result<Opened<SettingsPage, OwnerForm>, Problem> {
    let desk = crate::desk::open()?;
    let (staff, who) = desk.staff()?;
    let page = desk.answer(services::owner::page(&desk.market, &staff, who).await)?;
    let holds = page.form.clone();
    Ok(crate::desk::with_form_or(page, holds))
}

/// A document and its editions; `word` as in `Document::word`.
#[server(endpoint = "console/document", input = GetUrl, output = crate::wire::Json)]
pub async fn one_document(word: String) -> Result<Opened<DocumentSheet, EditionForm>, Problem> {
    use domain::language::Language;
    use domain::legal::Document;
    use domain::refusal::Refusal;
    let desk = crate::desk::open()?;
    let (staff, who) = desk.staff()?;
    let document = Document::of_word(&word).ok_or_else(|| Refusal::NotFound.into());
    let document = desk.answer(document)?;
    let page = services::legal::sheet(&desk.market, &staff, who, document).await;
    let mut page = desk.answer(page)?;
    if page.form.text_en.is_empty() {
        // The first edition is the pages' own.
        let typed = |language| crate::legal::first_edition(document, language).typed();
        page.form.text_en = typed(Language::En);
        page.form.text_ja = typed(Language::Ja);
    }
    let newest = page.form.clone();
    Ok(crate::desk::with_form_or(page, newest))
}
