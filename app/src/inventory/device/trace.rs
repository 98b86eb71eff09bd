//! A trace of the lists that this browser keeps, outside of what is cleared when it needs room: a cookie with the name of the database and
//! nothing else. A new database with such a trace is one that was removed under our feet, and whoever comes back should know.

use js_sys::Reflect;
use leptos::prelude::document;

/// A year, in seconds.
const AGE: u32 = 365 * 24 * 60 * 60;

/// Whether there was a list of this name.
pub fn is_there(name: &str) -> bool {
    let cookies = Reflect::get(&document(), &"cookie".into()).unwrap_or_default();
    let cookies = cookies.as_string().unwrap_or_default();
    cookies
        .split("; ")
        .any(|cookie| cookie.strip_suffix("=1") == Some(name))
}

/// There is one now.
pub fn leave(name: &str) {
    write(name, "1", AGE);
}

/// It was removed as it should be.
pub fn remove(name: &str) {
    write(name, "", 0);
}

fn write(name: &str, value: &str, age: u32) {
    let cookie = format!("{name}={value}; Path=/; Max-Age={age}; SameSite=Strict; Secure");
    drop(Reflect::set(&document(), &"cookie".into(), &cookie.into()));
}
