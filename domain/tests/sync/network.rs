//! The network, and everything else that takes time: messages that come late, twice or never, commits, timers.

use domain::inventory::sync::courier::Event;
use domain::inventory::sync::wire::{Push, Pushed};

use crate::market::Taken;
use crate::world::{At, Coming, World};

impl World {
    /// To the market: perhaps late, perhaps twice, perhaps never.
    pub(crate) fn send(&mut self, what: impl Fn() -> Coming) {
        if self.chaos && self.random.percent(8) {
            return;
        }
        let after = self.latency();
        self.later(after, what());
        if self.chaos && self.random.percent(5) {
            let again = self.latency();
            self.later(again, what());
        }
    }

    fn latency(&mut self) -> i64 {
        if self.chaos && self.random.percent(10) {
            self.random.from(300, 12_000)
        } else {
            self.random.from(5, 200)
        }
    }

    /// Home again: perhaps late, perhaps never.
    fn answer(&mut self, what: Coming) {
        if self.chaos && self.random.percent(10) {
            return;
        }
        let after = self.latency();
        self.later(after, what);
    }

    /// Lets time pass, and everything happen that is due by then.
    pub(crate) fn pass(&mut self, time: i64) {
        let until = self.now + time;
        while let Some(next) = self.coming.first_entry().filter(|next| next.key().0 <= until) {
            let ((at, _), what) = next.remove_entry();
            self.now = at;
            self.happen(what);
        }
        self.now = until;
    }

    fn is_offline(&self, device: usize) -> bool {
        self.chaos && self.devices[device].offline_until > self.now
    }

    fn happen(&mut self, what: Coming) {
        match what {
            Coming::Push(at, token, push) => self.arrive(at, token, push),
            Coming::Pull(at, token, pull) => {
                if !self.is_offline(at.0) {
                    let answer = self.market.pull(self.devices[at.0].session, &pull);
                    self.answer(Coming::Pulled(at, token, answer.map(Box::new)));
                }
            }
            Coming::Commit(at, token, flight, pushed) => self.commit(at, token, flight, pushed),
            Coming::Pushed(at, token, answer) => {
                let answer = answer.map(|pushed| *pushed);
                self.come_home(at, Event::Pushed { token, answer });
            }
            Coming::Pulled(at, token, answer) => {
                let answer = answer.map(|changes| *changes);
                self.come_home(at, Event::Pulled { token, answer });
            }
            Coming::Silence(at, token) if self.is_there(at) => {
                self.feed(at.0, at.1, Event::NoAnswer { token })
            }
            Coming::Rings(at, timer) if self.is_there(at) => self.feed(at.0, at.1, Event::Rang { timer }),
            Coming::Opens(device, tab) => self.open(device, tab),
            Coming::Silence(..) | Coming::Rings(..) => {}
        }
    }

    fn come_home(&mut self, at: At, event: Event) {
        if self.is_there(at) && !self.is_offline(at.0) {
            self.feed(at.0, at.1, event);
        }
    }

    fn arrive(&mut self, at: At, token: u32, push: Box<Push>) {
        if self.is_offline(at.0) {
            return;
        }
        let session = self.devices[at.0].session;
        match self.market.push(session, &push, self.market_clock + self.now) {
            Taken::Answer(answer) => self.answer(Coming::Pushed(at, token, answer.map(Box::new))),
            // Patience ends by itself.
            Taken::Lost => {}
            Taken::Locked => self.later(20, Coming::Push(at, token, push)),
            Taken::Flight(flight, pushed) => {
                let takes = self.random.from(1, 150);
                self.later(takes, Coming::Commit(at, token, flight, Box::new(pushed)));
            }
        }
    }

    fn commit(&mut self, at: At, token: u32, flight: u64, pushed: Box<Pushed>) {
        if self.chaos && self.random.percent(2) {
            self.met.insert("market dies before a commit");
            self.market.crash();
        }
        if !self.market.commit(flight) {
            return;
        }
        if self.chaos && self.random.percent(2) {
            self.met.insert("market dies after a commit");
            self.market.crash();
            return;
        }
        self.answer(Coming::Pushed(at, token, Ok(pushed)));
    }
}
