-- Where and when a group asks its approved booking to be moved, until somebody answers; null when nothing is asked. One
-- row a booking, so one proposal at a time.
ALTER TABLE booking ADD COLUMN move_space_id {id} REFERENCES space (id) ON DELETE RESTRICT;
ALTER TABLE booking ADD COLUMN move_starts_at {int} CHECK ((move_starts_at IS NULL) = (move_space_id IS NULL));
ALTER TABLE booking ADD COLUMN move_ends_at {int} CHECK ((move_ends_at IS NULL) = (move_space_id IS NULL) AND move_starts_at < move_ends_at);
ALTER TABLE booking ADD COLUMN move_layout text CHECK ((move_layout IS NULL) = (move_space_id IS NULL));
-- Whether it claims what the booking itself does not.
ALTER TABLE booking ADD COLUMN move_holds {bool} CHECK ((move_holds IS NULL) = (move_space_id IS NULL));
ALTER TABLE booking ADD COLUMN move_answer_by {int} CHECK ((move_answer_by IS NULL) = (move_space_id IS NULL));
CREATE INDEX booking_move_to_answer ON booking (move_answer_by) WHERE move_answer_by IS NOT NULL;

-- For the time that is asked for, not for the booking as it stands.
ALTER TABLE claim ADD COLUMN proposed {bool} NOT NULL DEFAULT false CHECK (NOT proposed OR booking_id IS NOT NULL);
CREATE INDEX claim_proposed ON claim (unit_id, starts_at) WHERE proposed;
