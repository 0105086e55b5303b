mod closing;
mod giving_back;
