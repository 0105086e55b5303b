//! Days and times the way people say them.

use std::ops::RangeInclusive;

use entity::{Every, Language, Nth};
use icu_calendar::Gregorian;
use icu_datetime::fieldsets::{E, MD};
use icu_datetime::{DateTimeFormatterPreferences, FixedCalendarDateTimeFormatter};
use icu_locale_core::locale;
use time::{Date, Duration, PrimitiveDateTime, Time};

use super::Translator;
use crate::recurrence::Pattern;

/// Until then a night out still belongs to the evening it began on.
const END_OF_NIGHT: Time = time::macros::time!(6:00);

/// The days around today whose year nobody needs: eleven months on and one back, so that no two of them have one name.
const NEAR: RangeInclusive<i64> = -30..=334;

macro_rules! format_date {
    ($translator:expr, $date:expr, $fields:ty, $field_set:expr) => {
        FixedCalendarDateTimeFormatter::<Gregorian, $fields>::try_new(
            $translator.preferences(),
            $field_set,
        )
        .expect("the data of our three languages are compiled in")
        .format(&gregorian($date))
        .to_string()
        // Some fonts of mail programs lack these no-break spaces.
        .replace(['\u{202f}', '\u{a0}'], " ")
    };
}

impl Translator {
    /// How long it is until then, in the smallest unit that needs no more than two digits: `12 минуттан кейін`.
    #[must_use]
    pub fn in_so_long(self, seconds: i64) -> String {
        if seconds < 100 {
            self.with("in-seconds", &[("count", seconds.max(1).into())])
        } else {
            // Whoever comes back then is not told that it is too early.
            let minutes = (seconds + 59) / 60;
            self.with("in-minutes", &[("count", minutes.into())])
        }
    }

    /// The date with its day of the week, and with its year where that is not plain: `5 желтоқсан, сенбі`,
    /// `2028 жылғы 5 желтоқсан, сейсенбі`.
    #[must_use]
    pub fn date(self, date: Date) -> String {
        let (weekday, day) = (self.weekday(date), self.day_month(date));
        let near = self
            .today
            .is_some_and(|today| NEAR.contains(&(date - today).whole_days()));
        match (self.language, date.year()) {
            (Language::Kk, _) if near => format!("{day}, {weekday}"),
            (Language::Kk, year) => format!("{year} жылғы {day}, {weekday}"),
            (Language::Ru | Language::En, _) if near => format!("{weekday}, {day}"),
            (Language::Ru | Language::En, year) => format!("{weekday}, {day} {year}"),
        }
    }

    /// A few days that follow each other: `23–29 қараша`, `30 қараша – 6 желтоқсан`.
    #[must_use]
    pub fn days(self, first: Date, last: Date) -> String {
        let to = self.day_month(last);
        if (first.year(), first.month()) == (last.year(), last.month()) {
            format!("{}–{to}", first.day())
        } else {
            format!("{} – {to}", self.day_month(first))
        }
    }

    /// Day and month: `5 желтоқсан`.
    #[must_use]
    pub fn day_month(self, date: Date) -> String {
        format_date!(self, date, MD, MD::long())
    }

    #[must_use]
    pub fn weekday(self, date: Date) -> String {
        format_date!(self, date, E, E::long())
    }

    /// For the heads of narrow columns: `сб`.
    #[must_use]
    pub fn weekday_short(self, date: Date) -> String {
        format_date!(self, date, E, E::short())
    }

    /// On the 24-hour clock.
    #[must_use]
    pub fn time(self, moment: PrimitiveDateTime) -> String {
        format!("{:02}:{:02}", moment.hour(), moment.minute())
    }

    /// Date and time.
    #[must_use]
    pub fn moment(self, moment: PrimitiveDateTime) -> String {
        format!("{}, {}", self.date(moment.date()), self.time(moment))
    }

