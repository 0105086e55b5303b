-- ---------------------------------------------------------------- venues

CREATE TABLE catalogue (
    id {small} NOT NULL PRIMARY KEY CHECK (id = 1),
    revision {int} NOT NULL
) {strict};
INSERT INTO catalogue (id, revision) VALUES (1, 0);

CREATE TABLE venue (
    id {id} NOT NULL PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    position {small} NOT NULL,
    name {json} NOT NULL,
    about {json} NOT NULL,
    address {json} NOT NULL,
    how_to_come_in {json} NOT NULL,
    district text NOT NULL,
    email text NOT NULL,
    phone text NOT NULL,
    timezone text NOT NULL,
    hours {json} NOT NULL,
    answer_within_working_days {small} NOT NULL,
    retired_at {int}
) {strict};

CREATE TABLE space (
    id {id} NOT NULL PRIMARY KEY,
    venue_id {id} NOT NULL REFERENCES venue (id) ON DELETE RESTRICT,
    slug text NOT NULL,
    position {small} NOT NULL,
    name {json} NOT NULL,
    kind text NOT NULL,
    capacity {small} NOT NULL CHECK (capacity > 0),
    by_seat {bool} NOT NULL,
    layouts {json} NOT NULL,
    equipment {json} NOT NULL,
    approval text NOT NULL CHECK (approval IN ('manager', 'automatic')),
    pending text NOT NULL CHECK (pending IN ('hold', 'compete')),
    unanswered text NOT NULL CHECK (unanswered IN ('expire', 'stay', 'approve')),
    who text NOT NULL CHECK (who IN ('anyone', 'group', 'verified')),
    step_minutes {small} NOT NULL CHECK (step_minutes > 0),
    turnaround_minutes {small} NOT NULL CHECK (turnaround_minutes >= 0),
    min_minutes {small} NOT NULL,
    max_minutes {small} NOT NULL,
    notice_hours {small} NOT NULL,
    horizon_days {small} NOT NULL,
    series_horizon_days {small} NOT NULL,
    cancel_hours {small} NOT NULL,
    retired_at {int},
    UNIQUE (venue_id, slug)
) {strict};

CREATE TABLE space_part (
    space_id {id} NOT NULL REFERENCES space (id) ON DELETE RESTRICT,
    part_id {id} NOT NULL REFERENCES space (id) ON DELETE RESTRICT,
    PRIMARY KEY (space_id, part_id)
) {strict};

CREATE TABLE unit (
    id {id} NOT NULL PRIMARY KEY,
    changes {int} NOT NULL
) {strict};

CREATE TABLE space_unit (
    space_id {id} NOT NULL REFERENCES space (id) ON DELETE RESTRICT,
    unit_id {id} NOT NULL REFERENCES unit (id) ON DELETE RESTRICT,
    PRIMARY KEY (space_id, unit_id)
) {strict};
CREATE INDEX space_unit_of_unit ON space_unit (unit_id, space_id);

CREATE TABLE term (
    kind text NOT NULL,
    slug text NOT NULL,
    position {small} NOT NULL,
    name {json} NOT NULL,
    uses {json} NOT NULL,
    retired_at {int},
    PRIMARY KEY (kind, slug)
) {strict};

CREATE TABLE day (
    date {date} NOT NULL PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('holiday', 'day_off', 'working_day')),
    name {json} NOT NULL,
    expected {bool} NOT NULL
) {strict};

-- ---------------------------------------------------------------- people

CREATE TABLE person (
    id {id} NOT NULL PRIMARY KEY,
    email text NOT NULL UNIQUE,
    name text NOT NULL,
    phone text,
    language text,
    administrator {bool} NOT NULL,
    created_at {int} NOT NULL
) {strict};

CREATE TABLE manager (
    person_id {id} NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    venue_id {id} NOT NULL REFERENCES venue (id) ON DELETE RESTRICT,
    PRIMARY KEY (person_id, venue_id)
) {strict};

CREATE TABLE session (
    token_hash {bytes} NOT NULL PRIMARY KEY,
    person_id {id} NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    created_at {int} NOT NULL,
    seen_at {int} NOT NULL
) {strict};

CREATE TABLE api_token (
    token_hash {bytes} NOT NULL PRIMARY KEY,
    person_id {id} NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    created_at {int} NOT NULL
) {strict};

CREATE TABLE sign_in (
    browser_hash {bytes} NOT NULL PRIMARY KEY,
    email text NOT NULL,
    code_hash {bytes} NOT NULL,
    created_at {int} NOT NULL,
    expires_at {int} NOT NULL,
    tries {small} NOT NULL
) {strict};

CREATE TABLE draft (
    browser_hash {bytes} NOT NULL PRIMARY KEY,
    form text NOT NULL,
    path text NOT NULL,
    expires_at {int} NOT NULL
) {strict};

-- ---------------------------------------------------------------- bookings

