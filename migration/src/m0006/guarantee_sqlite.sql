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
