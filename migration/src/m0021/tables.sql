-- In which order news were written, told by the database under the locks of what they are about: clocks of processes differ.
-- What one statement writes may share a number; the ids of one process ascend.
ALTER TABLE audit ADD COLUMN seq {int} NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN seq {int} NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN seq {int} NOT NULL DEFAULT 0;
UPDATE audit SET seq = o.n FROM (SELECT id, row_number() OVER (ORDER BY at, id) AS n FROM audit) o WHERE o.id = audit.id;
UPDATE message SET seq = o.n FROM (SELECT id, row_number() OVER (ORDER BY at, id) AS n FROM message) o WHERE o.id = message.id;
UPDATE outbox SET seq = o.n FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) AS n FROM outbox) o WHERE o.id = outbox.id;
CREATE INDEX audit_in_order ON audit (seq);
CREATE INDEX message_in_order ON message (seq);
CREATE INDEX outbox_in_order ON outbox (seq);

-- Sign-in codes wait for nothing else, and what the venue is told about one booking is gathered for some minutes.
ALTER TABLE outbox ADD COLUMN lane text NOT NULL DEFAULT 'group' CHECK (lane IN ('code', 'group', 'house'));
-- The series or the booking in whose order it goes out to its recipient.
ALTER TABLE outbox ADD COLUMN thread {id};
-- Drawn anew by every worker that takes it; nobody's clock has a part in it. locked_until is of no use any more.
ALTER TABLE outbox ADD COLUMN lease {id};
-- The mail that tells of this one too.
ALTER TABLE outbox ADD COLUMN told_in {id};
UPDATE outbox SET lane = 'code' WHERE kind = 'sign_in_code';
UPDATE outbox SET thread = (SELECT coalesce(b.series_id, b.id) FROM booking b WHERE b.id = outbox.booking_id) WHERE booking_id IS NOT NULL;
DROP INDEX outbox_to_send;
CREATE INDEX outbox_to_send ON outbox (lane, due_at) WHERE state = 'queued';
CREATE INDEX outbox_thread ON outbox (thread, seq) WHERE state = 'queued';
CREATE INDEX outbox_leased ON outbox (lease) WHERE state = 'queued' AND lease IS NOT NULL;
CREATE INDEX outbox_told_in ON outbox (told_in) WHERE told_in IS NOT NULL;

-- So many acts an hour.
CREATE INDEX audit_of_person ON audit (person_id, at) WHERE role = 'booker';

-- Who of the venue told it by telephone.
ALTER TABLE outbox ADD COLUMN told_by {id} REFERENCES person (id) ON DELETE RESTRICT;
CREATE INDEX outbox_to_call ON outbox (booking_id) WHERE channel = 'call' AND state = 'queued';
