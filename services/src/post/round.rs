//! The worker's round: claim, deliver, write down; a few mails at a time, and at most two to one domain.
//!
//! Each mail has its own fate: one that is refused, unreadable or slow leaves the others alone (T51). Only when several
//! mails in a row find nobody there does the round end early: the mail server is away, and the queue need not be worn
//! out against it.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use super::letter::ReadyMail;
use super::outbox::{self, Claim};
use super::outcome::kept;
use super::postman::DeliveryFault;
use super::{PostOffice, masked, writing};
use crate::error::Error;
use crate::owner;

/// How often an idle worker looks into the outbox.
const LOOK: Duration = Duration::from_millis(500);
/// How long it rests when the mail server is away, or the database.
const REST: Duration = Duration::from_secs(10);
/// Mails under way at once.
const AT_ONCE: usize = 8;
/// Mails under way at once to one domain: what receivers tolerate from a small sender.
const PER_DOMAIN: usize = 2;
/// Mails in a row that reach nobody before the server counts as away; more than one, since a mail may be at fault.
const AWAY: usize = 4;

/// What a round did.
#[derive(Default)]
struct Round {
    sent: usize,
    /// Mails that found nobody there since one was last answered.
    unreached: HashSet<Uuid>,
}

impl Round {
    fn is_away(&self) -> bool {
        self.unreached.len() >= AWAY
    }

    fn note(&mut self, id: Uuid, answer: &Result<(), DeliveryFault>, counts: bool) {
        match answer {
            Err(DeliveryFault::Passing(_)) => {
                self.unreached.insert(id);
            }
            Ok(()) | Err(DeliveryFault::Rejected(_) | DeliveryFault::Hopeless(_)) => self.unreached.clear(),
        }
        self.sent += usize::from(counts && answer.is_ok());
    }
}

/// What came of one mail.
struct Carried {
    id: Uuid,
    answer: Result<(), DeliveryFault>,
    /// Whether the lease held and the outcome is written down.
    settled: Result<bool, Error>,
}

impl PostOffice {
    /// Delivers until nothing is due, and says how many mails were taken and marked so.
    ///
    /// # Errors
    /// The database's own.
    pub async fn send_due(&self) -> Result<usize, Error> {
        let (_go_on, stop) = watch::channel(false);
        Ok(self.round(&stop).await?.sent)
    }

