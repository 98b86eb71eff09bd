//! Signing out, and what becomes of edits that were not sent. Nothing is wiped that the person has not chosen to lose.

use super::local::Unsent;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// "Sign out" was pressed; whether the market seems to be reachable.
    Asked { online: bool },
    /// The queue was pushed as far as it went; or there was no use in trying.
    Counted(Unsent),
    /// "Stay signed in".
    Stay,
    /// "Download unsent edits and sign out".
    Download,
    /// The file was handed to the person.
    Downloaded,
    /// "Discard the edits and sign out".
    Discard,
    /// The second question was answered with yes.
    Confirmed,
    /// The store is no more.
    Wiped,
    /// The store did not do what it was asked for: count, be read, or go.
    Failed,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Push what there is, and count what is left.
    Push,
    /// Count what there is.
    Count,
    /// Ask what to do with so much: stay, download, discard.
    Ask(Unsent),
    /// Ask once more before so much is lost.
    AskAgain(Unsent),
    /// Say that nobody knows how much is left, because the store cannot be read; and ask the same.
    AskBlindly,
    /// Ask that once more.
    AskBlindlyAgain,
    /// Hand the edits to the person, as a file.
    Export,
    /// Wipe store and caches. The flag comes first: until the market knows of it, a fresh page shows sign-in only.
    Wipe,
    /// Tell the market, now or as soon as it is reachable.
    SignOut,
    /// That, and tell the person that the store could not be removed.
    SignOutOnly,
}

/// One signing out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignOut {
    /// Not begun.
    #[default]
    Signed,
    Counting,
    Asking(Unsent),
    AskingAgain(Unsent),
    /// As both, without knowing how much there is.
    AskingBlindly,
    AskingBlindlyAgain,
    Exporting(Option<Unsent>),
    Wiping,
    Over,
}

