pub mod decided;
pub mod house;
pub mod inputs;

mod delta;
mod every_operation;
mod expire;
