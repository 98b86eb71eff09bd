//! How often one address of the network may ask (T03, T09). Counted in this process: what has to hold between several
//! is in the database (see `accounts::guard` and `accounts::links`).

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::refusal::Refusal;
use governor::middleware::{NoOpMiddleware, StateInformationMiddleware};
use governor::nanos::Nanos;
use governor::state::keyed::DashMapStateStore;
use governor::{NotUntil, Quota, RateLimiter};

use crate::clock::Clock;

type Keyed<K> = RateLimiter<K, DashMapStateStore<K>, MarketClock, NoOpMiddleware<Nanos>>;
type Limiter = Keyed<Network>;
/// One that tells how much is left.
type Telling<K> = RateLimiter<K, DashMapStateStore<K>, MarketClock, StateInformationMiddleware>;

/// "Taken" answers to one network in an hour (T03).
const TAKEN: u32 = 10;
/// Failed sign-ins of one network in ten minutes (T09).
const FAILED: u32 = 20;
/// Requests for a new password of one network in an hour (R073).
const RESETS: u32 = 20;
/// Coordinators that one network looks for in ten minutes (Z5).
const COORDINATORS: u32 = 30;
/// Addresses that one network looks a corporation up by in an hour (Z30).
const LOOK_UPS: u32 = 10;
/// Messages of one person's devices in a minute: pulling a hundred thousand lots takes a hundred, and sending twenty thousand
/// edits as many.
const SYNCS: u32 = 600;
/// Calls of one company's own systems in a minute: with two hundred lots each, a hundred thousand are put within one.
const CALLS: u32 = 600;
/// Calls of one network in a minute with tokens that are not good.
const STRANGE_CALLS: u32 = 60;
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);
const TEN_MINUTES: Duration = Duration::from_secs(600);
/// Networks that are remembered as shut out; the oldest go when there are more.
const SHUT: usize = 10_000;

/// One host of IPv4, or one household of IPv6: who has one address of a /64 has them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Network([u8; 8]);

impl Network {
    fn of(ip: IpAddr) -> Self {
        let octets = match ip {
            IpAddr::V4(v4) => v4.to_ipv6_mapped().octets(),
            IpAddr::V6(v6) => v6.octets(),
        };
        let mut network = [0; 8];
        match ip.to_canonical() {
            IpAddr::V4(v4) => network[4..].copy_from_slice(&v4.octets()),
            IpAddr::V6(_) => network.copy_from_slice(&octets[..8]),
        }
        Self(network)
    }
}

#[derive(Clone)]
struct MarketClock(Arc<dyn Clock>);

impl governor::clock::Clock for MarketClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::from(Duration::from_millis(u64::try_from(self.0.now()).unwrap_or(0)))
    }
}

/// What is left of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// In a minute.
    pub of: u32,
    pub left: u32,
    /// Seconds until nothing is used up any more.
    pub full_in: u32,
}

/// Networks that have had enough, and since when they may come again, in milliseconds.
#[derive(Default)]
struct Shut(Mutex<HashMap<Network, i64>>);