    /// By when. What ends with a day is told as 24:00 of that day: 00:00 of the next one is read a day too late.
    #[must_use]
    pub fn deadline(self, by: PrimitiveDateTime) -> String {
        match by.date().previous_day() {
            Some(day) if by.time() == Time::MIDNIGHT => format!("{}, 24:00", self.date(day)),
            _ => self.moment(by),
        }
    }

    /// From when to when. The day of the end is named unless it is the day of the start or the small hours after it.
    #[must_use]
    pub fn when(self, starts: PrimitiveDateTime, ends: PrimitiveDateTime) -> String {
        let same_night =
            starts.date().next_day() == Some(ends.date()) && ends.time() <= END_OF_NIGHT;
        if starts.date() == ends.date() || (same_night && ends - starts < Duration::DAY) {
            format!("{}–{}", self.moment(starts), self.time(ends))
        } else {
            format!("{} – {}", self.moment(starts), self.moment(ends))
        }
    }

    /// `Әр айдың үшінші жұмасында`.
    #[must_use]
    pub fn pattern(self, pattern: Pattern) -> String {
        let weekday = ("weekday", pattern.weekday.into());
        let nth: u8 = match pattern.nth {
            Some(Nth::First) | None => 1,
            Some(Nth::Second) => 2,
            Some(Nth::Third) => 3,
            Some(Nth::Fourth) => 4,
            Some(Nth::Last) => 5,
        };
        match pattern.every {
            Every::Week => self.with("series-each-week", &[weekday]),
            Every::TwoWeeks => self.with("series-each-two-weeks", &[weekday]),
            Every::MonthWeekday => self.with("series-each-month", &[weekday, ("nth", nth.into())]),
        }
    }

    /// `2 сағат 30 минут`.
    #[must_use]
    pub fn duration(self, minutes: i64) -> String {
        let (hours, rest) = (minutes / 60, minutes % 60);
        let hours_text = self.with("duration-hours", &[("count", hours.into())]);
        let rest_text = self.with("duration-minutes", &[("count", rest.into())]);
        match (hours, rest) {
            (0, _) => rest_text,
            (_, 0) => hours_text,
            _ => format!("{hours_text} {rest_text}"),
        }
    }

    fn preferences(self) -> DateTimeFormatterPreferences {
        match self.language {
            Language::Kk => locale!("kk").into(),
            Language::Ru => locale!("ru").into(),
            Language::En => locale!("en-GB").into(),
        }
    }
}

