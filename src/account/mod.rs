//! People: signing in with a code sent by mail, sessions, tokens, and what a browser leaves with us before it signs in.
//!
//! There are no passwords. A code has six digits, is good for ten minutes and five tries, and only in the browser that
//! asked for it.

pub mod actor;
mod drafts;
mod mailbox;
mod noting;
mod origin;
mod people;
pub mod security;
mod sessions;
mod sign_in;
pub mod store;
pub mod token;
mod tokens;

pub use actor::{Actor, Credential, Person};
pub use drafts::{Keeping, MOST_BYTES, MOST_DRAFTS, draft, forget_draft, keep_draft};
pub use mailbox::mailbox;
pub use origin::Origin;
pub use people::{
    NewUser, Rights, TakenRights, User, create_user, disable, enable, end_sessions, everybody,
    names, nobody_manages, revoke, somebody,
};
pub use sessions::{by_session, forget_the_old, sessions_of, sign_out, sign_out_everywhere, speak};
pub use sign_in::{CODE_MINUTES, CodeOutcome, DEVICE_DAYS, Tokens, ask_for_code, enter_code};
pub use tokens::{TokenInfo, by_api_token, create_token, revoke_tokens, tokens_of};
