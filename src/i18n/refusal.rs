//! Why not, and what would pass instead.

use entity::{Opening, booking::Status, space::Who};

use super::{Translator, Value, listed};
use crate::refusal::{
    conflict::ConflictKind,
    rule::{Detail, InvalidInput, Limit, Quota, Violation},
    state::StateRefusal,
};

impl Translator {
    /// What is in the way.
    #[must_use]
    pub fn clash(self, kind: ConflictKind) -> String {
        self.text(match kind {
            ConflictKind::Booking => "form-in-the-way-booking",
            ConflictKind::Closure => "form-in-the-way-closure",
            ConflictKind::Turnaround => "form-in-the-way-turnaround",
            ConflictKind::Seats => "form-in-the-way-seats",
            ConflictKind::Stock => "form-in-the-way-stock",
        })
    }

    /// `layout_name` gives the name of a layout's slug in this language.
    #[must_use]
    pub fn broken(self, broken: &Violation, layout_name: impl Fn(&str) -> String) -> String {
        match &broken.facts {
            Detail::OutsideHours { date, openings } if openings.is_empty() => {
                self.with("rule-closed", &[("day", self.day_month(*date).into())])
            }
            Detail::OutsideHours { date, openings } => self.with(
                "rule-outside-hours",
                &[
                    ("day", self.day_month(*date).into()),
                    ("openings", hours(openings).into()),
                ],
            ),
            Detail::Holiday { date, name } => self.with(
                "rule-holiday",
                &[
                    ("day", self.day_month(*date).into()),
                    ("name", name.get(self.language).into()),
                ],
            ),
            Detail::TooShort { min_minutes } => self.with(
                "rule-too-short",
                &[("length", self.duration(*min_minutes).into())],
            ),
            Detail::TooLong { max_minutes } => self.with(
                "rule-too-long",
                &[("length", self.duration(*max_minutes).into())],
            ),
            Detail::TooSoon { earliest } => self.with(
                "rule-too-soon",
                &[("moment", self.moment(*earliest).into())],
            ),
            Detail::TooFar { latest } => {
                self.with("rule-too-far", &[("date", self.date(*latest).into())])
            }
            Detail::InThePast => self.text("rule-in-the-past"),
            Detail::OffGrid { before, after } => {
                let times = [
                    ("before", self.time(*before).into()),
                    ("after", self.time(*after).into()),
                ];
                if broken.field == "ends" {
                    self.with("rule-off-grid-end", &times)
                } else {
                    self.with("rule-off-grid-start", &times)
                }
            }
            Detail::TooManyPeople { capacity } => {
                self.with("rule-too-many-people", &[("count", (*capacity).into())])
            }
            Detail::UnknownLayout { allowed } => {
                let names = listed(allowed.iter().map(|slug| layout_name(slug)));
                self.with("rule-unknown-layout", &[("layouts", names.into())])
            }
            Detail::NotEntitled { who: Who::Verified } => self.text("rule-verified-only"),
            Detail::NotEntitled { .. } => self.text("rule-group-only"),
            Detail::Quota(quota) => self.quota(*quota),
            Detail::Invalid(flaw) => self.flaw(*flaw),
        }
    }

    #[must_use]
    pub fn flaw(self, flaw: InvalidInput) -> String {
        match flaw {
            InvalidInput::Missing => self.text("flaw-missing"),
            InvalidInput::TooLong { max } => self.with("flaw-too-long", &[("max", max.into())]),
            InvalidInput::Characters => self.text("flaw-characters"),
            InvalidInput::Phone => self.text("flaw-phone"),
            InvalidInput::Email => self.text("flaw-email"),
            InvalidInput::LessThanOne => self.text("flaw-less-than-one"),
            InvalidInput::NoSuchTime => self.text("flaw-no-such-time"),
            InvalidInput::EndsBeforeStart => self.text("flaw-ends-before-start"),
            InvalidInput::TooFarApart { max } => {
                self.with("flaw-too-far-apart", &[("max", max.into())])
            }
            InvalidInput::AtMost { max } => self.with("flaw-at-most", &[("max", max.into())]),
            InvalidInput::Between { least, most } => {
                let ends = [("least", least.into()), ("most", most.into())];
                self.with("flaw-between", &ends)
            }
            InvalidInput::Twice => self.text("flaw-twice"),
            InvalidInput::Unknown => self.text("flaw-unknown"),
            InvalidInput::NotInTheWay => self.text("flaw-not-in-the-way"),
            InvalidInput::OtherDayOfMonth => self.text("flaw-other-day-of-month"),
            InvalidInput::Dates { max } => self.with("flaw-dates", &[("max", max.into())]),
            InvalidInput::TwoEnds => self.text("flaw-two-ends"),
            InvalidInput::NothingLeft => self.text("flaw-nothing-left"),
            InvalidInput::CannotBeWaived => self.text("flaw-cannot-be-waived"),
            InvalidInput::Malformed => self.text("flaw-malformed"),
        }
    }

