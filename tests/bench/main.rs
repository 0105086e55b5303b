//! What the service can do, measured beside what the same parts can do with nothing of ours in between. `cargo bench`.
//!
//! Every figure comes with one of the same run to compare it with: machines differ, ratios less. Nothing is asserted.
//! `BENCH_DATABASE_URL` names a `PostgreSQL` server to measure on too.

#![expect(
    clippy::cast_precision_loss,
    reason = "the counts of a benchmark are far below 2^52"
)]

mod client;
mod process;
mod reading;
mod requests;
mod world;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        #[expect(
            clippy::disallowed_methods,
            reason = "where to measure is not a setting of the product"
        )]
        let server = std::env::var("BENCH_DATABASE_URL").ok();
        println!("# (a) booking requests through HTTP, and the same rows as prepared statements");
        requests::measure("SQLite", None).await;
        match &server {
            Some(server) => requests::measure("PostgreSQL", Some(server)).await,
            None => println!("PostgreSQL: not measured, BENCH_DATABASE_URL is not set"),
        }
        println!("\n# (b) a week page and a calendar, and the same bytes as a static answer");
        let world = reading::measure("SQLite", None).await;
        if let Some(server) = &server {
            reading::measure("PostgreSQL", Some(server)).await;
        }
        println!("\n# (c) a process of its own on the database of (b)");
        process::measure(world).await;
    });
}
