//! How a booker stands with a venue, in words for its managers.

use crate::{i18n::Translator, rules::booker_record::Standing};

/// The lines that say how a booker stands with the venue: label and text of each.
pub fn lines(t: Translator, standing: &Standing) -> Vec<(String, String)> {
    let length = |minutes: i64| t.duration(minutes).into();
    let hours = [
        ("week", length(standing.week_minutes)),
        ("month", length(standing.month_minutes)),
    ];
    let record = standing.record;
    let record = [
        ("came", record.came.into()),
        ("late", record.cancelled_late.into()),
        ("missed", record.did_not_come.into()),
    ];
    let prime = standing.prime_percent.map(|percent| {
        let share = t.with("standing-prime-share", &[("percent", percent.into())]);
        (t.text("standing-prime"), share)
    });
    [(
        t.text("standing-hours"),
        t.with("standing-hours-had", &hours),
    )]
    .into_iter()
    .chain(prime)
    .chain([(
        t.text("standing-record"),
        t.with("standing-record-kept", &record),
    )])
    .collect()
}
