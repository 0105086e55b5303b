-- A booking that had begun when its space was rebuilt goes on holding the floor as it was.
DROP TRIGGER booking_claims_on_update;
CREATE TRIGGER booking_claims_on_update
AFTER UPDATE OF id, venue_id, space_id, starts_at, ends_at, status, holds, attendees, stock ON booking
WHEN CASE
    WHEN NEW.status IN ('approved', 'checked_in') OR (NEW.status = 'pending' AND NEW.holds) THEN
        (SELECT count(*) FROM claim c WHERE c.booking_id = NEW.id AND NOT c.proposed) <> CASE
            WHEN (SELECT s.by_seat FROM space s WHERE s.id = NEW.space_id) THEN 0
            WHEN EXISTS (SELECT 1 FROM kept_unit k WHERE k.booking_id = NEW.id)
                THEN (SELECT count(*) FROM kept_unit k WHERE k.booking_id = NEW.id)
            ELSE (SELECT count(*) FROM space_unit u WHERE u.space_id = NEW.space_id)
        END
        OR EXISTS (
            SELECT 1 FROM claim c WHERE c.booking_id = NEW.id AND NOT c.proposed AND (
                c.starts_at <> NEW.starts_at OR c.ends_at <> NEW.ends_at
                OR c.unit_id NOT IN (
                    SELECT k.unit_id FROM kept_unit k WHERE k.booking_id = NEW.id
                    UNION ALL
                    SELECT u.unit_id FROM space_unit u WHERE u.space_id = NEW.space_id
                        AND NOT EXISTS (SELECT 1 FROM kept_unit k WHERE k.booking_id = NEW.id)
                )
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
