//! What a courier is doing, and how that is told.

use serde::{Deserialize, Serialize};

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    /// Another tab speaks for the device.
    Following,
    /// Until a timer rings.
    Resting,
    Preparing,
    Pushing,
    Settling,
    Pulling,
    Absorbing,
    Resending,
    Adopting,
    GivingUp,
    /// Until somebody does something.
    Halted,
}

impl Doing {
    pub(super) const fn is_storing(&self) -> bool {
        matches!(
            self,
            Self::Preparing
                | Self::Settling
                | Self::Pulling
                | Self::Absorbing
                | Self::Resending
                | Self::Adopting
                | Self::GivingUp
        )
    }
}

/// Why nothing goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Halt {
    SignIn,
    CompanyGone,
    Upgrade,
    Bug,
    Store,
}

impl Halt {
    pub(super) const fn standing(self) -> Standing {
        match self {
            Self::SignIn => Standing::SignIn,
            Self::CompanyGone => Standing::CompanyGone,
            Self::Upgrade => Standing::Upgrade,
            Self::Bug => Standing::Bug,
            Self::Store => Standing::Store,
        }
    }
}

/// How it stands, for the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Standing {
    /// Another tab does the talking, and knows.
    #[default]
    Following,
    /// Everything is where it belongs.
    Resting,
    /// Sending or asking.
    Busy,
    /// The market does not answer; it is tried again.
    Unreachable,
    /// The device's own store takes nothing: no room, or broken.
    Store,
    /// The owner of these edits has to sign in; until then nothing is sent, and the grid is read only.
    SignIn,
    /// The person is none of the company's any more; the edits can be taken along.
    CompanyGone,
    /// A new program is being loaded.
    Upgrade,
    /// The market refuses what this program sends. Nothing is lost, and the edits can be taken along.
    Bug,
}

impl Standing {
    /// Whether what is typed can be stored and will be sent, sooner or later, as whoever is there.
    #[must_use]
    pub const fn lets_type(self) -> bool {
        !matches!(self, Self::SignIn | Self::CompanyGone)
    }
}

/// Spreads waiting times, so that a thousand devices do not come back in the same second. No need for better chance.
#[derive(Debug, Clone, Copy)]
pub struct Luck(u64);

impl Luck {
    /// Any seed does.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// From four fifths of a time to the whole of it.
    pub(super) fn spread(&mut self, time: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let part = u32::try_from(self.0 >> 33).unwrap_or_default() % (time / 5 + 1);
        time - part
    }
}
