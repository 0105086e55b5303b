CREATE TRIGGER pool_exceeded BEFORE INSERT ON pool_claim
WHEN EXISTS (
    SELECT 1 FROM pool_claim c
    WHERE c.pool_id = NEW.pool_id AND c.starts_at < NEW.ends_at AND c.ends_at > NEW.starts_at
        AND c.starts_at >= NEW.starts_at - (SELECT p.longest FROM pool p WHERE p.id = NEW.pool_id)
        AND (c.whole OR NEW.whole)
)
OR NEW.quantity > (SELECT p.quantity FROM pool p WHERE p.id = NEW.pool_id) - coalesce((
    SELECT max(taken) FROM (
        SELECT sum(change) OVER (ORDER BY at, change ROWS UNBOUNDED PRECEDING) AS taken FROM (
            SELECT max(c.starts_at, NEW.starts_at) AS at, c.quantity AS change FROM pool_claim c
            WHERE c.pool_id = NEW.pool_id AND c.starts_at < NEW.ends_at AND c.ends_at > NEW.starts_at
                AND c.starts_at >= NEW.starts_at - (SELECT p.longest FROM pool p WHERE p.id = NEW.pool_id)
            UNION ALL
            SELECT c.ends_at, -c.quantity FROM pool_claim c
            WHERE c.pool_id = NEW.pool_id AND c.starts_at < NEW.ends_at AND c.ends_at > NEW.starts_at AND c.ends_at < NEW.ends_at
                AND c.starts_at >= NEW.starts_at - (SELECT p.longest FROM pool p WHERE p.id = NEW.pool_id)
        )
    )
), 0)
BEGIN
    SELECT RAISE(ABORT, 'pool_exceeded');
END;

CREATE TRIGGER pool_longest AFTER INSERT ON pool_claim
WHEN NEW.ends_at - NEW.starts_at > (SELECT longest FROM pool WHERE id = NEW.pool_id)
BEGIN
    UPDATE pool SET longest = NEW.ends_at - NEW.starts_at WHERE id = NEW.pool_id;
END;

CREATE TRIGGER pool_claim_immutable BEFORE UPDATE ON pool_claim
BEGIN
    SELECT RAISE(ABORT, 'pool_claim_immutable');
END;

CREATE TRIGGER pool_promised BEFORE UPDATE ON pool
WHEN NEW.id <> OLD.id OR NEW.space_id IS NOT OLD.space_id OR NEW.longest < OLD.longest OR NEW.promised_from < OLD.promised_from
OR (NEW.quantity < OLD.quantity AND NEW.quantity < coalesce((
    SELECT max(taken) FROM (
        SELECT sum(change) OVER (ORDER BY at, change ROWS UNBOUNDED PRECEDING) AS taken FROM (
            SELECT max(c.starts_at, NEW.promised_from) AS at, c.quantity AS change FROM pool_claim c
            WHERE c.pool_id = NEW.id AND c.ends_at > NEW.promised_from AND c.starts_at >= NEW.promised_from - NEW.longest
            UNION ALL
            SELECT c.ends_at, -c.quantity FROM pool_claim c
            WHERE c.pool_id = NEW.id AND c.ends_at > NEW.promised_from AND c.starts_at >= NEW.promised_from - NEW.longest
        )
    )
), 0))
BEGIN
    SELECT RAISE(ABORT, 'pool_promised');
END;

DROP TRIGGER booking_claims_on_insert;
CREATE TRIGGER booking_claims_on_insert AFTER INSERT ON booking
WHEN CASE
    WHEN NEW.status IN ('approved', 'checked_in') OR (NEW.status = 'pending' AND NEW.holds) THEN
        (SELECT count(*) FROM claim c WHERE c.booking_id = NEW.id) <> CASE
            WHEN (SELECT s.by_seat FROM space s WHERE s.id = NEW.space_id) THEN 0
            ELSE (SELECT count(*) FROM space_unit u WHERE u.space_id = NEW.space_id)
        END
        OR EXISTS (
            SELECT 1 FROM claim c WHERE c.booking_id = NEW.id AND (
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
DROP TRIGGER booking_claims_on_update;
CREATE TRIGGER booking_claims_on_update
AFTER UPDATE OF id, venue_id, space_id, starts_at, ends_at, status, holds, attendees, stock ON booking
WHEN CASE
    WHEN NEW.status IN ('approved', 'checked_in') OR (NEW.status = 'pending' AND NEW.holds) THEN
        (SELECT count(*) FROM claim c WHERE c.booking_id = NEW.id) <> CASE
            WHEN (SELECT s.by_seat FROM space s WHERE s.id = NEW.space_id) THEN 0
            ELSE (SELECT count(*) FROM space_unit u WHERE u.space_id = NEW.space_id)
        END
        OR EXISTS (
            SELECT 1 FROM claim c WHERE c.booking_id = NEW.id AND (
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
