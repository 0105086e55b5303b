-- STABLE: it sees what was committed before the statement that writes, and that is everything about a booking that is locked.
CREATE FUNCTION audit_next() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT coalesce(max(seq), 0) + 1 FROM audit';
CREATE FUNCTION message_next() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT coalesce(max(seq), 0) + 1 FROM message';
CREATE FUNCTION outbox_next() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT coalesce(max(seq), 0) + 1 FROM outbox';
ALTER TABLE audit ALTER COLUMN seq SET DEFAULT audit_next();
ALTER TABLE message ALTER COLUMN seq SET DEFAULT message_next();
ALTER TABLE outbox ALTER COLUMN seq SET DEFAULT outbox_next();
