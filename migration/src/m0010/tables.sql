-- Null is no limit. Not part of the catalogue's file: an import leaves it as it is.
CREATE TABLE venue_quota (
    venue_id {id} NOT NULL PRIMARY KEY REFERENCES venue (id) ON DELETE RESTRICT,
    hours_per_week {small} CHECK (hours_per_week >= 0),
    hours_per_month {small} CHECK (hours_per_month >= 0),
    bookings_per_week {small} CHECK (bookings_per_week >= 0),
    bookings_per_month {small} CHECK (bookings_per_month >= 0),
    prime_hours_per_week {small} CHECK (prime_hours_per_week >= 0),
    prime_hours_per_month {small} CHECK (prime_hours_per_month >= 0),
    -- [{"days": [Monday .. Sunday], "from": minutes, "to": minutes}]
    prime_time {json} NOT NULL
) {strict};

-- How many came.
ALTER TABLE booking ADD COLUMN attended {small} CHECK (attended > 0);
