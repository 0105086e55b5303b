mod altering;
mod answering;
mod asking;
mod choosing;
mod deciding;
mod writing;
