//! How often work calls the database's driver: on both databases alike. Of several writes in one text each is a call.

use std::{
    cell::{Cell, RefCell},
    fmt,
    sync::Once,
};

use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
    span,
};
use tracing_subscriber::{
    Layer,
    filter::filter_fn,
    layer::{Context, SubscriberExt},
};

thread_local! {
    static CALLS: Cell<usize> = const { Cell::new(0) };
    static TEXTS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Of this thread.
pub async fn queries<T>(work: impl Future<Output = T>) -> (usize, T) {
    listen();
    let before = CALLS.get();
    let done = work.await;
    (CALLS.get() - before, done)
}

/// Returns once this thread has called the driver so often since `since`, as [`calls`] said.
pub async fn until_called(since: usize, times: usize) {
    while CALLS.get() < since + times {
        tokio::task::yield_now().await;
    }
}

/// How often this thread has called the driver, ever since somebody listens.
pub fn calls() -> usize {
    listen();
    CALLS.get()
}

/// What this thread asks in our own words.
pub async fn statements<T>(work: impl Future<Output = T>) -> (Vec<String>, T) {
    listen();
    TEXTS.take();
    let done = work.await;
    (TEXTS.take(), done)
}

fn listen() {
    static LISTENING: Once = Once::new();
    // For the whole process: what one thread alone listens to, another one can switch off.
    LISTENING.call_once(|| {
        let ours = filter_fn(|call| {
            call.target().starts_with("sea_orm::database") || call.target() == "jastar::sql"
        });
        let listening = tracing_subscriber::registry().with(Listens.with_filter(ours));
        tracing::subscriber::set_global_default(listening).expect("nobody else listens");
    });
}

struct Listens;

impl<S: Subscriber> Layer<S> for Listens {
    fn on_new_span(&self, _: &span::Attributes<'_>, _: &span::Id, _: Context<'_, S>) {
        CALLS.set(CALLS.get() + 1);
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        event.record(&mut Text);
    }
}

struct Text;

impl Visit for Text {
    fn record_str(&mut self, _: &Field, text: &str) {
        // The call itself is counted where it begins.
        let each = text.split("; ").map(str::to_owned);
        TEXTS.with_borrow_mut(|texts| texts.extend(each));
        CALLS.set(CALLS.get() + text.matches("; ").count());
    }

    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
}