    /// Sends mails until it is told to stop.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let pause = match self.look(&stop).await {
                Ok(round) if round.is_away() => REST,
                Ok(_) => LOOK,
                Err(error) => {
                    tracing::error!(%error, "the outbox cannot be worked off");
                    REST
                }
            };
            tokio::select! {
                changed = stop.changed() => if changed.is_err() { return },
                () = sleep(pause) => {}
            }
        }
    }

    /// A round, if a glance says that there is something to do.
    async fn look(&self, stop: &watch::Receiver<bool>) -> Result<Round, Error> {
        if outbox::is_anything_due(self, self.clock.now()).await? {
            self.round(stop).await
        } else {
            Ok(Round::default())
        }
    }

    async fn round(&self, stop: &watch::Receiver<bool>) -> Result<Round, Error> {
        let mut round = Round::default();
        let mut broken = None;
        let mut under_way = UnderWay::default();
        outbox::tidy(self).await?;
        let mut tidied = Instant::now();
        loop {
            if tidied.elapsed() > REST {
                // A round lasts as long as there are mails.
                broken = broken.or(outbox::tidy(self).await.err().map(Error::from));
                tidied = Instant::now();
            }
            while broken.is_none() && !*stop.borrow() && !round.is_away() && under_way.has_room() {
                let claimed = outbox::claim(self, &under_way.full_domains()).await;
                match claimed {
                    Ok(Some(claim)) => under_way.begin(self.clone(), claim),
                    Ok(None) => break,
                    Err(error) => broken = Some(error.into()),
                }
            }
            tokio::select! {
                done = under_way.next() => match done {
                    None => break,
                    Some(Ok(carried)) => {
                        let counts = matches!(carried.settled, Ok(true));
                        round.note(carried.id, &carried.answer, counts);
                        broken = broken.or(carried.settled.err());
                    }
                    // The lease brings the mail back.
                    Some(Err(error)) => tracing::error!(%error, "a delivery broke off"),
                },
                // A slow delivery does not keep new mails waiting.
                () = sleep(LOOK) => {}
            }
        }
        broken.map_or(Ok(round), Err)
    }

    /// Delivers one mail and writes down what came of it.
    async fn carry(&self, claim: Claim) -> Carried {
        let (id, kind, to) = (claim.row.id, claim.row.kind.clone(), masked(&claim.row.recipient));
        let answer = match self.write(&claim).await {
            Ok(mail) => self.postman.deliver(&mail).await,
            Err(fault) => Err(fault),
        };
        let settled = claim.settle(self, &answer).await;
        match (&answer, &settled) {
            (_, Err(_)) => {
                tracing::error!(mail = %id, kind, to, "the outcome of a delivery could not be written down")
            }
            (_, Ok(false)) => {
                tracing::warn!(mail = %id, kind, to, "a delivery outlived its lease; its outcome does not count")
            }
            (Ok(()), Ok(true)) => tracing::info!(mail = %id, kind, to, "mail sent"),
            (Err(DeliveryFault::Hopeless(why)), _) => {
                tracing::error!(mail = %id, kind, to, why = kept(why), "mail failed")
            }
            (Err(DeliveryFault::Passing(why) | DeliveryFault::Rejected(why)), _) => {
                tracing::warn!(mail = %id, kind, to, why = kept(why), "mail not taken");
            }
        }
        Carried { id, answer, settled }
    }

    /// The mail in words.
    async fn write(&self, claim: &Claim) -> Result<ReadyMail, DeliveryFault> {
        let (mail, language) = claim.mail()?;
        let owner = owner::now(self.db.reader(), &self.settings)
            .await
            .map_err(|error| DeliveryFault::Passing(format!("the owner cannot be read: {error}")))?;
        let paper = writing::Letterhead {
            owner: &owner,
            site: &self.settings.public_base_url,
        };
        let written = writing::write(&mail, language, paper, &self.seal)
            .map_err(|error| DeliveryFault::Rejected(format!("cannot be written: {error}")))?;
        Ok(ReadyMail {
            id: claim.row.id,
            kind: claim.row.kind.clone(),
            from_name: owner.name(language).to_owned(),
            from: owner.sender.as_str().to_owned(),
            to: claim.row.recipient.clone(),
            reply_to: Some(written.reply_to),
            subject: written.subject,
            date: claim.row.created_at,
            text: written.text,
            html: written.html,
        })
    }
}

/// The deliveries under way, and where they go.
#[derive(Default)]
struct UnderWay {
    deliveries: JoinSet<Carried>,
    domains: HashMap<Id, String>,
}

impl UnderWay {
    fn has_room(&self) -> bool {
        self.deliveries.len() < AT_ONCE
    }

    /// Domains that get no further mail for now. Only plain names: they become part of a pattern.
    fn full_domains(&self) -> Vec<&str> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for domain in self.domains.values() {
            *counts.entry(domain).or_default() += 1;
        }
        let plain = |domain: &str| {
            domain
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
        };
        counts
            .into_iter()
            .filter(|(domain, count)| *count >= PER_DOMAIN && plain(domain))
            .map(|(domain, _)| domain)
            .collect()
    }

    fn begin(&mut self, office: PostOffice, claim: Claim) {
        let domain = claim.domain();
        let delivery = self.deliveries.spawn(async move { office.carry(claim).await });
        self.domains.insert(delivery.id(), domain);
    }

    /// The next delivery that is done; `None` when none is under way.
    async fn next(&mut self) -> Option<Result<Carried, JoinError>> {
        let done = self.deliveries.join_next_with_id().await?;
        self.domains
            .remove(&done.as_ref().map_or_else(JoinError::id, |(id, _)| *id));
        Some(done.map(|(_, carried)| carried))
    }
}
