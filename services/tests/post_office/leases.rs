//! Leases: workers that die, sleep or work side by side, and mails that go out once all the same.

use std::sync::Arc;

use services::post::{BoxFuture, DeliveryFault, MemoryPostman, Postman, ReadyMail};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

use super::house::{PostHouse, Row, counts, passing, readers, rejected};
use super::outbox::Picky;

#[tokio::test]
async fn t49_what_a_dead_worker_had_in_hand_is_sent_by_the_next() {
    for house in PostHouse::each().await {
        let dying = Arc::new(Gate::default());
        let living = Arc::new(MemoryPostman::new());
        house.post("taro@example.com").await;
        let office = house.office(&dying);
        let worker = tokio::spawn(async move { office.send_due().await });
        dying.wait_for(1).await;
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
    for house in PostHouse::each().await {
        for late_answer in [Ok(()), Err(DeliveryFault::Hopeless("550 no".into())), passing()] {
            let (sleepy, awake) = (
                Arc::new(Gate::answering(late_answer)),
                Arc::new(MemoryPostman::new()),
            );
            let all = hands_full(&house).await;
            let overtaken = sleepy.work(&house).await;
            house.advance(121);
            assert_eq!(house.office(&awake).send_due().await.expect("sent"), HANDS);
            let sent = rows(&house, &all).await;
            assert!(sent.iter().all(|row| row.state == "sent"));
            house.advance(10);
            sleepy.go_on.add_permits(HANDS);
            assert_eq!(
                overtaken.await.expect("a worker"),
                0,
                "what outlived its lease does not count"
            );
            assert_eq!(rows(&house, &all).await, sent);
        }
    }
}

#[tokio::test]
async fn t66_only_the_holder_of_the_newest_lease_is_believed() {
    for house in PostHouse::each().await {
        for late_answer in [Ok(()), Err(DeliveryFault::Hopeless("550 no".into())), rejected()] {
            let (sleepy, awake) = (Arc::new(Gate::answering(late_answer)), Arc::new(Gate::default()));
            hands_full(&house).await;
            let overtaken = sleepy.work(&house).await;
            house.advance(121);
            let holder = awake.work(&house).await;
            sleepy.go_on.add_permits(HANDS);
            assert_eq!(overtaken.await.expect("a worker"), 0);
            assert_eq!(
                house.states().await,
                counts([("leased", HANDS as i64)]),
                "the holder still holds them"
            );
            awake.go_on.add_permits(HANDS);
            assert_eq!(holder.await.expect("a worker"), HANDS);
            assert_eq!(house.states().await, counts([("sent", HANDS as i64)]));
        }
    }
}

/// As many mails as a worker has in hand at once: one that holds them all does not reach for another meanwhile.
const HANDS: usize = 8;

/// An outbox with just so many mails, and their keys.
async fn hands_full(house: &PostHouse) -> Vec<String> {
    house.meddle("DELETE FROM outbox").await;
    let all = readers(HANDS, HANDS);
    house.post_all(&all).await;
    all
}

async fn rows(house: &PostHouse, keys: &[String]) -> Vec<Row> {
    let mut rows = Vec::new();
    for key in keys {
        rows.push(house.row(key).await);
    }
    rows
}

/// Holds mails until they are let go on.
struct Gate {
    reached: Semaphore,
    go_on: Semaphore,
    answer: Result<(), DeliveryFault>,
}

impl Default for Gate {
    fn default() -> Self {
        Self::answering(Ok(()))
    }
}

impl Gate {
    fn answering(answer: Result<(), DeliveryFault>) -> Self {
        Self {
            reached: Semaphore::new(0),
            go_on: Semaphore::new(0),
            answer,
        }
    }

    /// Waits until so many mails stand at the gate.
    async fn wait_for(&self, mails: u32) {
        self.reached
            .acquire_many(mails)
            .await
            .expect("an open gate")
            .forget();
    }

    /// A worker with its hands full.
    async fn work(self: &Arc<Self>, house: &PostHouse) -> JoinHandle<usize> {
        let office = house.office(self);
        let worker = tokio::spawn(async move { office.send_due().await.expect("a round") });
        self.wait_for(HANDS as u32).await;
        worker
    }
}

impl Postman for Gate {
    fn deliver<'a>(&'a self, _: &'a ReadyMail) -> BoxFuture<'a, Result<(), DeliveryFault>> {
        Box::pin(async move {
            self.reached.add_permits(1);
            self.go_on.acquire().await.expect("an open gate").forget();
            self.answer.clone()
        })
    }
}
