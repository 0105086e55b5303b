pub mod decided;
pub mod house;
pub mod said;

mod delta;
mod every_operation;
