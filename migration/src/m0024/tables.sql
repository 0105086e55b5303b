-- Requests that wait and hold nothing. Most spaces have none.
CREATE INDEX booking_competing ON booking (space_id, starts_at, ends_at) WHERE status = 'pending' AND NOT holds;
