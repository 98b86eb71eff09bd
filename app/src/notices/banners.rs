//! Banners: what matters so much that it stands on every page. Each can be put away; the browser remembers that by a cookie, until
//! its wording changes.
//!
//! They are written behind the program's part of the document, where waking does not look, and stand above it by style.

use domain::notices::NoticeView;
use domain::places::Place;
use leptos::prelude::*;

use super::{kind, look};
use crate::labels::locale;
use crate::say;
use crate::session::HouseInfo;
use crate::ui::{Icon, Moment};

/// The banners of this visit.
#[component]
pub fn Banners() -> impl IntoView {
    let locale = locale();
    let house = use_context::<HouseInfo>().filter(|house| !house.banners.is_empty());
    house.map(|HouseInfo { banners, here, .. }| {
        let banners = banners.into_iter().map(|notice| one(notice, here.clone()));
        view! {
            <aside class="banners" aria-label=say!(locale, notices.banners)>
                {banners.collect_view()}
            </aside>
        }
    })
}

fn one(notice: NoticeView, back: String) -> impl IntoView {
    let locale = locale();
    let (tone, icon) = look(notice.kind);
    let until = notice.period.until.map(|at| {
        view! {
            " – "
            <Moment at=at />
        }
    });
    let close = say!(locale, notices.put_away_one, title = notice.title.as_str()).to_string();
    view! {
        <div class=format!("banner {tone}")>
            <Icon name=icon />
            <p>
                <b>{format!("{}: {}", kind(notice.kind, locale), notice.title)}</b>
                " "
                <span class="banner-times">
                    <Moment at=notice.period.from />
                    {until}
                </span>
                " "
                <a href=Place::Status.path() rel="external">
                    {say!(locale, notices.more)}
                </a>
            </p>
            <form action=Place::Look.path() method="post">
                <input type="hidden" name="back" value=back />
                <button class="button plain" type="submit" name="notice" value=notice.mark() aria-label=close>
                    <Icon name="close" />
                </button>
            </form>
        </div>
    }
}