    /// What the life cycle forbids.
    #[must_use]
    pub fn refusal(self, refusal: StateRefusal) -> String {
        match refusal {
            StateRefusal::OnlyVenue => self.text("state-only-venue"),
            StateRefusal::OnlySystem => self.text("state-only-system"),
            StateRefusal::AlreadyRequested => self.text("state-already-requested"),
            StateRefusal::NotPending(status) => {
                let sentence = self.with("state-not-pending", &[self.status_value(status)]);
                match status {
                    Status::Rejected | Status::Expired | Status::Cancelled | Status::NoShow => {
                        format!("{sentence} {}", self.text("state-reopen-first"))
                    }
                    _ => sentence,
                }
            }
            StateRefusal::RejectInstead => self.text("state-reject-instead"),
            StateRefusal::NotCancellable(status) => {
                self.with("state-not-cancellable", &[self.status_value(status)])
            }
            StateRefusal::NotChangeable(status) => {
                self.with("state-not-changeable", &[self.status_value(status)])
            }
            StateRefusal::OnlyGroup => self.text("state-only-group"),
            StateRefusal::HadAgain => self.text("state-had-again"),
            StateRefusal::NothingProposed => self.text("state-nothing-proposed"),
            StateRefusal::NotReopenable(status) => {
                let sentence = self.with("state-not-reopenable", &[self.status_value(status)]);
                match status {
                    Status::Withdrawn => format!("{sentence} {}", self.text("state-ask-anew")),
                    _ => sentence,
                }
            }
            StateRefusal::NotApproved(status) => {
                self.with("state-not-approved", &[self.status_value(status)])
            }
            StateRefusal::Offered => self.text("state-offered"),
            StateRefusal::OfferOver => self.text("state-offer-over"),
            StateRefusal::HasBegun => self.text("state-has-begun"),
            StateRefusal::HasEnded => self.text("state-has-ended"),
            StateRefusal::NotYetEnded => self.text("state-not-yet-ended"),
            StateRefusal::NotExpected(status) => {
                self.with("state-not-expected", &[self.status_value(status)])
            }
            StateRefusal::TooEarly => self.text("state-too-early"),
            StateRefusal::NotYetBegun => self.text("state-not-yet-begun"),
            StateRefusal::MonthClosed => self.text("state-month-closed"),
        }
    }

    fn quota(self, quota: Quota) -> String {
        let amount = |amount: u32| -> Value<'static> {
            if quota.quota.counts_hours() {
                self.duration(amount.into()).into()
            } else {
                amount.into()
            }
        };
        let key = match quota.quota {
            Limit::OpenRequestsPerVenue => "rule-quota-venue",
            Limit::OpenRequests => "rule-quota-open",
            Limit::AutomaticPerSpace => "rule-quota-automatic-space",
            Limit::AutomaticHoursPerWeek => "rule-quota-automatic-week",
            Limit::HoursPerWeek => "rule-quota-hours-week",
            Limit::HoursPerMonth => "rule-quota-hours-month",
            Limit::BookingsPerWeek => "rule-quota-bookings-week",
            Limit::BookingsPerMonth => "rule-quota-bookings-month",
            Limit::PrimeHoursPerWeek => "rule-quota-prime-week",
            Limit::PrimeHoursPerMonth => "rule-quota-prime-month",
        };
        let facts = [
            ("limit", amount(quota.limit)),
            ("used", amount(quota.used)),
            ("left", amount(quota.left)),
        ];
        self.with(key, &facts)
    }

    fn status_value(self, status: Status) -> (&'static str, Value<'static>) {
        ("status", self.status(status).into())
    }

    /// The name of a state.
    #[must_use]
    pub fn status(self, status: Status) -> String {
        self.text(match status {
            Status::Pending => "status-pending",
            Status::Approved => "status-approved",
            Status::Rejected => "status-rejected",
            Status::Withdrawn => "status-withdrawn",
            Status::Cancelled => "status-cancelled",
            Status::Expired => "status-expired",
            Status::CheckedIn => "status-checked_in",
            Status::NoShow => "status-no_show",
            Status::Completed => "status-completed",
        })
    }
}

