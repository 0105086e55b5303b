//! How often work calls the database's driver: on both databases alike.

use std::{cell::Cell, sync::Once};

use tracing::{Subscriber, span};
use tracing_subscriber::{
    Layer,
    filter::filter_fn,
    layer::{Context, SubscriberExt},
};

thread_local! {
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

/// Of this thread.
pub async fn queries<T>(work: impl Future<Output = T>) -> (usize, T) {
    static COUNTING: Once = Once::new();
    // For the whole process: what one thread alone listens to, another one can switch off.
    COUNTING.call_once(|| {
        let calls = filter_fn(|call| call.target().starts_with("sea_orm::database"));
        let counting = tracing_subscriber::registry().with(CountsCalls.with_filter(calls));
        tracing::subscriber::set_global_default(counting).expect("nobody else listens");
    });
    let before = CALLS.get();
    let done = work.await;
    (CALLS.get() - before, done)
}

struct CountsCalls;

impl<S: Subscriber> Layer<S> for CountsCalls {
    fn on_new_span(&self, _: &span::Attributes<'_>, _: &span::Id, _: Context<'_, S>) {
        CALLS.set(CALLS.get() + 1);
    }
}
