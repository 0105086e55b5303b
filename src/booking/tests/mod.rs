mod conflict;
mod deadline;
mod house;
mod lifecycle;
mod rules;
mod suggest;
mod text;
mod waiver;
