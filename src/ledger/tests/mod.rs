pub mod house;

mod delta;
