//! The figures of the overview, each as a chart with its words.

use domain::overview::scale::top;
use domain::overview::{Days, Imports, MailHealth, Missed, Overview, Week};
use domain::search::SearchRequest;
use domain::words::thousands;
use leptos::prelude::*;

use super::chart::{Chart, Series, draw};
use crate::labels::{Locale, locale};
use crate::say;
use crate::search::links;
use crate::ui::{Moment, written_day};

const HOUR: u64 = 60;
const DAY: u64 = 24 * HOUR;

/// All figures that the reader may see, what waits aside.
pub(super) fn figures(page: Overview) -> AnyView {
    let locale = locale();
    view! {
        <p class="lead">{say!(locale, overview.lead)}</p>
        <div class="charts">
            {page.applications.map(applications)} {page.decisions.as_deref().map(decisions)}
            {page.requests.map(requests)} {page.imports.map(imports)} {page.mail.map(mail)}
            {page.missed.map(missed)}
        </div>
    }
    .into_any()
}

fn number(value: u64, _: Locale) -> String {
    thousands(value)
}

fn written(value: u32) -> String {
    thousands(u64::from(value))
}

/// Minutes as a person says them, in their largest unit.
fn span(minutes: u64, locale: Locale) -> String {
    let tenths = |unit: u64| {
        let tenths = (minutes * 10 + unit / 2) / unit;
        match tenths % 10 {
            0 => thousands(tenths / 10),
            rest => format!("{}.{rest}", thousands(tenths / 10)),
        }
    };
    if minutes < HOUR {
        say!(locale, overview.minutes, count = minutes).to_string()
    } else if minutes < 2 * DAY {
        say!(locale, overview.hours, count = tenths(HOUR)).to_string()
    } else {
        say!(locale, overview.days, count = tenths(DAY)).to_string()
    }
}

