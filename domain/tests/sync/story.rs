//! A story: edits and accidents by chance, then healing, then a look at everything.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use crate::world::World;
use crate::{checker, nemesis, people};

/// Accidents and edits of one story.
const STEPS: usize = 200;

/// Runs what never waits: memory answers at once.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => panic!("memory does not wait"),
    }
}

pub(crate) fn go_on(mut world: World) -> Result<World, String> {
    for _ in 0..STEPS {
        if world.random.percent(75) {
            people::act(&mut world);
        } else {
            nemesis::strike(&mut world);
        }
        let pause = world.random.from(0, 1_500);
        world.pass(pause);
    }
    nemesis::heal(&mut world);
    world.pass(30_000);
    checker::drained(&world)?;
    // Those who had nothing to send look again within half a minute.
    world.pass(45_000);
    checker::check(&world)?;
    Ok(world)
}
