-- A booking that had begun when its space was rebuilt goes on holding the floor as it was.
CREATE OR REPLACE FUNCTION booking_claims() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    seats boolean;
    units bigint;
    held bigint;
    claimed bigint;
    asked bigint;
    counted bigint;
BEGIN
    IF NEW.status = 'completed' THEN
        RETURN NULL;
    END IF;
    SELECT count(*), count(*) FILTER (WHERE proposed) INTO claimed, asked FROM claim WHERE booking_id = NEW.id;
    SELECT count(*) INTO counted FROM pool_claim WHERE booking_id = NEW.id;
    IF NEW.status IN ('approved', 'checked_in') OR (NEW.status = 'pending' AND NEW.holds) THEN
        SELECT by_seat INTO seats FROM space WHERE id = NEW.space_id;
        SELECT count(*), count(c.unit_id) INTO units, held
            FROM (
                SELECT unit_id FROM kept_unit WHERE booking_id = NEW.id
                UNION ALL
                SELECT unit_id FROM space_unit WHERE space_id = NEW.space_id
                    AND NOT EXISTS (SELECT 1 FROM kept_unit WHERE booking_id = NEW.id)
            ) u LEFT JOIN claim c
                ON c.unit_id = u.unit_id AND c.starts_at = NEW.starts_at AND c.ends_at = NEW.ends_at AND c.booking_id = NEW.id
                AND NOT c.proposed;
        IF units = 0 OR held <> claimed - asked OR held <> (CASE WHEN seats THEN 0 ELSE units END)
            OR counted <> jsonb_array_length(NEW.stock) + seats::int THEN
            RAISE EXCEPTION 'booking_claims' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'booking_claims';
        END IF;
        IF counted > 0 AND EXISTS (
            SELECT 1 FROM pool_claim c WHERE c.booking_id = NEW.id AND (
                c.starts_at <> NEW.starts_at OR c.ends_at <> NEW.ends_at OR c.quantity IS DISTINCT FROM coalesce(
                    (SELECT NEW.attendees FROM pool p WHERE p.id = c.pool_id AND p.space_id = NEW.space_id),
                    (SELECT lent.quantity FROM stock s
                        JOIN jsonb_to_recordset(NEW.stock) AS lent (item text, quantity integer) ON lent.item = s.slug
                        WHERE s.id = c.pool_id AND s.venue_id = NEW.venue_id)
                )
            )
        ) THEN
            RAISE EXCEPTION 'booking_claims' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'booking_claims';
        END IF;
    ELSIF claimed > 0 OR counted > 0 THEN
        RAISE EXCEPTION 'booking_claims' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'booking_claims';
    END IF;
    RETURN NULL;
END $$;
