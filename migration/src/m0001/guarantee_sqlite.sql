-- Claims of one unit never overlap, so in the order of their starts they stand in the order of their ends too: the last
-- one that starts before a new one ends is the only one that can reach into it, and direct neighbours are enough for gaps.

CREATE TRIGGER claim_overlap BEFORE INSERT ON claim
WHEN (
    SELECT c.ends_at FROM claim c
    WHERE c.unit_id = NEW.unit_id AND c.starts_at < NEW.ends_at
    ORDER BY c.starts_at DESC LIMIT 1
) > NEW.starts_at
BEGIN
    SELECT RAISE(ABORT, 'claim_overlap');
END;

CREATE TRIGGER claim_turnaround BEFORE INSERT ON claim
WHEN NEW.booking_id IS NOT NULL AND (
    NEW.starts_at < (
        SELECT c.ends_at + 60 * max(theirs.turnaround_minutes, ours.turnaround_minutes)
        FROM claim c
        JOIN space theirs ON theirs.id = c.space_id
        JOIN space ours ON ours.id = NEW.space_id
        WHERE c.unit_id = NEW.unit_id AND c.starts_at < NEW.starts_at AND c.booking_id IS NOT NULL
        ORDER BY c.starts_at DESC LIMIT 1
    )
    OR NEW.ends_at > (
        SELECT c.starts_at - 60 * max(theirs.turnaround_minutes, ours.turnaround_minutes)
        FROM claim c
        JOIN space theirs ON theirs.id = c.space_id
        JOIN space ours ON ours.id = NEW.space_id
        WHERE c.unit_id = NEW.unit_id AND c.starts_at >= NEW.starts_at AND c.booking_id IS NOT NULL
        ORDER BY c.starts_at LIMIT 1
    )
)
BEGIN
    SELECT RAISE(ABORT, 'claim_turnaround');
END;

CREATE TRIGGER claim_immutable BEFORE UPDATE ON claim
BEGIN
    SELECT RAISE(ABORT, 'claim_immutable');
END;

-- A booking that should hold its units holds exactly them; one that should not holds none.
CREATE TRIGGER booking_claims_on_insert AFTER INSERT ON booking
WHEN CASE
    WHEN NEW.status IN ('approved', 'checked_in') OR (NEW.status = 'pending' AND NEW.holds) THEN
        NOT EXISTS (SELECT 1 FROM space_unit u WHERE u.space_id = NEW.space_id)
        OR EXISTS (
            SELECT 1 FROM space_unit u
            WHERE u.space_id = NEW.space_id AND NOT EXISTS (
                SELECT 1 FROM claim c
                WHERE c.unit_id = u.unit_id AND c.starts_at = NEW.starts_at AND c.ends_at = NEW.ends_at AND c.booking_id = NEW.id
            )
        )
        OR (SELECT count(*) FROM claim c WHERE c.booking_id = NEW.id) <> (SELECT count(*) FROM space_unit u WHERE u.space_id = NEW.space_id)
    WHEN NEW.status = 'completed' THEN 0
    ELSE EXISTS (SELECT 1 FROM claim c WHERE c.booking_id = NEW.id)
END
BEGIN
    SELECT RAISE(ABORT, 'booking_claims');
END;

CREATE TRIGGER booking_claims_on_update AFTER UPDATE OF id, space_id, starts_at, ends_at, status, holds ON booking
WHEN CASE
    WHEN NEW.status IN ('approved', 'checked_in') OR (NEW.status = 'pending' AND NEW.holds) THEN
        NOT EXISTS (SELECT 1 FROM space_unit u WHERE u.space_id = NEW.space_id)
        OR EXISTS (
            SELECT 1 FROM space_unit u
            WHERE u.space_id = NEW.space_id AND NOT EXISTS (
                SELECT 1 FROM claim c
                WHERE c.unit_id = u.unit_id AND c.starts_at = NEW.starts_at AND c.ends_at = NEW.ends_at AND c.booking_id = NEW.id
            )
        )
        OR (SELECT count(*) FROM claim c WHERE c.booking_id = NEW.id) <> (SELECT count(*) FROM space_unit u WHERE u.space_id = NEW.space_id)
    WHEN NEW.status = 'completed' THEN 0
    ELSE EXISTS (SELECT 1 FROM claim c WHERE c.booking_id = NEW.id)
END
BEGIN
    SELECT RAISE(ABORT, 'booking_claims');
END;
