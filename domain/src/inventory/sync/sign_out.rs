//! Signing out, and what becomes of edits that were not sent. Nothing is wiped that the person has not chosen to lose; and whatever the
//! store does, whoever wants to sign out comes to an end of it.

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
    /// What was to be done did not come about: the store does not say what it has, or no file of all of it was made, or it is still there.
    Failed,
    /// "Try again", where the store is still there.
    Again,
    /// "Leave it where it is".
    Leave,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Push what there is, and count what is left.
    Push,
    /// Count what there is.
    Count,
    /// Ask what to do with so much: stay, download, discard. `None` where the store does not say how much it has.
    Ask(Option<Unsent>),
    /// Ask once more before so much is lost.
    AskAgain(Option<Unsent>),
    /// Hand the edits to the person, as a file.
    Export,
    /// Wipe store and caches. The flag comes first: until the market knows of it, a fresh page shows sign-in only.
    Wipe,
    /// Say that the store is still there; the market is told of the signing out all the same.
    SayStuck,
    /// Tell the market, now or as soon as it is reachable.
    SignOut,
}

/// One signing out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignOut {
    /// Not begun.
    #[default]
    Signed,
    Counting,
    /// `None` where it is not known what would be lost.
    Asking(Option<Unsent>),
    AskingAgain(Option<Unsent>),
    Exporting,
    Wiping,
    /// The store could not be removed.
    Stuck,
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
            (Self::Counting, Event::Counted(unsent)) => {
                (Self::Asking(Some(unsent)), Some(Effect::Ask(Some(unsent))))
            }
            (Self::Counting, Event::Failed) => (Self::Asking(None), Some(Effect::Ask(None))),
            // Whoever stays while the file is made is not signed out by it.
            (Self::Asking(_) | Self::AskingAgain(_) | Self::Exporting, Event::Stay) => (Self::Signed, None),
            (Self::Asking(_) | Self::AskingAgain(_), Event::Download) => {
                (Self::Exporting, Some(Effect::Export))
            }
            (Self::Exporting, Event::Downloaded)
            | (Self::AskingAgain(_), Event::Confirmed)
            | (Self::Stuck, Event::Again | Event::Asked { .. }) => (Self::Wiping, Some(Effect::Wipe)),
            // The question comes again, about what there is by now.
            (Self::Exporting, Event::Failed) => (Self::Counting, Some(Effect::Count)),
            (Self::Asking(unsent), Event::Discard) => {
                (Self::AskingAgain(unsent), Some(Effect::AskAgain(unsent)))
            }
            (Self::Wiping, Event::Failed) => (Self::Stuck, Some(Effect::SayStuck)),
            (Self::Wiping, Event::Wiped) | (Self::Stuck, Event::Leave) => (Self::Over, Some(Effect::SignOut)),
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
        let asked = [
            Effect::Count,
            Effect::Ask(Some(THREE)),
            Effect::AskAgain(Some(THREE)),
        ];
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
            [Effect::Push, Effect::Ask(Some(THREE)), Effect::Export]
        );
        let mut done = begin.to_vec();
        done.extend([Event::Downloaded, Event::Wiped]);
        assert_eq!(effects(&done)[3..], [Effect::Wipe, Effect::SignOut]);
    }

    #[test]
    fn a_store_that_cannot_be_read_is_asked_about_and_discarded_like_any_other() {
        let begin = [Event::Asked { online: true }, Event::Failed];
        assert_eq!(effects(&begin), [Effect::Push, Effect::Ask(None)]);
        // Whoever stays can ask for it again.
        let mut again = begin.to_vec();
        again.extend([Event::Stay, Event::Asked { online: false }]);
        assert_eq!(effects(&again)[2..], [Effect::Count]);
        let mut sure = begin.to_vec();
        sure.extend([Event::Discard, Event::Confirmed, Event::Wiped]);
        assert_eq!(
            effects(&sure)[2..],
            [Effect::AskAgain(None), Effect::Wipe, Effect::SignOut]
        );
    }

    #[test]
    fn without_a_file_of_everything_nothing_goes_and_the_question_comes_again() {
        let all = [
            Event::Asked { online: false },
            Event::Counted(THREE),
            Event::Download,
            Event::Failed,
            Event::Failed,
            Event::Download,
        ];
        let expected = [
            Effect::Count,
            Effect::Ask(Some(THREE)),
            Effect::Export,
            Effect::Count,
            Effect::Ask(None),
            Effect::Export,
        ];
        assert_eq!(effects(&all), expected);
        let stays = [&all[..3], &[Event::Stay, Event::Downloaded]].concat();
        assert_eq!(
            effects(&stays),
            expected[..3],
            "who stays is not signed out by the file"
        );
    }

    #[test]
    fn a_store_that_stays_is_said_tried_again_or_left() {
        let begin = [
            Event::Asked { online: false },
            Event::Counted(Unsent::default()),
            Event::Failed,
        ];
        assert_eq!(effects(&begin)[2..], [Effect::SayStuck]);
        for again in [Event::Again, Event::Asked { online: true }] {
            let tried = [&begin[..], &[again, Event::Wiped]].concat();
            assert_eq!(effects(&tried)[3..], [Effect::Wipe, Effect::SignOut]);
        }
        let left = [&begin[..], &[Event::Leave]].concat();
        assert_eq!(effects(&left)[3..], [Effect::SignOut]);
    }

    #[test]
    fn every_state_takes_what_fits_it_and_nothing_else() {
        use Event::{
            Again, Asked, Confirmed, Counted, Discard, Download, Downloaded, Failed, Leave, Stay, Wiped,
        };
        let states = [
            SignOut::Signed,
            SignOut::Counting,
            SignOut::Asking(Some(THREE)),
            SignOut::Asking(None),
            SignOut::AskingAgain(Some(THREE)),
            SignOut::AskingAgain(None),
            SignOut::Exporting,
            SignOut::Wiping,
            SignOut::Stuck,
            SignOut::Over,
        ];
        let (online, offline) = (Asked { online: true }, Asked { online: false });
        let (nothing, three) = (Counted(Unsent::default()), Counted(THREE));
        let events = [
            online, offline, nothing, three, Stay, Download, Downloaded, Discard, Confirmed, Wiped, Failed,
            Again, Leave,
        ];
        for state in states {
            let fitting: &[Event] = match state {
                SignOut::Signed => &[online, offline],
                SignOut::Counting => &[nothing, three, Failed],
                SignOut::Asking(_) => &[Stay, Download, Discard],
                SignOut::AskingAgain(_) => &[Stay, Download, Confirmed],
                SignOut::Exporting => &[Stay, Downloaded, Failed],
                SignOut::Wiping => &[Wiped, Failed],
                SignOut::Stuck => &[online, offline, Again, Leave],
                SignOut::Over => &[],
            };
            for event in events {
                let mut after = state;
                let effect = after.take(event);
                let fits = fitting.contains(&event);
                assert_eq!(after != state, fits, "{state:?} {event:?}");
                // Only staying asks for nothing.
                assert_eq!(effect.is_some(), fits && event != Stay, "{state:?} {event:?}");
            }
        }
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
            Just(Event::Again),
            Just(Event::Leave),
        ]
    }

    proptest! {
        #[test]
        fn nothing_is_wiped_before_a_choice(events in proptest::collection::vec(any_event(), 0..12)) {
            let mut sign_out = SignOut::default();
            let mut was_wiped = false;
            for event in events {
                let is_chosen = match event {
                    Event::Downloaded | Event::Confirmed => true,
                    Event::Counted(unsent) => unsent.is_nothing(),
                    // What was chosen before, and did not come about.
                    Event::Again | Event::Asked { .. } => was_wiped,
                    _ => false,
                };
                if sign_out.take(event) == Some(Effect::Wipe) {
                    prop_assert!(is_chosen);
                    was_wiped = true;
                }
            }
        }
    }
}
