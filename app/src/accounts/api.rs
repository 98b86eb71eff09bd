//! What the sign-in pages ask the server.

use domain::accounts::SignInForm;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// The form as the page opens with it: empty, or come back with what was wrong; its password is always empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSignIn {
    pub form: SignInForm,
    pub problem: Option<Problem>,
}

/// The form that came back, if this page answers one.
#[server(endpoint = "accounts/returned_sign_in", input = GetUrl, output = crate::wire::Json)]
pub async fn returned_sign_in(next: String, kind: String) -> Result<OpenSignIn, Problem> {
    let Some(returned) = crate::desk::returned::<SignInForm>() else {
        return Ok(OpenSignIn::leading_to(next, kind));
    };
    let form = SignInForm {
        password: String::new(),
        ..returned.form
    };
    Ok(OpenSignIn {
        form,
        problem: returned.problem,
    })
}

impl OpenSignIn {
    /// A form that leads to a path of this site afterwards, with a type chosen if it is one of the public's.
    #[must_use]
    pub fn leading_to(next: String, kind: String) -> Self {
        Self {
            form: SignInForm {
                next,
                account_type: kind,
                ..SignInForm::default()
            },
            problem: None,
        }
    }
}
