CREATE TABLE message (
    id {id} NOT NULL PRIMARY KEY,
    booking_id {id} NOT NULL REFERENCES booking (id) ON DELETE RESTRICT,
    at {int} NOT NULL,
    person_id {id} NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    role text NOT NULL CHECK (role IN ('booker', 'venue')),
    text text NOT NULL CHECK (text <> ''),
    -- Seen by the venue only.
    internal {bool} NOT NULL CHECK (NOT internal OR role = 'venue')
) {strict};
CREATE INDEX message_of_booking ON message (booking_id, id);
-- So many an hour.
CREATE INDEX message_of_person ON message (person_id, at);

-- When the venue is reminded of a waiting request; null once it has been.
ALTER TABLE booking ADD COLUMN remind_at {int};
CREATE INDEX booking_to_remind ON booking (remind_at) WHERE status = 'pending' AND remind_at IS NOT NULL;
-- Since when a question waits for the group's answer, and the answer time as it was before.
ALTER TABLE booking ADD COLUMN asked_at {int};
ALTER TABLE booking ADD COLUMN asked_answer_by {int} CHECK ((asked_answer_by IS NULL) = (asked_at IS NULL));
-- The latest answer time that questions can bring about.
ALTER TABLE booking ADD COLUMN latest_answer_by {int};

-- Of what the administrators are still to be told.
CREATE TABLE escalation (
    audit_id {id} NOT NULL PRIMARY KEY REFERENCES audit (id) ON DELETE RESTRICT,
    booking_id {id} NOT NULL REFERENCES booking (id) ON DELETE RESTRICT,
    became text NOT NULL CHECK (became IN ('expired', 'stays', 'approved', 'move_lapsed'))
) {strict};

-- What the outbox holds that is about no single booking is not only sign-in codes any more.
DROP INDEX outbox_codes;
CREATE INDEX outbox_codes ON outbox (recipient, created_at) WHERE kind = 'sign_in_code';
