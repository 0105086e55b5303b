mod adding;
mod altering;
mod creating;
mod deciding;
