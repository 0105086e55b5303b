-- What a booking holds and what it asks to be moved to never stand together in the end, so they need no gap between them.
-- Others keep clear of both: of the nearest claim as it stands, and of the nearest proposed one, whichever will be left.
DROP TRIGGER claim_turnaround;

CREATE TRIGGER claim_turnaround BEFORE INSERT ON claim
WHEN NEW.booking_id IS NOT NULL AND (
    NEW.starts_at < (
        SELECT c.ends_at + 60 * max(
            coalesce(theirs.turnarounds -> c.layout ->> NEW.layout, theirs.turnaround_minutes),
            coalesce(ours.turnarounds -> c.layout ->> NEW.layout, ours.turnaround_minutes)
        )
        FROM claim c
        JOIN space theirs ON theirs.id = c.space_id
        JOIN space ours ON ours.id = NEW.space_id
        WHERE c.unit_id = NEW.unit_id AND c.starts_at < NEW.starts_at AND c.booking_id IS NOT NULL AND NOT c.proposed
            AND (NOT NEW.proposed OR c.booking_id <> NEW.booking_id)
        ORDER BY c.starts_at DESC LIMIT 1
    )
    OR NEW.starts_at < (
        SELECT c.ends_at + 60 * max(
            coalesce(theirs.turnarounds -> c.layout ->> NEW.layout, theirs.turnaround_minutes),
            coalesce(ours.turnarounds -> c.layout ->> NEW.layout, ours.turnaround_minutes)
        )
        FROM claim c
        JOIN space theirs ON theirs.id = c.space_id
        JOIN space ours ON ours.id = NEW.space_id
        WHERE c.unit_id = NEW.unit_id AND c.starts_at < NEW.starts_at AND c.booking_id <> NEW.booking_id AND c.proposed
        ORDER BY c.starts_at DESC LIMIT 1
    )
    OR NEW.ends_at > (
        SELECT c.starts_at - 60 * max(
            coalesce(theirs.turnarounds -> NEW.layout ->> c.layout, theirs.turnaround_minutes),
            coalesce(ours.turnarounds -> NEW.layout ->> c.layout, ours.turnaround_minutes)
        )
        FROM claim c
        JOIN space theirs ON theirs.id = c.space_id
        JOIN space ours ON ours.id = NEW.space_id
        WHERE c.unit_id = NEW.unit_id AND c.starts_at >= NEW.starts_at AND c.booking_id IS NOT NULL AND NOT c.proposed
            AND (NOT NEW.proposed OR c.booking_id <> NEW.booking_id)
        ORDER BY c.starts_at LIMIT 1
    )
    OR NEW.ends_at > (
        SELECT c.starts_at - 60 * max(
            coalesce(theirs.turnarounds -> NEW.layout ->> c.layout, theirs.turnaround_minutes),
            coalesce(ours.turnarounds -> NEW.layout ->> c.layout, ours.turnaround_minutes)
        )
        FROM claim c
        JOIN space theirs ON theirs.id = c.space_id
        JOIN space ours ON ours.id = NEW.space_id
        WHERE c.unit_id = NEW.unit_id AND c.starts_at >= NEW.starts_at AND c.booking_id <> NEW.booking_id AND c.proposed
        ORDER BY c.starts_at LIMIT 1
    )
)
BEGIN
    SELECT RAISE(ABORT, 'claim_turnaround');
END;

-- What is asked for stands beside what the booking holds, also while something else about it is changed.
DROP TRIGGER booking_claims_on_update;
CREATE TRIGGER booking_claims_on_update
AFTER UPDATE OF id, venue_id, space_id, starts_at, ends_at, status, holds, attendees, stock ON booking
WHEN CASE
    WHEN NEW.status IN ('approved', 'checked_in') OR (NEW.status = 'pending' AND NEW.holds) THEN
        (SELECT count(*) FROM claim c WHERE c.booking_id = NEW.id AND NOT c.proposed) <> CASE
            WHEN (SELECT s.by_seat FROM space s WHERE s.id = NEW.space_id) THEN 0
            ELSE (SELECT count(*) FROM space_unit u WHERE u.space_id = NEW.space_id)
        END
        OR EXISTS (
            SELECT 1 FROM claim c WHERE c.booking_id = NEW.id AND NOT c.proposed AND (
                c.starts_at <> NEW.starts_at OR c.ends_at <> NEW.ends_at
                OR c.unit_id NOT IN (SELECT u.unit_id FROM space_unit u WHERE u.space_id = NEW.space_id)
            )
        )
        OR NOT EXISTS (SELECT 1 FROM space_unit u WHERE u.space_id = NEW.space_id)
        OR (SELECT count(*) FROM pool_claim c WHERE c.booking_id = NEW.id)
            <> json_array_length(NEW.stock) + (SELECT s.by_seat FROM space s WHERE s.id = NEW.space_id)
        OR EXISTS (
            SELECT 1 FROM pool_claim c WHERE c.booking_id = NEW.id AND (
                c.starts_at <> NEW.starts_at OR c.ends_at <> NEW.ends_at OR c.quantity IS NOT coalesce(
                    (SELECT NEW.attendees FROM pool p WHERE p.id = c.pool_id AND p.space_id = NEW.space_id),
                    (SELECT lent.value ->> 'quantity' FROM stock s JOIN json_each(NEW.stock) lent ON lent.value ->> 'item' = s.slug
                        WHERE s.id = c.pool_id AND s.venue_id = NEW.venue_id)
                )
            )
        )
    WHEN NEW.status = 'completed' THEN 0
    ELSE EXISTS (SELECT 1 FROM claim c WHERE c.booking_id = NEW.id) OR EXISTS (SELECT 1 FROM pool_claim c WHERE c.booking_id = NEW.id)
END
BEGIN
    SELECT RAISE(ABORT, 'booking_claims');
END;
