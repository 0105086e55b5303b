//! What the service can do, measured beside what the same parts can do with nothing of ours in between. `cargo bench`.
//!
//! Every figure comes with one of the same run to compare it with: machines differ, ratios less. No time is asserted.
//! `cargo bench -- e f sqlite` measures only these parts on that database. `BENCH_DATABASE_URL` names a `PostgreSQL` server to
//! measure on too.

#![expect(
    clippy::cast_precision_loss,
    reason = "the counts of a benchmark are far below 2^52"
)]

mod client;
mod filling;
mod kept;
mod process;
mod reading;
mod requests;
mod rivals;
mod rush;
mod series;
mod sizes;
mod world;

const PARTS: [&str; 7] = ["a", "b", "c", "d", "e", "f", "g"];

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    // Cargo adds words of its own, all with dashes.
    let parts: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let said = |word: &str| parts.iter().any(|part| part.eq_ignore_ascii_case(word));
    let wanted = |part: &str| said(part) || !PARTS.iter().any(|part| said(part));
    let server = setting("BENCH_DATABASE_URL");
    let mut databases = vec![("SQLite", None)];
    match &server {
        Some(server) => databases.push(("PostgreSQL", Some(server.as_str()))),
        None => println!("PostgreSQL: not measured, BENCH_DATABASE_URL is not set"),
    }
    if databases.iter().any(|(name, _)| said(name)) {
        databases.retain(|(name, _)| said(name));
    }
    runtime.block_on(async {
        if wanted("a") {
            println!("\n# (a) booking requests through HTTP, and the same rows as prepared statements");
            for (name, server) in &databases {
                requests::measure(name, *server).await;
            }
        }
        if wanted("b") {
            println!("\n# (b) a week page and a calendar, and the same bytes as a static answer");
            for (name, server) in &databases {
                reading::measure(name, &reading::world(*server).await).await;
            }
        }
        if wanted("c") {
            println!("\n# (c) a process of its own on a database like that of (b)");
            process::measure(reading::world(None).await).await;
        }
        if wanted("d") {
            println!("\n# (d) a weekly series of 52 in one request, and one date alone");
            for (name, server) in &databases {
                series::measure(name, *server).await;
            }
        }
        if wanted("e") {
            println!("\n# (e) the same questions over the same days, with more and more years around them");
            for (name, server) in &databases {
                sizes::measure(name, *server).await;
            }
        }
        if wanted("f") {
            println!("\n# (f) 500 people for 20 slots in one second, and for a slot each");
            for (name, server) in &databases {
                rush::measure(name, *server).await;
            }
        }
        if wanted("g") {
            println!("\n# (g) one yes by which one other request loses, and one by which a hundred lose");
            for (name, server) in &databases {
                rivals::measure(name, *server).await;
            }
        }
    });
}

#[expect(
    clippy::disallowed_methods,
    reason = "where and what to measure is not a setting of the product"
)]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