impl Shut {
    /// # Errors
    /// [`Refusal::TooMany`] for a network that is shut out.
    fn look(&self, network: Network, now: i64) -> Result<(), Refusal> {
        let mut shut = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match shut.get(&network) {
            Some(until) if *until > now => Err(Refusal::TooMany {
                seconds: whole_seconds(Duration::from_millis((*until - now).unsigned_abs())),
            }),
            Some(_) => {
                shut.remove(&network);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn close(&self, network: Network, now: i64, wait: Duration) {
        let mut shut = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shut.len() >= SHUT {
            shut.retain(|_, until| *until > now);
        }
        let wait = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
        shut.insert(network, now.saturating_add(wait));
    }
}

/// The limits of one process.
pub struct Limits {
    clock: MarketClock,
    taken: Telling<Network>,
    failed: Limiter,
    resets: Limiter,
    coordinators: Limiter,
    look_ups: Limiter,
    /// By account: behind one address of the network may sit a whole company.
    syncs: Keyed<i64>,
    /// By company.
    calls: Telling<i64>,
    strange_calls: Limiter,
    /// Networks that were told too many taken addresses.
    told: Shut,
    /// Networks with too many failed sign-ins.
    shut: Shut,
}

impl Limits {
    /// Limits by the market's clock. `generosity` multiplies them: 1 in production, more where one machine plays all visitors.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, generosity: NonZeroU32) -> Self {
        let clock = MarketClock(clock);
        let quota = |count: u32, within: Duration| {
            let burst = NonZeroU32::new(count)
                .unwrap_or(NonZeroU32::MIN)
                .saturating_mul(generosity);
            // A period of zero would be no limit; these are minutes.
            Quota::with_period(within / burst.get())
                .unwrap_or(Quota::per_hour(burst))
                .allow_burst(burst)
        };
        let limiter = |count: u32, within: Duration| {
            RateLimiter::new(quota(count, within), DashMapStateStore::default(), clock.clone())
        };
        Self {
            taken: Limiter::new(quota(TAKEN, HOUR), DashMapStateStore::default(), clock.clone())
                .with_middleware(),
            failed: limiter(FAILED, TEN_MINUTES),
            resets: limiter(RESETS, HOUR),
            coordinators: limiter(COORDINATORS, TEN_MINUTES),
            look_ups: limiter(LOOK_UPS, HOUR),
            syncs: RateLimiter::new(quota(SYNCS, MINUTE), DashMapStateStore::default(), clock.clone()),
            calls: Keyed::new(quota(CALLS, MINUTE), DashMapStateStore::default(), clock.clone())
                .with_middleware(),
            strange_calls: limiter(STRANGE_CALLS, MINUTE),
            told: Shut::default(),
            shut: Shut::default(),
            clock,
        }
    }

    /// Whether this network may hear about another address. To be asked before the address is looked up: a refusal of
    /// those alone that are taken would tell which these are.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] when it has had enough of them.
    pub fn may_hear_of_address(&self, ip: IpAddr) -> Result<(), Refusal> {
        self.told.look(Network::of(ip), self.clock.0.now())
    }

    /// Counts an answer that tells that an address has an account; after the last of them the network hears nothing
    /// about any address for a while.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] when this network has had enough of them.
    pub fn tell_taken(&self, ip: IpAddr) -> Result<(), Refusal> {
        let network = Network::of(ip);
        match self.taken.check_key(&network) {
            Ok(state) if state.remaining_burst_capacity() > 0 => Ok(()),
            Ok(state) => {
                let wait = state.quota().replenish_interval();
                self.told.close(network, self.clock.0.now(), wait);
                Ok(())
            }
            Err(until) => Err(self.too_many(&until)),
        }
    }

    /// Counts a request for a new password.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] when this network has asked too often.
    pub fn may_ask_reset(&self, ip: IpAddr) -> Result<(), Refusal> {
        self.count(&self.resets, ip)
    }

    /// Counts a look for a coordinator.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] when this network has looked too often.
    pub fn may_look_for_coordinator(&self, ip: IpAddr) -> Result<(), Refusal> {
        self.count(&self.coordinators, ip)
    }

    /// Counts a question whether a corporation is registered with an address.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] when this network has asked too often.
    pub fn may_look_up(&self, ip: IpAddr) -> Result<(), Refusal> {
        self.count(&self.look_ups, ip)
    }

    /// Counts a message of somebody's devices about their stock.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] when there were too many of them.
    pub fn may_sync(&self, account_id: i64) -> Result<(), Refusal> {
        self.count_key(&self.syncs, &account_id)
    }

    /// Counts a call of a company's own systems, and tells what is left.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] when there were too many of them.
    pub fn may_call(&self, company_id: i64) -> Result<Left, Refusal> {
        let state = self
            .calls
            .check_key(&company_id)
            .map_err(|until| self.too_many(&until))?;
        let (quota, left) = (state.quota(), state.remaining_burst_capacity());
        let of = quota.burst_size().get();
        Ok(Left {
            of,
            left,
            full_in: whole_seconds(quota.replenish_interval() * of.saturating_sub(left)),
        })
    }

    /// Counts a call with a token that is not good.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] when this network has sent too many of them.
    pub fn strange_call(&self, ip: IpAddr) -> Result<(), Refusal> {
        self.count(&self.strange_calls, ip)
    }

    fn count(&self, limiter: &Limiter, ip: IpAddr) -> Result<(), Refusal> {
        self.count_key(limiter, &Network::of(ip))
    }

    fn count_key<K: Clone + Eq + Hash>(&self, limiter: &Keyed<K>, key: &K) -> Result<(), Refusal> {
        limiter.check_key(key).map_err(|until| self.too_many(&until))
    }

    fn too_many(&self, until: &NotUntil<Nanos>) -> Refusal {
        use governor::clock::Clock as _;
        Refusal::TooMany {
            seconds: whole_seconds(until.wait_time_from(self.clock.now())),
        }
    }

    /// Whether this network may try to sign in.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] after too many failures.
    pub fn may_sign_in(&self, ip: IpAddr) -> Result<(), Refusal> {
        self.shut.look(Network::of(ip), self.clock.0.now())
    }

    /// Counts a failed sign-in.
    pub fn failed_sign_in(&self, ip: IpAddr) {
        use governor::clock::Clock as _;
        let network = Network::of(ip);
        if let Err(until) = self.failed.check_key(&network) {
            tracing::warn!("a network has failed to sign in too often");
            let wait = until.wait_time_from(self.clock.now());
            self.shut.close(network, self.clock.0.now(), wait);
        }
        self.failed.retain_recent();
    }
}

fn whole_seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_millis().div_ceil(1_000))
        .unwrap_or(u32::MAX)
        .max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::HandClock;