fn gregorian(date: Date) -> icu_calendar::Date<Gregorian> {
    let (year, month, day) = date.to_calendar_date();
    icu_calendar::Date::try_new_gregorian(year, u8::from(month), day)
        .expect("every date of `time` is a Gregorian date")
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    const TODAY: Date = date!(2026 - 11 - 23);
    const KK: Translator = Translator {
        language: Language::Kk,
        today: Some(TODAY),
    };
    const RU: Translator = Translator {
        language: Language::Ru,
        today: Some(TODAY),
    };
    const EN: Translator = Translator {
        language: Language::En,
        today: Some(TODAY),
    };

    #[test]
    fn dates_are_said_as_people_say_them() {
        let day = date!(2026 - 12 - 05);
        let said = |t: Translator| {
            [
                t.date(day),
                t.day_month(day),
                t.weekday(day),
                t.weekday_short(day),
            ]
        };
        assert_eq!(
            said(KK),
            ["5 желтоқсан, сенбі", "5 желтоқсан", "сенбі", "сб"]
        );
        assert_eq!(
            said(RU),
            ["суббота, 5 декабря", "5 декабря", "суббота", "сб"]
        );
        assert_eq!(
            said(EN),
            ["Saturday, 5 December", "5 December", "Saturday", "Sat"]
        );
    }

    #[test]
    fn a_year_is_said_where_it_is_not_plain() {
        let far = date!(2027 - 12 - 05);
        assert_eq!(
            [KK, RU, EN].map(|t| t.date(far)),
            [
                "2027 жылғы 5 желтоқсан, жексенбі",
                "воскресенье, 5 декабря 2027",
                "Sunday, 5 December 2027"
            ]
        );
        for (day, plain) in [
            (date!(2027 - 10 - 23), true),
            (date!(2027 - 10 - 24), false),
            (date!(2026 - 10 - 24), true),
            (date!(2026 - 10 - 23), false),
        ] {
            let said = EN.date(day);
            assert_eq!(!said.ends_with(&day.year().to_string()), plain, "{said}");
        }
        let nobody_knows_when = Translator::new(Language::En);
        assert_eq!(nobody_knows_when.date(TODAY), "Monday, 23 November 2026");
    }

    #[test]
    fn days_of_one_month_name_it_once() {
        let week = |t: Translator, first: Date| t.days(first, first + Duration::days(6));
        assert_eq!(week(KK, TODAY), "23–29 қараша");
        assert_eq!(week(RU, TODAY), "23–29 ноября");
        assert_eq!(week(EN, date!(2026 - 11 - 30)), "30 November – 6 December");
    }

    #[test]
    fn the_day_of_the_end_is_named_where_it_is_not_plain() {
        let start = datetime!(2026-12-05 22:00);
        let to = |end| EN.when(start, end);
        assert_eq!(
            to(datetime!(2026-12-05 23:30)),
            "Saturday, 5 December, 22:00–23:30"
        );
        assert_eq!(
            to(datetime!(2026-12-06 00:00)),
            "Saturday, 5 December, 22:00–00:00"
        );
        assert_eq!(
            to(datetime!(2026-12-06 01:00)),
            "Saturday, 5 December, 22:00–01:00"
        );
        assert_eq!(
            to(datetime!(2026-12-06 09:00)),
            "Saturday, 5 December, 22:00 – Sunday, 6 December, 09:00"
        );
        assert_eq!(
            EN.when(datetime!(2026-12-05 02:00), datetime!(2026-12-06 03:00)),
            "Saturday, 5 December, 02:00 – Sunday, 6 December, 03:00"
        );
    }

    #[test]
    fn a_pattern_names_its_weekday() {
        let said = |every, nth, weekday| {
            let pattern = Pattern {
                every,
                nth,
                weekday,
            };
            [KK, RU, EN].map(|t| t.pattern(pattern))
        };
        assert_eq!(
            said(Every::Week, None, 3),
            ["Сәрсенбі сайын", "По средам", "Every Wednesday"]
        );
        assert_eq!(
            said(Every::TwoWeeks, None, 2),
            [
                "Екі аптада бір рет, сейсенбіде",
                "Раз в две недели по вторникам",
                "Every two weeks on Tuesday"
            ]
        );
        assert_eq!(
            said(Every::MonthWeekday, Some(Nth::Third), 5),
            [
                "Әр айдың үшінші жұмасында",
                "По третьим пятницам месяца",
                "The third Friday of every month"
            ]
        );
        assert_eq!(
            said(Every::MonthWeekday, Some(Nth::Last), 7),
            [
                "Әр айдың соңғы жексенбісінде",
                "По последним воскресеньям месяца",
                "The last Sunday of every month"
            ]
        );
    }

    #[test]
    fn durations_have_the_right_plurals() {
        assert_eq!(KK.duration(150), "2 сағат 30 минут");
        assert_eq!(
            [1, 2, 5, 11, 21].map(|hours| RU.duration(hours * 60)),
            ["1 час", "2 часа", "5 часов", "11 часов", "21 час"]
        );
        assert_eq!(
            [1, 32, 45].map(|minutes| RU.duration(minutes)),
            ["1 минута", "32 минуты", "45 минут"]
        );
        assert_eq!(EN.duration(61), "1 hour 1 minute");
        assert_eq!(EN.duration(0), "0 minutes");
    }

    #[test]
    fn a_deadline_at_midnight_is_the_end_of_the_day_before() {
        assert_eq!(
            RU.deadline(datetime!(2026-11-26 00:00)),
            "среда, 25 ноября, 24:00"
        );
        assert_eq!(
            KK.deadline(datetime!(2026-11-26 04:00)),
            KK.moment(datetime!(2026-11-26 04:00))
        );
    }
}
