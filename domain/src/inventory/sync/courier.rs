//! When to send, when to ask, and when to wait: the loop of the one tab that speaks for a device.
//!
//! A [`Courier`] is told what happened and answers with what is to be done; it stores, sends and waits for nothing itself. Push
//! comes first, until the queue is empty, then pull, then rest. Whether the device believes to be connected is a hint, never a
//! condition: the only proof of a connection is an answer.

mod state;
#[cfg(test)]
mod tests;

use uuid::Uuid;

use super::delivery::{Absorbed, Prepared};
use super::wire::{Changes, Push, Pushed, Stop};
use state::{Doing, Halt};
pub use state::{Luck, Standing};

/// After an edit, so that a few are sent together. In milliseconds, as all times here.
pub const DEBOUNCE: u32 = 1_000;
/// Between two looks at what others have changed.
pub const POLL: u32 = 30_000;
/// The first wait after a failure; it doubles with each further one.
const FIRST_WAIT: u32 = 1_000;
/// The longest wait after a failure. Together with [`PATIENCE`] it keeps the promise that a queue is empty thirty seconds after
/// the network is back, whether or not anybody tells the device that it is.
const LONGEST_WAIT: u32 = 15_000;
/// How long the driver waits for an answer before it says that there is none.
pub const PATIENCE: u32 = 10_000;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// This tab speaks for the device from now on.
    Led,
    /// An edit was noted, here or in another tab.
    Edited,
    /// There may be a connection, somebody looks at the page, or pressed "Sync now".
    Hint,
    /// The time that was asked for is over.
    Rang { timer: u32 },
    /// [`Effect::Prepare`] is done.
    Prepared(Prepared),
    /// The answer to [`Effect::Push`].
    Pushed {
        token: u32,
        answer: Result<Pushed, Stop>,
    },
    /// The answer to [`Effect::Pull`].
    Pulled {
        token: u32,
        answer: Result<Changes, Stop>,
    },
    /// No answer, or none that makes sense: a hotel's sign-in page, say.
    NoAnswer { token: u32 },
    /// A store step is done and committed.
    Stored,
    /// [`Effect::Absorb`] is done and committed.
    Absorbed(Absorbed),
    /// A store step failed and was undone.
    StoreFailed,
    /// Somebody is signed in: this user.
    SignedIn { user: i64 },
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// [`super::delivery::prepare`], in a transaction.
    Prepare,
    Push {
        token: u32,
        push: Box<Push>,
    },
    /// [`super::delivery::ask`], then the request.
    Pull {
        token: u32,
    },
    /// [`super::delivery::settle`], in a transaction.
    Settle(Box<Pushed>),
    /// [`super::delivery::absorb`], in a transaction.
    Absorb(Box<Changes>),
    /// [`super::delivery::resend`], in a transaction, with a fresh id.
    Resend {
        expected: i64,
    },
    /// [`super::delivery::adopt`], in a transaction.
    Adopt {
        epoch: Uuid,
    },
    /// [`super::delivery::give_up`], in a transaction.
    GiveUp,
    /// Ring with this timer after so many milliseconds. Earlier timers may ring, they are not listened to.
    Wake {
        timer: u32,
        after: u32,
    },
    /// Load the new program; it lifts the queue ([`super::delivery::lift`]).
    Reload,
    /// How it stands, for the page.
    Show(Standing),
}

/// The loop.
#[derive(Debug, Clone)]
pub struct Courier {
    /// Whose ops these are.
    owner: i64,
    doing: Doing,
    /// Counts requests: answers to given-up ones are not listened to.
    token: u32,
    timer: u32,
    /// Whether something came up during a round.
    again: bool,
    failures: u32,
    /// Gaps since the last batch that went through: more than one in a row is no progress.
    gaps: u32,
    luck: Luck,
}

impl Courier {
    /// Of a tab that does not speak for the device yet. The seed only spreads waiting times.
    #[must_use]
    pub const fn new(owner: i64, seed: u64) -> Self {
        Self {
            owner,
            doing: Doing::Following,
            token: 0,
            timer: 0,
            again: false,
            failures: 0,
            gaps: 0,
            luck: Luck::new(seed),
        }
    }

