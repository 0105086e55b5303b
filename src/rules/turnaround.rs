//! How much time there has to be between two uses of the same floor, to clean and re-lay it.

use entity::space;

/// A use of a space in one layout; in whichever of its layouts takes least, when none is said.
#[derive(Clone, Copy, Debug)]
pub struct Use<'a> {
    pub space: &'a space::Model,
    pub layout: Option<&'a str>,
}

/// The longer of what both spaces ask for, in minutes: a part that is ready soon is no help to the whole.
#[must_use]
pub fn between(before: Use<'_>, after: Use<'_>) -> i64 {
    let pairs = before
        .layouts()
        .flat_map(|from| after.layouts().map(move |to| (from, to)));
    pairs
        .map(|(from, to)| minutes(before.space, from, to).max(minutes(after.space, from, to)))
        .min()
        .unwrap_or(0)
}

/// The least and the most that a space asks for between two uses of its own, in minutes.
#[must_use]
pub fn range(space: &space::Model) -> (i64, i64) {
    let layouts = || space.layouts.0.iter().map(String::as_str);
    let pairs = layouts().flat_map(|from| layouts().map(move |to| minutes(space, from, to)));
    let (least, most) = (pairs.clone().min(), pairs.max());
    (least.unwrap_or(0), most.unwrap_or(0))
}

fn minutes(space: &space::Model, from: &str, to: &str) -> i64 {
    let by_layout = space.turnarounds.minutes(from, to);
    i64::from(by_layout.unwrap_or(space.turnaround_minutes))
}

impl<'a> Use<'a> {
    fn layouts(self) -> impl Iterator<Item = &'a str> {
        let any = self.layout.is_none();
        let all = self.space.layouts.0.iter().map(String::as_str);
        self.layout.into_iter().chain(all.filter(move |_| any))
    }
}
