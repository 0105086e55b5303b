mod conflict;
mod deadline;
mod fit;
mod house;
mod lifecycle;
mod rules;
mod suggest;
mod text;
