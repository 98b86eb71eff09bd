//! The outbox: what was promised is sent once, in time or not at all, and nobody stands in another's way.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::language::Language;
use services::clock::Clock;
use services::post::{BoxFuture, DeliveryFault, MemoryPostman, Parcel, Postman, ReadyMail, enqueue};
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;

use super::house::{NOW, PostHouse, counts, mail, passing, readers, rejected};

/// Longer than any of these tests may take: one that hangs has failed.
const EVER: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_mail_is_sent_when_its_change_is_committed_and_only_then() {
    for house in PostHouse::each().await {
        let postman = Arc::new(MemoryPostman::new());
        let mail = mail("TC74HC4050AFTEL");
        let parcel = |key: &str| Parcel {
            mail: &mail,
            recipient: "taro@example.com",
            language: Language::Ja,
            dedupe_key: key.into(),
            expires_at: None,
        };
        let undone = house.db.begin().await.expect("a transaction");
        enqueue(&undone, NOW, &parcel("undone")).await.expect("enqueued");
        undone.rollback().await.expect("undone");
        let done = house.db.begin().await.expect("a transaction");
        enqueue(&done, NOW, &parcel("done")).await.expect("enqueued");
        done.commit().await.expect("done");
        assert_eq!(house.office(&postman).send_due().await.expect("sent"), 1);
        let letters = postman.take();
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].to, "taro@example.com");
        assert_eq!(letters[0].date, NOW);
        assert!(letters[0].subject.contains("お見積り"), "{}", letters[0].subject);
        assert_eq!(house.office(&postman).send_due().await.expect("nothing left"), 0);
    }
}

#[tokio::test]
async fn t50_the_same_key_is_sent_once() {
    for house in PostHouse::each().await {
        let postman = Arc::new(MemoryPostman::new());
        house
            .post_all(&[
                "twice@example.com".into(),
                "twice@example.com".into(),
                "once@example.com".into(),
            ])
            .await;
        house.post("twice@example.com").await;
        assert_eq!(house.office(&postman).send_due().await.expect("sent"), 2);
        house.post("twice@example.com").await;
        assert_eq!(house.office(&postman).send_due().await.expect("nothing new"), 0);
        assert_eq!(house.states().await, counts([("sent", 2)]));
    }
}

#[tokio::test]
async fn t49_an_outage_is_not_counted_and_does_not_slow_the_mail_down() {
    for house in PostHouse::each().await {
        let postman = Arc::new(MemoryPostman::new());
        house.post("taro@example.com").await;
        // Four days of outage: longer than any mail is tried that was answered.
        for _ in 0..96 {
            postman.answer_next(passing());
            assert_eq!(house.office(&postman).send_due().await.expect("tried"), 0);
            let row = house.row("taro@example.com").await;
            assert_eq!((row.state.as_str(), row.attempts), ("queued", 0));
            let wait = row.due_at - house.clock.now();
            assert!((10_000..=60_000).contains(&wait), "{wait}");
            house.advance(3_600);
        }
        assert_eq!(house.office(&postman).send_due().await.expect("sent"), 1);
    }
}

#[tokio::test]
async fn t49_a_mail_that_is_turned_away_waits_longer_each_time_and_fails_after_three_days() {
    for house in PostHouse::each().await {
        let postman = Arc::new(MemoryPostman::new());
        house.post("taro@example.com").await;
        let mut waits = Vec::new();
        loop {
            postman.answer_next(rejected());
            house.office(&postman).send_due().await.expect("tried");
            let row = house.row("taro@example.com").await;
            if row.state == "failed" {
                assert_eq!(row.last_error.as_deref(), Some("450 later"));
                break;
            }
            let wait = (row.due_at - house.clock.now()) / 1_000;
            waits.push(wait);
            house.advance(u64::try_from(wait).expect("a wait"));
        }
        assert_eq!(waits[..9], [10, 20, 40, 80, 160, 320, 640, 900, 900]);
        assert!((3 * 86_400..3 * 86_400 + 900).contains(&waits.iter().sum::<i64>()));
        assert!(postman.letters().is_empty());
    }
}

#[tokio::test]
async fn t52_what_is_too_late_is_not_sent() {
    for house in PostHouse::each().await {
        let postman = Arc::new(MemoryPostman::new());
        let ten_minutes = NOW + 600_000;
        house
            .post_mail(&mail("A"), "code@example.com", Some(ten_minutes))
            .await;
        house.post_mail(&mail("B"), "patient@example.com", None).await;
        house
            .post_mail(&mail("C"), "later@example.com", Some(ten_minutes + 120_000))
            .await;
        for _ in 0..3 {
            postman.answer_next(passing());
        }
        house.office(&postman).send_due().await.expect("tried");
        house.advance(11 * 60);
        assert_eq!(house.office(&postman).send_due().await.expect("sent"), 2);
        assert!(
            postman
                .letters()
                .iter()
                .all(|letter| letter.to != "code@example.com")
        );
        assert_eq!(house.states().await, counts([("expired", 1), ("sent", 2)]));
    }
}