impl SignOut {
    /// Takes an event; what does not fit changes nothing.
    pub fn take(&mut self, event: Event) -> Option<Effect> {
        let (next, effect) = match (*self, event) {
            (Self::Signed, Event::Asked { online: true }) => (Self::Counting, Some(Effect::Push)),
            (Self::Signed, Event::Asked { online: false }) => (Self::Counting, Some(Effect::Count)),
            (Self::Counting, Event::Counted(unsent)) if unsent.is_nothing() => {
                (Self::Wiping, Some(Effect::Wipe))
            }
            (Self::Counting, Event::Counted(unsent)) => (Self::Asking(unsent), Some(Effect::Ask(unsent))),
            (Self::Counting, Event::Failed) => (Self::AskingBlindly, Some(Effect::AskBlindly)),
            (
                Self::Asking(_) | Self::AskingAgain(_) | Self::AskingBlindly | Self::AskingBlindlyAgain,
                Event::Stay,
            ) => (Self::Signed, None),
            (Self::Asking(unsent) | Self::AskingAgain(unsent), Event::Download) => {
                (Self::Exporting(Some(unsent)), Some(Effect::Export))
            }
            (Self::AskingBlindly | Self::AskingBlindlyAgain, Event::Download) => {
                (Self::Exporting(None), Some(Effect::Export))
            }
            // No file, or not all of it: nothing goes.
            (Self::Exporting(Some(unsent)), Event::Failed) => {
                (Self::Asking(unsent), Some(Effect::Ask(unsent)))
            }
            (Self::Exporting(None), Event::Failed) => (Self::AskingBlindly, Some(Effect::AskBlindly)),
            (Self::Exporting(_), Event::Downloaded)
            | (Self::AskingAgain(_) | Self::AskingBlindlyAgain, Event::Confirmed) => {
                (Self::Wiping, Some(Effect::Wipe))
            }
            (Self::Asking(unsent), Event::Discard) => {
                (Self::AskingAgain(unsent), Some(Effect::AskAgain(unsent)))
            }
            (Self::AskingBlindly, Event::Discard) => {
                (Self::AskingBlindlyAgain, Some(Effect::AskBlindlyAgain))
            }
            (Self::Wiping, Event::Wiped) => (Self::Over, Some(Effect::SignOut)),
            // A store that does not go keeps nobody signed in.
            (Self::Wiping, Event::Failed) => (Self::Over, Some(Effect::SignOutOnly)),
            (same, _) => (same, None),
        };
        *self = next;
        effect
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const THREE: Unsent = Unsent {
        edits: 3,
        conflicts: 0,
        rejected: 0,
        drafts: 0,
    };

    fn effects(events: &[Event]) -> Vec<Effect> {
        let mut sign_out = SignOut::default();
        events.iter().filter_map(|event| sign_out.take(*event)).collect()
    }

    #[test]
    fn with_nothing_unsent_there_is_no_question() {
        let nothing = Event::Counted(Unsent::default());
        for (online, first) in [(true, Effect::Push), (false, Effect::Count)] {
            let all = [Event::Asked { online }, nothing, Event::Wiped];
            assert_eq!(effects(&all), [first, Effect::Wipe, Effect::SignOut]);
        }
    }

    #[test]
    fn discarding_is_asked_twice() {
        let begin = [
            Event::Asked { online: false },
            Event::Counted(THREE),
            Event::Discard,
        ];
        let asked = [Effect::Count, Effect::Ask(THREE), Effect::AskAgain(THREE)];
        assert_eq!(effects(&begin), asked);
        let mut sure = begin.to_vec();
        sure.push(Event::Confirmed);
        assert_eq!(effects(&sure)[3..], [Effect::Wipe]);
        let mut unsure = begin.to_vec();
        unsure.extend([Event::Stay, Event::Confirmed]);
        assert_eq!(effects(&unsure), asked);
    }

    #[test]
    fn a_download_is_handed_over_before_anything_goes() {
        let begin = [
            Event::Asked { online: true },
            Event::Counted(THREE),
            Event::Download,
        ];
        assert_eq!(
            effects(&begin),
            [Effect::Push, Effect::Ask(THREE), Effect::Export]
        );
        let mut done = begin.to_vec();
        done.extend([Event::Downloaded, Event::Wiped]);
        assert_eq!(effects(&done)[3..], [Effect::Wipe, Effect::SignOut]);
    }

    #[test]
    fn a_store_that_cannot_be_read_keeps_nobody_signed_in_and_nothing_goes_unasked() {
        let begin = [Event::Asked { online: true }, Event::Failed];
        assert_eq!(effects(&begin), [Effect::Push, Effect::AskBlindly]);
        let sure = [&begin[..], &[Event::Discard, Event::Confirmed, Event::Failed]].concat();
        assert_eq!(
            effects(&sure)[2..],
            [Effect::AskBlindlyAgain, Effect::Wipe, Effect::SignOutOnly]
        );
        let no_file = [&begin[..], &[Event::Download, Event::Failed]].concat();
        assert_eq!(effects(&no_file)[2..], [Effect::Export, Effect::AskBlindly]);
        let stays = [&begin[..], &[Event::Stay, Event::Asked { online: false }]].concat();
        assert_eq!(effects(&stays)[2..], [Effect::Count]);
    }

    #[test]
    fn a_file_that_does_not_come_asks_the_same_again() {
        let all = [
            Event::Asked { online: true },
            Event::Counted(THREE),
            Event::Download,
            Event::Failed,
            Event::Discard,
        ];
        assert_eq!(effects(&all)[3..], [Effect::Ask(THREE), Effect::AskAgain(THREE)]);
    }

    fn any_event() -> impl Strategy<Value = Event> {
        prop_oneof![
            any::<bool>().prop_map(|online| Event::Asked { online }),
            prop_oneof![Just(THREE), Just(Unsent::default())].prop_map(Event::Counted),
            Just(Event::Stay),
            Just(Event::Download),
            Just(Event::Downloaded),
            Just(Event::Discard),
            Just(Event::Confirmed),
            Just(Event::Wiped),
            Just(Event::Failed),
        ]
    }

    proptest! {
        #[test]
        fn nothing_is_wiped_before_a_choice(events in proptest::collection::vec(any_event(), 0..12)) {
            let mut sign_out = SignOut::default();
            for event in events {
                let chosen = match event {
                    Event::Downloaded | Event::Confirmed => true,
                    Event::Counted(unsent) => unsent.is_nothing(),
                    _ => false,
                };
                if sign_out.take(event) == Some(Effect::Wipe) {
                    prop_assert!(chosen);
                }
            }
        }
    }
}
