//! The command line.

mod people;

use std::{
    fmt::Display,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use jastar::{
    clock::Clock,
    config::Config,
    db::{self, Db},
    import::{self, file},
    ledger::repair,
    mail::Transport,
    private, serve, telemetry,
};

/// The booking service of the Youth House in Karaganda.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    /// A file of settings that overrides the defaults (see config/default.toml).
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve pages, API and mails (what it does without a command).
    Serve,
    /// Bring the schema up to date, or say where it stands.
    Migrate {
        #[command(subcommand)]
        what: Option<Migrate>,
    },
    /// Load venues and spaces.
    Catalogue {
        #[command(subcommand)]
        what: Catalogue,
    },
    /// People and their rights.
    User {
        #[command(subcommand)]
        what: people::UserCommand,
    },
    /// Tokens for programs that act for a person.
    Token {
        #[command(subcommand)]
        what: people::TokenCommand,
    },
    /// Where people are signed in.
    Session {
        #[command(subcommand)]
        what: people::Session,
    },
    /// Copy the database, checked, while the service runs (`SQLite`).
    Backup { file: PathBuf },
    /// Check schema, constraints, durability and every invariant.
    Doctor {
        /// Before that free claims that belong to nothing, and say which.
        #[arg(long)]
        repair: bool,
    },
    /// Check the settings.
    Config {
        #[command(subcommand)]
        what: Settings,
    },
}

#[derive(Subcommand)]
enum Migrate {
    Up,
    Status,
}

#[derive(Subcommand)]
enum Catalogue {
    /// Load a file; what it no longer names is retired.
    Import {
        file: PathBuf,
        /// Only say what would change.
        #[arg(long)]
        dry_run: bool,
        /// Also where that closes over bookings, and say whom to call.
        #[arg(long)]
        accept_closing: bool,
    },
    /// Write the file that was loaded last, byte for byte: to standard output where none is named.
    Export { file: Option<PathBuf> },
}

#[derive(Subcommand)]
enum Settings {
    Check,
}

/// What ended the command, in one line, and its exit code.
struct Failed(String, u8);

impl<E: Display> From<E> for Failed {
    fn from(error: E) -> Self {
        Self(error.to_string(), 1)
    }
}

fn main() -> ExitCode {
    private::begin();
    let cli = Cli::parse();
    let done = Config::load(cli.config.as_deref())
        .map_err(|error| Failed(error.to_string(), 2))
        .and_then(|config| {
            telemetry::start(&config.log);
            let command = cli.command.unwrap_or(Command::Serve);
            if !matches!(command, Command::Config { .. }) {
                private::tighten(&config);
            }
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .enable_all()
                .build()?;
            let done = runtime.block_on(run(command, config));
            // What is left waits for what others hold, a lock file or a name server, and nobody waits for it any more.
            runtime.shutdown_background();
            done
        });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failed(why, code)) => {
            eprintln!("jastar: {why}");
            ExitCode::from(code)
        }
    }
}

async fn run(command: Command, config: Config) -> Result<(), Failed> {
    match command {
        Command::Serve => Ok(serve::serve(config).await?),
        Command::Migrate {
            what: Some(Migrate::Status),
        } => migrations(&Db::open(config.db()).await?).await,
        Command::Migrate {
            what: Some(Migrate::Up) | None,
        } => Ok(Db::open(config.db()).await?.migrate().await?),
        Command::Catalogue {
            what:
                Catalogue::Import {
                    file,
                    dry_run,
                    accept_closing,
                },
        } => import_file(config, &file, dry_run, accept_closing).await,
        Command::Catalogue {
            what: Catalogue::Export { file },
        } => export_file(config, file.as_deref()).await,
        Command::User { what } => people::user(&serve::prepare(config).await?, what).await,
        Command::Token { what } => people::token(&serve::prepare(config).await?, what).await,
        Command::Session { what } => people::session(&serve::prepare(config).await?, what).await,
        Command::Backup { file } => {
            Ok(db::backup(&Db::open(config.db()).await?, &file, Clock::System.now()).await?)
        }
        Command::Doctor { repair: false } => doctor(&Db::open(config.db()).await?).await,
        Command::Doctor { repair: true } => {
            let app = serve::open(config).await?;
            for freed in repair::repair(&app).await? {
                println!("{freed}");
            }
            doctor(&app.db).await
        }
        Command::Config {
            what: Settings::Check,
        } => {
            config
                .db()
                .check()
                .map_err(|error| Failed(error.to_string(), 2))?;
            Transport::from_url(&config.mail.url)
                .map_err(|error| Failed(format!("mail.url: {error}"), 2))?;
            serve::caution(&config);
            println!("The settings are good.");
            Ok(())
        }
    }
}

async fn migrations(db: &Db) -> Result<(), Failed> {
    let pending = db.pending_migrations().await?;
    if pending.is_empty() {
        println!("The schema is current.");
    }
    for name in pending {
        println!("to be run: {name}");
    }
    Ok(())
}

async fn import_file(
    config: Config,
    path: &Path,
    dry_run: bool,
    accept_closing: bool,
) -> Result<(), Failed> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let file = file::read(&text).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        format!(
            "{} has faults; nothing was changed\n{}",
            path.display(),
            lines.join("\n")
        )
    })?;
    // Not the catalogue that comes with the program: an operator with one of their own wants nothing of it.
    let app = serve::open(config).await?;
    let imported = if accept_closing {
        import::import_closing(&app, &file, dry_run).await?
    } else {
        import::import(&app, &file, dry_run).await?
    };
    match imported {
        import::Imported::Changes(changes) if changes.is_empty() => println!("Nothing changes."),
        import::Imported::Changes(changes) => {
            for change in changes {
                println!("{change}");
            }
        }
        import::Imported::ClosesOver {
            changes,
            bookings,
            accepted,
        } => {
            for change in changes {
                println!("{change}");
            }
            println!("It closes over these bookings; their groups have to be called:");
            for booking in &bookings {
                println!("{booking}");
            }
            if !accepted {
                return Err(Failed::from(format!(
                    "it would close over {} bookings; nothing was changed (with --accept-closing it is done all the same)",
                    bookings.len()
                )));
            }
        }
        import::Imported::InUse { what, bookings } => {
            return Err(Failed::from(format!(
                "{what} cannot change like that while these bookings stand; nothing was changed: {}",
                bookings.join(", ")
            )));
        }
    }
    Ok(())
}

async fn export_file(config: Config, path: Option<&Path>) -> Result<(), Failed> {
    let app = serve::open(config).await?;
    let text = import::export(&app).await?;
    let text = text.ok_or(
        "the catalogue was loaded by an older version, which kept no file: import yours once more",
    )?;
    let Some(path) = path else {
        return Ok(std::io::stdout().write_all(text.as_bytes())?);
    };
    let written = std::fs::write(path, text);
    Ok(written.map_err(|error| format!("{}: {error}", path.display()))?)
}

async fn doctor(db: &Db) -> Result<(), Failed> {
    let findings = db::examine(db, Clock::System.now()).await?;
    let mut faults = 0;
    for finding in &findings {
        match &finding.fault {
            None => println!("ok     {}", finding.what),
            Some(fault) => {
                faults += 1;
                println!("FAULT  {}: {fault}", finding.what);
            }
        }
    }
    if faults > 0 {
        Err(Failed::from(format!(
            "{faults} of {} checks failed",
            findings.len()
        )))
    } else {
        Ok(())
    }
}
