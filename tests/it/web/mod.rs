//! The pages, as a browser sees them.

mod altering;
mod asking;
mod borrowing;
mod browser;
mod closing;
mod crawling;
mod deciding;
mod foreseeing;
mod guarding;
mod looking;
mod messages;
mod past;
mod quotas;
mod replacing;
mod searching;
mod series;
mod speaking;
mod strangers;
mod waiving;
