//! A model with the piece marked that answers the query.

use std::ops::Range;

use leptos::prelude::*;

/// A model as its supplier spells it.
#[component]
pub fn Marked(
    model: String,
    /// The pieces to mark: ascending, apart from each other.
    pieces: Vec<Range<usize>>,
) -> impl IntoView {
    let parts = parts(&model, &pieces);
    let parts = parts.into_iter().map(|(marked, text)| {
        if marked {
            view! { <mark>{text}</mark> }.into_any()
        } else {
            text.into_any()
        }
    });
    view! { <span class="pn">{parts.collect_view()}</span> }
}

fn parts(model: &str, pieces: &[Range<usize>]) -> Vec<(bool, String)> {
    let (mut parts, mut end) = (Vec::new(), 0);
    for piece in pieces {
        parts.push((false, model[end..piece.start].to_owned()));
        parts.push((true, model[piece.clone()].to_owned()));
        end = piece.end;
    }
    parts.push((false, model[end..].to_owned()));
    parts.retain(|(_, text)| !text.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_model_is_lost_or_doubled() {
        let owned = |parts: &[(bool, &str)]| -> Vec<(bool, String)> {
            parts
                .iter()
                .map(|&(marked, text)| (marked, text.to_owned()))
                .collect()
        };
        assert_eq!(
            parts("TVS-1.5SMC", std::slice::from_ref(&(4..10))),
            owned(&[(false, "TVS-"), (true, "1.5SMC")])
        );
        assert_eq!(
            parts("74HC-74HC", &[0..4, 5..9]),
            owned(&[(true, "74HC"), (false, "-"), (true, "74HC")])
        );
        assert_eq!(parts("BC847", &[]), owned(&[(false, "BC847")]));
    }
}