CREATE TABLE booking (
    id {id} NOT NULL PRIMARY KEY,
    code text NOT NULL UNIQUE,
    uid text NOT NULL,
    venue_id {id} NOT NULL REFERENCES venue (id) ON DELETE RESTRICT,
    space_id {id} NOT NULL REFERENCES space (id) ON DELETE RESTRICT,
    starts text NOT NULL,
    ends text NOT NULL,
    timezone text NOT NULL,
    starts_at {int} NOT NULL,
    ends_at {int} NOT NULL,
    status text NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'withdrawn', 'cancelled', 'expired', 'checked_in', 'no_show', 'completed')),
    holds {bool} NOT NULL,
    answer_by {int},
    title text NOT NULL,
    attendees {small} NOT NULL CHECK (attendees > 0),
    layout text NOT NULL,
    group_name text,
    programme text,
    note text,
    public {bool} NOT NULL,
    booker_id {id} REFERENCES person (id) ON DELETE RESTRICT,
    contact_name text NOT NULL,
    contact_email text,
    contact_phone text,
    language text NOT NULL,
    requested_by {id} NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    reason_code text,
    reason_text text,
    decided_at {int} NOT NULL,
    sequence {small} NOT NULL,
    version {small} NOT NULL,
    created_at {int} NOT NULL,
    CHECK (starts_at < ends_at)
) {strict};
-- Pages of bookings go by (starts_at, id).
CREATE INDEX booking_of_booker ON booking (booker_id, starts_at, id);
CREATE INDEX booking_of_mailbox ON booking (contact_email, starts_at, id) WHERE booker_id IS NULL;
CREATE INDEX booking_of_venue ON booking (venue_id, status, starts_at, id);
CREATE INDEX booking_by_start ON booking (starts_at, id);
-- Rivals for one slot.
CREATE INDEX booking_of_space ON booking (space_id, status, starts_at);
-- What has fallen due: few rows wait, whatever the size of the table.
CREATE INDEX booking_to_answer ON booking (answer_by) WHERE status = 'pending';
CREATE INDEX booking_to_complete ON booking (ends_at) WHERE status IN ('approved', 'checked_in');

CREATE TABLE closure (
    id {id} NOT NULL PRIMARY KEY,
    venue_id {id} NOT NULL REFERENCES venue (id) ON DELETE RESTRICT,
    starts_at {int} NOT NULL,
    ends_at {int} NOT NULL,
    CHECK (starts_at < ends_at)
) {strict};

-- Claims are written before what owns them, so those foreign keys wait for the commit.
CREATE TABLE claim (
    unit_id {id} NOT NULL REFERENCES unit (id) ON DELETE RESTRICT,
    starts_at {int} NOT NULL,
    ends_at {int} NOT NULL,
    space_id {id} NOT NULL REFERENCES space (id) ON DELETE RESTRICT,
    layout text NOT NULL,
    booking_id {id} REFERENCES booking (id) DEFERRABLE INITIALLY DEFERRED,
    closure_id {id} REFERENCES closure (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (unit_id, starts_at),
    CONSTRAINT claim_not_empty CHECK (starts_at < ends_at),
    CONSTRAINT claim_one_owner CHECK ((booking_id IS NULL) <> (closure_id IS NULL))
) {strict};
CREATE INDEX claim_of_unit ON claim (unit_id, starts_at, ends_at);
CREATE INDEX claim_of_booking ON claim (booking_id);

CREATE TABLE audit (
    id {id} NOT NULL PRIMARY KEY,
    booking_id {id} NOT NULL REFERENCES booking (id) ON DELETE RESTRICT,
    at {int} NOT NULL,
    role text NOT NULL,
    person_id {id} REFERENCES person (id) ON DELETE RESTRICT,
    action text NOT NULL,
    status text NOT NULL,
    reason_code text,
    reason_text text
) {strict};
CREATE INDEX audit_of_booking ON audit (booking_id, id);

-- ---------------------------------------------------------------- what goes out

CREATE TABLE outbox (
    id {id} NOT NULL PRIMARY KEY,
    booking_id {id} REFERENCES booking (id) ON DELETE RESTRICT,
    channel text NOT NULL,
    recipient_name text NOT NULL,
    recipient text NOT NULL,
    language text NOT NULL,
    kind text NOT NULL,
    payload {json} NOT NULL,
    message_id text NOT NULL UNIQUE,
    state text NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    attempts {small} NOT NULL,
    due_at {int} NOT NULL,
    locked_until {int},
    expires_at {int},
    last_error text,
    created_at {int} NOT NULL,
    sent_at {int}
) {strict};
CREATE INDEX outbox_of_booking ON outbox (booking_id, id);
-- Sign-in codes, which are about no booking: so many an hour for a mailbox.
CREATE INDEX outbox_codes ON outbox (recipient, created_at) WHERE booking_id IS NULL;
CREATE INDEX outbox_to_send ON outbox (due_at) WHERE state = 'queued';

CREATE TABLE idempotency (
    person_id {id} NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    route text NOT NULL,
    key text NOT NULL,
    body_hash {bytes} NOT NULL,
    status {small} NOT NULL,
    location text,
    body text NOT NULL,
    created_at {int} NOT NULL,
    PRIMARY KEY (person_id, route, key)
) {strict};
CREATE INDEX idempotency_by_age ON idempotency (created_at);