#[tokio::test]
async fn t51_one_poison_among_a_thousand_harms_nobody() {
    for house in PostHouse::each().await {
        let postman = Arc::new(Picky::default());
        let mut all = readers(1_000, 50);
        all[3] = "poison@d3.example".into();
        all[4] = "broken@d4.example".into();
        house.post_all(&all).await;
        house
            .meddle(
                "UPDATE outbox SET payload = '{\"no_such_mail\":{}}' WHERE dedupe_key = 'broken@d4.example'",
            )
            .await;
        assert_eq!(house.office(&postman).send_due().await.expect("sent"), 998);
        assert_eq!(house.row("poison@d3.example").await.state, "failed");
        let unreadable = house.row("broken@d4.example").await;
        assert_eq!((unreadable.state.as_str(), unreadable.attempts), ("queued", 1));
    }
}

#[tokio::test]
async fn t51_at_most_two_mails_go_to_one_domain_at_once() {
    for house in PostHouse::each().await {
        // Nobody's mail is taken before two for each domain are on their way at once.
        let postman = Arc::new(Picky {
            together: 6,
            ..Picky::default()
        });
        house.post_all(&readers(30, 3)).await;
        let office = house.office(&postman);
        let sent = timeout(EVER, office.send_due())
            .await
            .expect("no domain waits for another");
        assert_eq!(sent.expect("sent"), 30);
        assert_eq!(postman.most_per_domain.load(Ordering::SeqCst), 2);
    }
}

#[tokio::test]
async fn a_mail_leaves_by_itself_and_a_stopped_worker_ends() {
    for house in PostHouse::each().await {
        let postman = Arc::new(Picky::default());
        let (stop, stopped) = watch::channel(false);
        let office = house.office(&postman);
        let worker = tokio::spawn(async move { office.run(stopped).await });
        let sent = || postman.delivered.lock().expect("a list").len();
        // The second one comes to a worker that has looked before and found nothing more to do.
        for (number, reader) in ["taro@example.com", "hanako@example.com"].iter().enumerate() {
            house.post(reader).await;
            timeout(EVER, postman.taken.acquire())
                .await
                .expect("the mail leaves")
                .expect("is open")
                .forget();
            assert_eq!(sent(), number + 1);
        }
        stop.send(true).expect("the worker listens");
        timeout(EVER, worker)
            .await
            .expect("it stops")
            .expect("it ends well");
        house.post("late@example.com").await;
        assert_eq!(sent(), 2);
    }
}

/// Takes everything but poison, and counts.
pub(crate) struct Picky {
    pub(crate) delivered: Mutex<HashMap<String, usize>>,
    under_way: Mutex<HashMap<String, usize>>,
    most_per_domain: AtomicUsize,
    /// Takes nothing before so many mails have been under way at once.
    together: usize,
    gathered: Semaphore,
    /// A permit for each mail that was taken.
    taken: Semaphore,
}

impl Default for Picky {
    fn default() -> Self {
        Self {
            delivered: Mutex::default(),
            under_way: Mutex::default(),
            most_per_domain: AtomicUsize::new(0),
            together: 1,
            gathered: Semaphore::new(0),
            taken: Semaphore::new(0),
        }
    }
}

impl Postman for Picky {
    fn deliver<'a>(&'a self, mail: &'a ReadyMail) -> BoxFuture<'a, Result<(), DeliveryFault>> {
        Box::pin(async move {
            if mail.to.starts_with("poison") {
                return Err(DeliveryFault::Hopeless("550 no".into()));
            }
            let domain = mail.to.split('@').nth(1).unwrap_or_default().to_owned();
            {
                let mut under_way = self.under_way.lock().expect("counts");
                *under_way.entry(domain.clone()).or_default() += 1;
                self.most_per_domain
                    .fetch_max(under_way[&domain], Ordering::SeqCst);
                if under_way.values().sum::<usize>() >= self.together {
                    self.gathered.close();
                }
            }
            // Closed for good when enough have come; there never are permits.
            _ = self.gathered.acquire().await;
            self.under_way
                .lock()
                .expect("counts")
                .entry(domain)
                .and_modify(|count| *count -= 1);
            *self
                .delivered
                .lock()
                .expect("a list")
                .entry(mail.to.clone())
                .or_default() += 1;
            self.taken.add_permits(1);
            Ok(())
        })
    }
}
