//! Leases: workers that die, sleep or work side by side, and mails that go out once all the same.

use std::sync::Arc;

use services::post::{BoxFuture, DeliveryFault, MemoryPostman, Postman, ReadyMail};
use tokio::sync::Notify;

use super::house::{PostHouse, counts, passing, readers, rejected};
use super::outbox::Picky;

#[tokio::test]
async fn t49_what_a_dead_worker_had_in_hand_is_sent_by_the_next() {
    for house in PostHouse::each().await {
        let dying = Arc::new(Gate::default());
        let living = Arc::new(MemoryPostman::new());
        house.post("taro@example.com").await;
        let office = house.office(&dying);
        let worker = tokio::spawn(async move { office.send_due().await });
        dying.reached.notified().await;
        worker.abort();
        let _ = worker.await;
        assert_eq!(house.states().await, counts([("leased", 1)]));
        house.advance(119);
        assert_eq!(house.office(&living).send_due().await.expect("still leased"), 0);
        house.advance(2);
        assert_eq!(house.office(&living).send_due().await.expect("taken back"), 1);
        assert_eq!(house.row("taro@example.com").await.attempts, 2);
    }
}

#[tokio::test]
async fn t65_two_workers_never_send_the_same_mail() {
    for house in PostHouse::each().await {
        let postman = Arc::new(Picky::default());
        house.post_all(&readers(200, 20)).await;
        let offices = [
            house.office(&postman),
            house.office(&postman),
            house.office(&postman),
        ];
        let workers =
            offices.map(|office| tokio::spawn(async move { office.send_due().await.expect("sent") }));
        let mut sent = 0;
        for worker in workers {
            sent += worker.await.expect("a worker");
        }
        assert_eq!(sent, 200);
        let delivered = postman.delivered.lock().expect("a list").clone();
        assert_eq!(delivered.len(), 200);
        assert!(delivered.values().all(|times| *times == 1));
    }
}

#[tokio::test]
async fn t66_a_worker_that_slept_longer_than_its_lease_changes_nothing() {
    for (house, late_answer) in PostHouse::each().await.into_iter().flat_map(|house| {
        let house = Arc::new(house);
        [
            (Arc::clone(&house), Ok(())),
            (Arc::clone(&house), Err(DeliveryFault::Hopeless("550 no".into()))),
            (house, passing()),
        ]
    }) {
        house.meddle("DELETE FROM outbox").await;
        let (sleepy, awake) = (
            Arc::new(Gate::answering(late_answer)),
            Arc::new(MemoryPostman::new()),
        );
        house.post("taro@example.com").await;
        let office = house.office(&sleepy);
        let worker = tokio::spawn(async move { office.send_due().await.expect("a round") });
        sleepy.reached.notified().await;
        house.advance(121);
        assert_eq!(house.office(&awake).send_due().await.expect("sent"), 1);
        let sent = house.row("taro@example.com").await;
        assert_eq!(sent.state, "sent");
        house.advance(10);
        sleepy.go_on.notify_one();
        assert_eq!(
            worker.await.expect("a worker"),
            0,
            "what outlived its lease does not count"
        );
        assert_eq!(house.row("taro@example.com").await, sent);
    }
}

#[tokio::test]
async fn t66_only_the_holder_of_the_newest_lease_is_believed() {
    for house in PostHouse::each().await {
        for late_answer in [Ok(()), Err(DeliveryFault::Hopeless("550 no".into())), rejected()] {
            house.meddle("DELETE FROM outbox").await;
            let (sleepy, awake) = (Arc::new(Gate::answering(late_answer)), Arc::new(Gate::default()));
            house.post("taro@example.com").await;
            let office = house.office(&sleepy);
            let overtaken = tokio::spawn(async move { office.send_due().await.expect("a round") });
            sleepy.reached.notified().await;
            house.advance(121);
            let office = house.office(&awake);
            let holder = tokio::spawn(async move { office.send_due().await.expect("a round") });
            awake.reached.notified().await;
            sleepy.go_on.notify_one();
            assert_eq!(overtaken.await.expect("a worker"), 0);
            assert_eq!(
                house.states().await,
                counts([("leased", 1)]),
                "the holder still holds it"
            );
            awake.go_on.notify_one();
            assert_eq!(holder.await.expect("a worker"), 1);
            assert_eq!(house.states().await, counts([("sent", 1)]));
        }
    }
}

/// Holds the first mail until it is let go on.
#[derive(Default)]
struct Gate {
    reached: Notify,
    go_on: Notify,
    answer: Option<Result<(), DeliveryFault>>,
}

impl Gate {
    fn answering(answer: Result<(), DeliveryFault>) -> Self {
        Self {
            answer: Some(answer),
            ..Self::default()
        }
    }
}

impl Postman for Gate {
    fn deliver<'a>(&'a self, _: &'a ReadyMail) -> BoxFuture<'a, Result<(), DeliveryFault>> {
        Box::pin(async move {
            self.reached.notify_one();
            self.go_on.notified().await;
            self.answer.clone().unwrap_or(Ok(()))
        })
    }
}
