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
/// Between two looks at what others have changed, and into the queue: a tab may have died between noting an edit and telling.
pub const POLL: u32 = 20_000;
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
    /// [`super::delivery::settle`], in a transaction; without room, once more after [`super::queue::make_room`].
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
    /// How often ops were sent again since the last batch that went through: more than twice is no progress.
    gaps: u32,
    /// What the last answer stopped at; stands until there is a better one.
    stop: Option<Halt>,
    /// Whether the market asked for time; then nobody's pressing of a button shortens it.
    is_asked_to_wait: bool,
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
            stop: None,
            is_asked_to_wait: false,
            luck: Luck::new(seed),
        }
    }

    /// How it stands.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        match (&self.doing, self.stop) {
            (Doing::Following, _) => Standing::Following,
            (_, Some(stop)) => stop.standing(),
            (Doing::Resting, None) if self.failures > 0 => Standing::Unreachable,
            (Doing::Resting, None) => Standing::Resting,
            _ => Standing::Busy,
        }
    }

    /// Takes an event; events that do not fit what is being done are late, and change nothing.
    pub fn take(&mut self, event: Event) -> Vec<Effect> {
        let before = self.standing();
        let has_stored = matches!(event, Event::Prepared(_) | Event::Stored | Event::Absorbed(_));
        if has_stored && self.stop == Some(Halt::Store) {
            self.stop = None;
        }
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
            (Event::SignedIn { user }, Doing::Resting) if user == self.owner && !self.is_asked_to_wait => {
                self.begin()
            }
            (Event::Hint, Doing::Resting | Doing::Halted) if !self.is_asked_to_wait => {
                self.failures = 0;
                self.begin()
            }
            (Event::Edited, Doing::Resting) if self.failures == 0 && self.stop.is_none() => {
                self.wake(DEBOUNCE)
            }
            (Event::Rang { timer }, Doing::Resting) if timer == self.timer => self.begin(),
            (Event::Edited | Event::Hint | Event::SignedIn { .. }, _) => {
                self.again = true;
                Vec::new()
            }
            (Event::Prepared(prepared), Doing::Preparing) => self.prepared(prepared),
            (Event::Pushed { token, answer }, Doing::Pushing) if token == self.token => match answer {
                Ok(pushed) => {
                    self.stop = None;
                    self.store(Effect::Settle(Box::new(pushed)))
                }
                Err(stop) => self.stopped(stop),
            },
            (Event::Pulled { token, answer }, Doing::Pulling) if token == self.token => match answer {
                Ok(changes) => {
                    self.stop = None;
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
            (Event::Stored, Doing::Resending) => {
                self.gaps += 1;
                if self.gaps > 2 { self.fail(0) } else { self.begin() }
            }
            (Event::Stored, Doing::Adopting) => {
                self.again = true;
                self.pull()
            }
            (Event::Stored, Doing::GivingUp) => self.pause(Halt::CompanyGone),
            (Event::Absorbed(absorbed), Doing::Absorbing) => self.absorbed(absorbed),
            (Event::StoreFailed, doing) if doing.is_storing() => {
                self.stop = Some(Halt::Store);
                self.fail(0)
            }
            _ => Vec::new(),
        }
    }

    fn begin(&mut self) -> Vec<Effect> {
        self.doing = Doing::Preparing;
        self.again = false;
        self.is_asked_to_wait = false;
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
            Stop::Gap { expected } => self.store(Effect::Resend { expected }),
            Stop::Epoch { db_epoch: epoch } => self.store(Effect::Adopt { epoch }),
            Stop::CompanyGone => self.store(Effect::GiveUp),
            // Somebody else may be signed in by now, and the owner again later.
            Stop::SignIn | Stop::ClientNotYours => self.pause(Halt::SignIn),
            Stop::UpgradeRequired { .. } => {
                let mut effects = self.halt(Halt::Upgrade);
                effects.push(Effect::Reload);
                effects
            }
            Stop::TooLarge | Stop::Malformed { .. } => self.halt(Halt::Bug),
            Stop::Busy { seconds } => {
                self.is_asked_to_wait = true;
                self.fail(seconds.saturating_mul(1_000))
            }
        }
    }

    /// Until somebody does something.
    fn halt(&mut self, halt: Halt) -> Vec<Effect> {
        self.stop = Some(halt);
        self.doing = Doing::Halted;
        Vec::new()
    }

    /// Until somebody does something, here or elsewhere: it is tried again now and then, for the person may sign in on another
    /// page, and an answer that says no may be older than the sign-in.
    fn pause(&mut self, halt: Halt) -> Vec<Effect> {
        self.stop = Some(halt);
        self.doing = Doing::Resting;
        self.wake(POLL)
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