    /// How it stands.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        match &self.doing {
            Doing::Following => Standing::Following,
            Doing::Resting if self.failures > 0 => Standing::Unreachable,
            Doing::Resting => Standing::Resting,
            Doing::Halted(halt) => halt.standing(),
            _ => Standing::Busy,
        }
    }

    /// Takes an event; events that do not fit what is being done are late, and change nothing.
    pub fn take(&mut self, event: Event) -> Vec<Effect> {
        let before = self.standing();
        let mut effects = self.step(event);
        let after = self.standing();
        if after != before {
            effects.push(Effect::Show(after));
        }
        effects
    }

    fn step(&mut self, event: Event) -> Vec<Effect> {
        match (event, &self.doing) {
            (Event::Led, Doing::Following) => self.begin(),
            (_, Doing::Following) => Vec::new(),
            (Event::SignedIn { user }, Doing::Halted(Halt::SignIn)) if user == self.owner => self.begin(),
            (Event::Hint, Doing::Resting | Doing::Halted(Halt::CompanyGone | Halt::Bug | Halt::Upgrade)) => {
                self.failures = 0;
                self.begin()
            }
            (Event::Edited, Doing::Resting) if self.failures == 0 => self.wake(DEBOUNCE),
            (Event::Rang { timer }, Doing::Resting) if timer == self.timer => self.begin(),
            (Event::Edited | Event::Hint, _) => {
                self.again = true;
                Vec::new()
            }
            (Event::Prepared(prepared), Doing::Preparing) => self.prepared(prepared),
            (Event::Pushed { token, answer }, Doing::Pushing) if token == self.token => match answer {
                Ok(pushed) => self.store(Effect::Settle(Box::new(pushed))),
                Err(stop) => self.stopped(stop),
            },
            (Event::Pulled { token, answer }, Doing::Pulling) if token == self.token => match answer {
                Ok(changes) => {
                    self.doing = Doing::Absorbing;
                    vec![Effect::Absorb(Box::new(changes))]
                }
                Err(stop) => self.stopped(stop),
            },
            (Event::NoAnswer { token }, Doing::Pushing | Doing::Pulling) if token == self.token => {
                self.fail(0)
            }
            (Event::Stored, Doing::Settling) => {
                self.failures = 0;
                self.gaps = 0;
                self.begin()
            }
            (Event::Stored, Doing::Resending) if self.gaps > 2 => self.fail(0),
            (Event::Stored, Doing::Resending) => self.begin(),
            (Event::Stored, Doing::Adopting) => {
                self.again = true;
                self.pull()
            }
            (Event::Stored, Doing::GivingUp) => self.halt(Halt::CompanyGone),
            (Event::Absorbed(absorbed), Doing::Absorbing) => self.absorbed(absorbed),
            (Event::StoreFailed, doing) if doing.is_storing() => self.fail(0),
            _ => Vec::new(),
        }
    }

    fn begin(&mut self) -> Vec<Effect> {
        self.doing = Doing::Preparing;
        self.again = false;
        vec![Effect::Prepare]
    }

    fn prepared(&mut self, prepared: Prepared) -> Vec<Effect> {
        match prepared {
            Prepared::Push(push) => {
                self.doing = Doing::Pushing;
                self.token += 1;
                let token = self.token;
                vec![Effect::Push { token, push }]
            }
            Prepared::Nothing => self.pull(),
            Prepared::PullFirst => {
                self.again = true;
                self.pull()
            }
        }
    }

    fn pull(&mut self) -> Vec<Effect> {
        self.doing = Doing::Pulling;
        self.token += 1;
        let token = self.token;
        vec![Effect::Pull { token }]
    }

    fn store(&mut self, effect: Effect) -> Vec<Effect> {
        self.doing = match effect {
            Effect::Settle(_) => Doing::Settling,
            Effect::Resend { .. } => Doing::Resending,
            Effect::Adopt { .. } => Doing::Adopting,
            _ => Doing::GivingUp,
        };
        vec![effect]
    }

    fn absorbed(&mut self, absorbed: Absorbed) -> Vec<Effect> {
        self.failures = 0;
        match absorbed {
            Absorbed::More => self.pull(),
            Absorbed::Anew => self.begin(),
            Absorbed::Done if self.again => self.begin(),
            Absorbed::Done => {
                self.doing = Doing::Resting;
                self.wake(POLL)
            }
        }
    }

    fn stopped(&mut self, stop: Stop) -> Vec<Effect> {
        match stop {
            Stop::Gap { expected } => {
                self.gaps += 1;
                self.store(Effect::Resend { expected })
            }
            Stop::Epoch { db_epoch: epoch } => self.store(Effect::Adopt { epoch }),
            Stop::CompanyGone => self.store(Effect::GiveUp),
            // Somebody else may be signed in by now, and the owner again later.
            Stop::SignIn | Stop::ClientNotYours => self.halt(Halt::SignIn),
            Stop::UpgradeRequired { .. } => {
                let mut effects = self.halt(Halt::Upgrade);
                effects.push(Effect::Reload);
                effects
            }
            Stop::TooLarge | Stop::Malformed { .. } => self.halt(Halt::Bug),
            Stop::Busy { seconds } => self.fail(seconds.saturating_mul(1_000)),
        }
    }

    fn halt(&mut self, halt: Halt) -> Vec<Effect> {
        self.doing = Doing::Halted(halt);
        Vec::new()
    }

    /// Rests after a failure, for a time that doubles, and is not the same for everybody; at least as long as asked for.
    fn fail(&mut self, least: u32) -> Vec<Effect> {
        let doubled = FIRST_WAIT.saturating_mul(1 << self.failures.min(16));
        self.failures += 1;
        self.doing = Doing::Resting;
        let spread = self.luck.spread(doubled.min(LONGEST_WAIT));
        self.wake(spread.max(least))
    }

    fn wake(&mut self, after: u32) -> Vec<Effect> {
        self.timer += 1;
        let timer = self.timer;
        vec![Effect::Wake { timer, after }]
    }
}