    fn limits() -> (Arc<HandClock>, Limits) {
        let clock = Arc::new(HandClock::at(1_795_230_000_000));
        (clock.clone(), Limits::new(clock, NonZeroU32::MIN))
    }

    #[test]
    fn t03_ten_taken_answers_an_hour_to_one_network() {
        let (clock, limits) = limits();
        let (one, other) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        for _ in 0..TAKEN {
            assert_eq!(limits.may_hear_of_address(one), Ok(()));
            assert_eq!(limits.tell_taken(one), Ok(()));
        }
        assert!(matches!(limits.tell_taken(one), Err(Refusal::TooMany { seconds }) if seconds <= 360));
        assert!(matches!(
            limits.may_hear_of_address(one),
            Err(Refusal::TooMany { seconds: 360 })
        ));
        assert_eq!(limits.may_hear_of_address(other), Ok(()));
        assert_eq!(limits.tell_taken(other), Ok(()));
        clock.advance(HOUR);
        assert_eq!(limits.may_hear_of_address(one), Ok(()));
        assert_eq!(limits.tell_taken(one), Ok(()));
    }

    #[test]
    fn calls_are_counted_by_company_and_told() {
        let (clock, limits) = limits();
        let first = Left {
            of: CALLS,
            left: CALLS - 1,
            full_in: 1,
        };
        assert_eq!(limits.may_call(1), Ok(first));
        for _ in 1..CALLS {
            assert!(limits.may_call(1).is_ok());
        }
        assert!(matches!(limits.may_call(1), Err(Refusal::TooMany { seconds: 1 })));
        assert_eq!(limits.may_call(2), Ok(first));
        clock.advance(MINUTE);
        assert_eq!(limits.may_call(1), Ok(first));
    }

    #[test]
    fn z5_thirty_coordinators_are_looked_for_and_no_more() {
        let (clock, limits) = limits();
        let one = IpAddr::from([192, 0, 2, 1]);
        for _ in 0..COORDINATORS {
            assert_eq!(limits.may_look_for_coordinator(one), Ok(()));
        }
        assert!(limits.may_look_for_coordinator(one).is_err());
        clock.advance(TEN_MINUTES);
        assert_eq!(limits.may_look_for_coordinator(one), Ok(()));
    }

    #[test]
    fn t09_twenty_failures_shut_a_network_out_for_a_while() {
        let (clock, limits) = limits();
        let one: IpAddr = "2001:db8::1".parse().expect("an address");
        let neighbour: IpAddr = "2001:db8::ffff:2".parse().expect("an address");
        for _ in 0..FAILED {
            assert_eq!(limits.may_sign_in(one), Ok(()));
            limits.failed_sign_in(one);
        }
        assert_eq!(limits.may_sign_in(one), Ok(()));
        limits.failed_sign_in(one);
        assert!(limits.may_sign_in(one).is_err());
        assert!(limits.may_sign_in(neighbour).is_err(), "a /64 is one household");
        clock.advance(TEN_MINUTES);
        assert_eq!(limits.may_sign_in(one), Ok(()));
    }
}
