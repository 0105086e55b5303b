CREATE TABLE series (
    id {id} NOT NULL PRIMARY KEY,
    code text NOT NULL UNIQUE,
    venue_id {id} NOT NULL REFERENCES venue (id) ON DELETE RESTRICT,
    space_id {id} NOT NULL REFERENCES space (id) ON DELETE RESTRICT,
    every text NOT NULL CHECK (every IN ('week', 'two_weeks', 'month_weekday')),
    nth text CHECK (nth IN ('first', 'second', 'third', 'fourth', 'last') AND (nth IS NOT NULL) = (every = 'month_weekday')),
    starts text NOT NULL,
    ends text NOT NULL,
    created_at {int} NOT NULL
) {strict};

ALTER TABLE booking ADD COLUMN series_id {id} REFERENCES series (id) ON DELETE RESTRICT;
CREATE INDEX booking_of_series ON booking (series_id, starts_at) WHERE series_id IS NOT NULL;

-- Without a booking: a date that could not be had, or not yet.
CREATE TABLE series_date (
    series_id {id} NOT NULL REFERENCES series (id) ON DELETE RESTRICT,
    date {date} NOT NULL,
    booking_id {id} UNIQUE REFERENCES booking (id) ON DELETE RESTRICT,
    PRIMARY KEY (series_id, date)
) {strict};