/// `10:00–13:00, 22:00–01:00`.
fn hours(openings: &[Opening]) -> String {
    let time = |minutes: u16| format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60);
    openings
        .iter()
        .map(|opening| format!("{}–{}", time(opening.from), time(opening.to)))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use entity::Language;
    use time::macros::{date, datetime};

    use super::*;

    fn said(field: &'static str, facts: Detail) -> [String; 3] {
        let broken = Violation::new(field, facts);
        Language::ALL
            .map(|language| Translator::new(language).broken(&broken, |slug| format!("<{slug}>")))
    }

    #[test]
    fn the_hours_that_would_pass_are_named() {
        let openings = vec![
            Opening { from: 600, to: 780 },
            Opening {
                from: 1320,
                to: 1500,
            },
        ];
        let date = date!(2026 - 12 - 05);
        assert_eq!(
            said("starts", Detail::OutsideHours { date, openings }),
            [
                "5 желтоқсан күні 10:00–13:00, 22:00–01:00 аралығында ашықпыз, уақытты осы аралықтан таңдаңыз.",
                "5 декабря мы открыты в эти часы: 10:00–13:00, 22:00–01:00. Выберите время в этих пределах.",
                "On 5 December we are open 10:00–13:00, 22:00–01:00. Choose a time within these hours.",
            ]
        );
    }

    #[test]
    fn the_times_that_would_pass_are_named_for_the_end_they_belong_to() {
        let facts = Detail::OffGrid {
            before: datetime!(2026-12-05 16:00),
            after: datetime!(2026-12-05 16:30),
        };
        let [kk, ru, en] = said("ends", facts);
        assert_eq!(kk, "Аяқталу уақытын 16:00 немесе 16:30 деп таңдаңыз.");
        assert_eq!(ru, "Выберите окончание в 16:00 или в 16:30.");
        assert_eq!(en, "End at 16:00 or at 16:30.");
    }

    #[test]
    fn numbers_decline() {
        let ru = |capacity| said("attendees", Detail::TooManyPeople { capacity })[1].clone();
        assert!(ru(1).starts_with("Здесь помещается 1 человек."));
        assert!(ru(32).starts_with("Здесь помещается 32 человека."));
        assert!(ru(400).starts_with("Здесь помещается 400 человек."));
    }

    #[test]
    fn a_quota_says_how_much_of_it_is_left() {
        let bookings = Quota {
            quota: Limit::BookingsPerMonth,
            limit: 2,
            used: 1,
            left: 1,
        };
        assert_eq!(
            said("starts", Detail::Quota(bookings)),
            [
                "Мұнда бір айда ең көбі 2 бронь алуға болады. Алынғаны – 1, қалғаны – 1. Басқа айды таңдаңыз.",
                "За месяц здесь можно взять не больше 2 броней. Уже есть: 1, осталось: 1. Выберите другой месяц.",
                "You can have at most 2 bookings a month here. Booked so far: 1, left: 1. Choose another month.",
            ]
        );
        let prime = Quota {
            quota: Limit::PrimeHoursPerWeek,
            limit: 240,
            used: 210,
            left: 30,
        };
        assert_eq!(
            said("starts", Detail::Quota(prime)),
            [
                "Қарбалас сағаттардан бір аптада ең көбі 4 сағат алуға болады. Алынғаны – 3 сағат 30 минут, қалғаны – 30 минут. Басқа сағатты не басқа аптаны таңдаңыз.",
                "В часы пик за неделю здесь можно занять максимум 4 часа. Уже занято: 3 часа 30 минут, осталось: 30 минут. Выберите другие часы или другую неделю.",
                "You can have at most 4 hours of peak time a week here. Booked so far: 3 hours 30 minutes, left: 30 minutes. Choose other hours or another week.",
            ]
        );
    }

    #[test]
    fn layouts_go_by_their_names() {
        let allowed = vec!["theatre".to_owned(), "circle".to_owned()];
        let [_, _, en] = said("layout", Detail::UnknownLayout { allowed });
        assert_eq!(en, "Choose one of these layouts: <theatre>, <circle>.");
    }

    #[test]
    fn a_refusal_names_the_state_and_the_way_out() {
        let refusal = StateRefusal::NotPending(Status::Expired);
        assert_eq!(
            Language::ALL.map(|language| Translator::new(language).refusal(refusal)),
            [
                "Бұл өтінім енді жауап күтіп тұрған жоқ: жауапсыз қалды. Ойыңыз өзгерсе, алдымен қайта ашыңыз.",
                "Эта заявка уже не ждёт ответа: осталась без ответа. Если вы передумали, сначала откройте её заново.",
                "This request is no longer waiting for an answer: not answered in time. If you have changed your mind, reopen it first.",
            ]
        );
    }
}
