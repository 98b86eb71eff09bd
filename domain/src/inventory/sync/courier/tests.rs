use super::*;

fn led() -> Courier {
    let mut courier = Courier::new(1, 7);
    assert_eq!(
        courier.take(Event::Led),
        [Effect::Prepare, Effect::Show(Standing::Busy)]
    );
    courier
}

fn push() -> Prepared {
    Prepared::Push(Box::new(Push {
        protocol: 1,
        schema: 1,
        client_id: Uuid::nil(),
        user_id: 1,
        company_id: 1,
        db_epoch: Uuid::nil(),
        first_n: 1,
        ops: Vec::new(),
    }))
}

fn pushing() -> Courier {
    let mut courier = led();
    let effects = courier.take(Event::Prepared(push()));
    assert!(
        matches!(effects[..], [Effect::Push { token: 1, .. }]),
        "{effects:?}"
    );
    courier
}

fn stopped(stop: Stop) -> (Courier, Vec<Effect>) {
    let mut courier = pushing();
    let answer = Err(stop);
    let effects = courier.take(Event::Pushed { token: 1, answer });
    (courier, effects)
}

fn waits(effects: &[Effect]) -> Option<u32> {
    effects.iter().find_map(|effect| match effect {
        Effect::Wake { after, .. } => Some(*after),
        _ => None,
    })
}

#[test]
fn only_the_tab_that_leads_does_anything() {
    let mut courier = Courier::new(1, 7);
    for event in [
        Event::Edited,
        Event::Hint,
        Event::Rang { timer: 0 },
        Event::Stored,
    ] {
        assert_eq!(courier.take(event), []);
    }
}

#[test]
fn it_pushes_until_nothing_is_left_and_then_pulls() {
    let mut courier = pushing();
    let pushed = Pushed {
        last_n: 1,
        db_epoch: Uuid::nil(),
        seq: 1,
        at: 0,
        results: Vec::new(),
        rows: Vec::new(),
    };
    let answer = Ok(pushed.clone());
    assert_eq!(
        courier.take(Event::Pushed { token: 1, answer }),
        [Effect::Settle(Box::new(pushed))]
    );
    assert_eq!(courier.take(Event::Stored), [Effect::Prepare]);
    assert_eq!(
        courier.take(Event::Prepared(Prepared::Nothing)),
        [Effect::Pull { token: 2 }]
    );
}

#[test]
fn answers_that_come_too_late_change_nothing() {
    let mut courier = pushing();
    assert!(waits(&courier.take(Event::NoAnswer { token: 1 })).is_some());
    let answer = Err(Stop::CompanyGone);
    assert_eq!(courier.take(Event::Pushed { token: 1, answer }), []);
    assert_eq!(courier.take(Event::NoAnswer { token: 1 }), []);
}

#[test]
fn it_waits_longer_with_each_failure_and_never_too_long() {
    let mut courier = pushing();
    let mut last = waits(&courier.take(Event::NoAnswer { token: 1 })).expect("a wait");
    assert!((800..=1_000).contains(&last), "{last}");
    for round in 0..40 {
        let timer = courier.timer;
        courier.take(Event::Rang { timer });
        courier.take(Event::Prepared(push()));
        let token = courier.token;
        last = waits(&courier.take(Event::NoAnswer { token })).expect("a wait");
        assert!(last <= LONGEST_WAIT, "{round}: {last}");
    }
    assert!(last >= LONGEST_WAIT / 5 * 4, "{last}");
    const { assert!(LONGEST_WAIT + PATIENCE < 30_000) };
    assert_eq!(courier.take(Event::Edited), [], "typing does not make it hurry");
    assert!(courier.take(Event::Hint).contains(&Effect::Prepare));
}

#[test]
fn every_stop_has_its_way_on() {
    let (_, effects) = stopped(Stop::Gap { expected: 3 });
    assert_eq!(effects, [Effect::Resend { expected: 3 }]);
    let epoch = Uuid::from_u128(5);
    let (mut courier, effects) = stopped(Stop::Epoch { db_epoch: epoch });
    assert_eq!(effects, [Effect::Adopt { epoch }]);
    assert_eq!(courier.take(Event::Stored), [Effect::Pull { token: 2 }]);
    let (mut courier, effects) = stopped(Stop::CompanyGone);
    assert_eq!(effects, [Effect::GiveUp]);
    assert_eq!(waits(&courier.take(Event::Stored)), Some(POLL));
    assert_eq!(courier.standing(), Standing::CompanyGone);
    let (_, effects) = stopped(Stop::UpgradeRequired { oldest: 2 });
    assert_eq!(effects, [Effect::Reload, Effect::Show(Standing::Upgrade)]);
    let (_, effects) = stopped(Stop::TooLarge);
    assert_eq!(effects, [Effect::Show(Standing::Bug)]);
}

#[test]
fn a_market_that_asks_for_time_is_given_it() {
    let (mut courier, effects) = stopped(Stop::Busy { seconds: 20 });
    assert_eq!(waits(&effects), Some(20_000));
    assert_eq!(courier.take(Event::Hint), [], "whoever presses the button");
    let timer = courier.timer;
    assert!(courier.take(Event::Rang { timer }).contains(&Effect::Prepare));
}

#[test]
fn a_store_that_takes_nothing_is_told_apart_from_a_market_that_says_nothing() {
    let mut courier = led();
    let effects = courier.take(Event::StoreFailed);
    assert!(waits(&effects).is_some());
    assert_eq!(courier.standing(), Standing::Store);
    let timer = courier.timer;
    courier.take(Event::Rang { timer });
    courier.take(Event::Prepared(Prepared::Nothing));
    assert_eq!(courier.standing(), Standing::Busy);
}

#[test]
fn only_the_owner_of_the_edits_wakes_it_at_once() {
    for stop in [Stop::SignIn, Stop::ClientNotYours] {
        let (mut courier, effects) = stopped(stop.clone());
        assert_eq!(waits(&effects), Some(POLL));
        assert_eq!(courier.standing(), Standing::SignIn);
        assert_eq!(courier.take(Event::Edited), []);
        assert_eq!(courier.take(Event::SignedIn { user: 2 }), []);
        assert_eq!(courier.take(Event::SignedIn { user: 1 }), [Effect::Prepare]);
        assert_eq!(
            courier.standing(),
            Standing::SignIn,
            "until an answer says otherwise"
        );
        courier.take(Event::Prepared(push()));
        let answer = Err(stop);
        let effects = courier.take(Event::Pushed { token: 2, answer });
        assert_eq!(waits(&effects), Some(POLL));
    }
}

#[test]
fn a_market_that_never_has_enough_is_not_asked_without_end() {
    let (mut courier, _) = stopped(Stop::Gap { expected: 1 });
    for token in 2..=3 {
        assert_eq!(courier.take(Event::Stored), [Effect::Prepare]);
        courier.take(Event::Prepared(push()));
        let answer = Err(Stop::Gap { expected: 1 });
        courier.take(Event::Pushed { token, answer });
    }
    assert!(waits(&courier.take(Event::Stored)).is_some());
}
