//! The pages, as a browser sees them.

mod browser;
mod looking;