/// A chart of one or two counts a day.
fn of_days(
    id: &'static str,
    title: &'static str,
    sentence: String,
    series: Vec<(&'static str, &Days)>,
) -> Chart {
    let labels = series
        .first()
        .map(|(_, days)| days.days().map(written_day).collect());
    let most = series
        .iter()
        .filter_map(|(_, days)| days.most())
        .map(|(_, most)| most);
    let top = top(u64::from(most.max().unwrap_or_default()));
    let values = |days: &Days| days.counts.iter().copied().map(u64::from).collect();
    let series = series.into_iter();
    Chart {
        id,
        title,
        sentence,
        column: say!(locale(), overview.day),
        labels: labels.unwrap_or_default(),
        series: series
            .map(|(name, days)| Series {
                name,
                values: values(days),
            })
            .collect(),
        top,
        written: number,
        more: ().into_any(),
    }
}

/// How many there were of one kind, and when most.
fn sentence(days: &Days, locale: Locale) -> String {
    match days.most() {
        None => say!(locale, overview.none).to_owned(),
        Some((day, most)) => say!(
            locale,
            overview.of_one,
            total = thousands(days.total()),
            today = written(days.today()),
            most = written(most),
            day = written_day(day)
        )
        .to_string(),
    }
}

fn applications(days: Days) -> AnyView {
    let locale = locale();
    let series = vec![(say!(locale, overview.count), &days)];
    let title = say!(locale, overview.applications);
    draw(of_days("applications", title, sentence(&days, locale), series))
}

fn requests(days: Days) -> AnyView {
    let locale = locale();
    let series = vec![(say!(locale, overview.count), &days)];
    let title = say!(locale, overview.requests);
    draw(of_days("requests", title, sentence(&days, locale), series))
}

fn decisions(weeks: &[Week]) -> AnyView {
    let locale = locale();
    let newest = weeks.iter().rev().find(|week| week.decided > 0);
    let all: u64 = weeks.iter().map(|week| u64::from(week.decided)).sum();
    let sentence = newest.map_or_else(
        || say!(locale, overview.none_decided).to_owned(),
        |week| {
            let span = |minutes: u32| span(u64::from(minutes), locale);
            say!(
                locale,
                overview.of_decisions,
                all = thousands(all),
                monday = written_day(week.monday),
                decided = written(week.decided),
                median = span(week.median),
                slow = span(week.slow)
            )
            .to_string()
        },
    );
    let hours = weeks.iter().map(|week| u64::from(week.slow).div_ceil(HOUR));
    let values = |of: fn(&Week) -> u32| weeks.iter().map(|week| u64::from(of(week))).collect();
    let series = vec![
        Series {
            name: say!(locale, overview.median),
            values: values(|week| week.median),
        },
        Series {
            name: say!(locale, overview.slow),
            values: values(|week| week.slow),
        },
    ];
    draw(Chart {
        id: "decisions",
        title: say!(locale, overview.decisions),
        sentence,
        column: say!(locale, overview.week),
        labels: weeks.iter().map(|week| written_day(week.monday)).collect(),
        series,
        top: top(hours.max().unwrap_or_default()) * HOUR,
        written: span,
        more: view! { <p class="small quiet">{say!(locale, overview.decisions_help)}</p> }.into_any(),
    })
}

fn imports(Imports { done, refused }: Imports) -> AnyView {
    let locale = locale();
    let all = done.total() + refused.total();
    let sentence = if all == 0 {
        say!(locale, overview.none).to_owned()
    } else {
        say!(
            locale,
            overview.of_imports,
            done = thousands(done.total()),
            refused = thousands(refused.total()),
            done_today = written(done.today()),
            refused_today = written(refused.today())
        )
        .to_string()
    };
    let series = vec![
        (say!(locale, overview.done), &done),
        (say!(locale, overview.refused), &refused),
    ];
    draw(of_days(
        "imports",
        say!(locale, overview.imports),
        sentence,
        series,
    ))
}

fn mail(health: MailHealth) -> AnyView {
    let locale = locale();
    let MailHealth {
        sent,
        failed,
        waiting,
        oldest,
    } = health;
    let sentence = say!(
        locale,
        overview.of_mail,
        sent = thousands(sent.total()),
        failed = thousands(failed.total()),
        waiting = written(waiting)
    )
    .to_string();
    let more = oldest.map(|at| {
        view! {
            <dl class="facts">
                <dt>{say!(locale, overview.oldest)}</dt>
                <dd>
                    <Moment at=at />
                </dd>
            </dl>
        }
    });
    let series = vec![
        (say!(locale, overview.sent), &sent),
        (say!(locale, overview.failed), &failed),
    ];
    let chart = of_days("mail", say!(locale, overview.mail), sentence, series);
    draw(Chart {
        more: more.into_any(),
        ..chart
    })
}

fn missed(Missed { days, most }: Missed) -> AnyView {
    let locale = locale();
    let named = most.into_iter().map(|(text, times)| {
        let href = links::address(&SearchRequest::for_query(text.clone()));
        view! {
            <tr>
                <th scope="row">
                    <a href=href>{text}</a>
                </th>
                <td class="num">{written(times)}</td>
            </tr>
        }
    });
    let more = (days.total() > 0).then(|| {
        view! {
            <table class="table">
                <caption class="small">{say!(locale, overview.missed_most)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say!(locale, overview.sought)}</th>
                        <th scope="col" class="num">
                            {say!(locale, overview.times)}
                        </th>
                    </tr>
                </thead>
                <tbody>{named.collect_view()}</tbody>
            </table>
        }
    });
    let more = view! {
        {more}
        <p class="small quiet">{say!(locale, overview.missed_help)}</p>
    };
    let series = vec![(say!(locale, overview.count), &days)];
    let chart = of_days(
        "missed",
        say!(locale, overview.missed),
        sentence(&days, locale),
        series,
    );
    draw(Chart {
        more: more.into_any(),
        ..chart
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_said_in_its_largest_unit() {
        for (minutes, said) in [
            (0, "0 min"),
            (59, "59 min"),
            (60, "1 h"),
            (90, "1.5 h"),
            (2_879, "48 h"),
            (2_880, "2 days"),
            (7_200, "5 days"),
            (7_272, "5.1 days"),
        ] {
            assert_eq!(span(minutes, Locale::en), said, "{minutes}");
        }
        assert_eq!(span(90, Locale::ja), "1.5時間");
    }
}
