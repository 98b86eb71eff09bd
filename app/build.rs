//! Turns the language files into code, so that a missing word does not compile.
//!
//! This calls the two halves of `leptos_i18n_build` directly: that crate also brings the data of all the world's
//! calendars and number formats, which takes longer to build than everything else here and of which we use nothing.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use leptos_i18n_parser::parse_locales::options::{Config, ParseOptions};
use leptos_i18n_parser::parse_locales::parse_locales;

/// One file per room and language, `locales/<language>/<room>.json`.
const ROOMS: [&str; 28] = [
    "frame",
    "home",
    "search",
    "parts",
    "quotations",
    "accounts",
    "contact",
    "legal",
    "sign_up",
    "company",
    "account",
    "factor",
    "letters",
    "selfcare",
    "problem",
    "users",
    "persons",
    "console",
    "overview",
    "desk",
    "notices",
    "people",
    "settings",
    "inventory",
    "importing",
    "exporting",
    "unsettled",
    "api",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=Cargo.toml");
    println!("cargo::rerun-if-changed=locales");
    let folder = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?).join("i18n");
    let options = ParseOptions::default().interpolate_display(true);
    let config = Config::new("en")?
        .add_locale("ja")?
        .add_namespaces(ROOMS)?
        .parse_options(options);
    let words = parse_locales(None, config)?;
    for warning in words.diag.warnings().iter() {
        // A key that only one language has is an error of ours, not a hint.
        println!("cargo::error={warning}");
    }
    for error in words.diag.errors().iter() {
        println!("cargo::error={error}");
    }
    let code = leptos_i18n_codegen::gen_code(&words, None, false, None, false)?;
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("mod.rs"), code.to_string())?;
    Ok(())
}
