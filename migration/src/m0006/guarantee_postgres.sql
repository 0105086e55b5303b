-- What a booking holds and what it asks to be moved to never stand together in the end, so they need no gap between them.
-- Others keep clear of both: of the nearest claim as it stands, and of the nearest proposed one, whichever will be left.
CREATE OR REPLACE FUNCTION claim_turnaround() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ours space%ROWTYPE;
    neighbour record;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'claim_isolation' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'claim_isolation',
            HINT = 'Write claims under READ COMMITTED.';
    END IF;
    PERFORM 1 FROM unit WHERE id = NEW.unit_id FOR NO KEY UPDATE;
    IF NEW.booking_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT * INTO ours FROM space WHERE id = NEW.space_id;
    FOR neighbour IN
        (SELECT c.ends_at, c.layout, s.turnaround_minutes, s.turnarounds
            FROM claim c JOIN space s ON s.id = c.space_id
            WHERE c.unit_id = NEW.unit_id AND c.starts_at < NEW.starts_at AND c.booking_id IS NOT NULL AND NOT c.proposed
                AND (NOT NEW.proposed OR c.booking_id <> NEW.booking_id)
            ORDER BY c.starts_at DESC LIMIT 1)
        UNION ALL
        (SELECT c.ends_at, c.layout, s.turnaround_minutes, s.turnarounds
            FROM claim c JOIN space s ON s.id = c.space_id
            WHERE c.unit_id = NEW.unit_id AND c.starts_at < NEW.starts_at AND c.booking_id <> NEW.booking_id AND c.proposed
            ORDER BY c.starts_at DESC LIMIT 1)
    LOOP
        IF neighbour.ends_at <= NEW.starts_at AND NEW.starts_at - neighbour.ends_at < 60 * greatest(
            coalesce((neighbour.turnarounds -> neighbour.layout ->> NEW.layout)::bigint, neighbour.turnaround_minutes),
            coalesce((ours.turnarounds -> neighbour.layout ->> NEW.layout)::bigint, ours.turnaround_minutes)
        ) THEN
            RAISE EXCEPTION 'claim_turnaround' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'claim_turnaround';
        END IF;
    END LOOP;
    FOR neighbour IN
        (SELECT c.starts_at, c.layout, s.turnaround_minutes, s.turnarounds
            FROM claim c JOIN space s ON s.id = c.space_id
            WHERE c.unit_id = NEW.unit_id AND c.starts_at >= NEW.ends_at AND c.booking_id IS NOT NULL AND NOT c.proposed
                AND (NOT NEW.proposed OR c.booking_id <> NEW.booking_id)
            ORDER BY c.starts_at LIMIT 1)
        UNION ALL
        (SELECT c.starts_at, c.layout, s.turnaround_minutes, s.turnarounds
            FROM claim c JOIN space s ON s.id = c.space_id
            WHERE c.unit_id = NEW.unit_id AND c.starts_at >= NEW.ends_at AND c.booking_id <> NEW.booking_id AND c.proposed
            ORDER BY c.starts_at LIMIT 1)
    LOOP
        IF neighbour.starts_at - NEW.ends_at < 60 * greatest(
            coalesce((neighbour.turnarounds -> NEW.layout ->> neighbour.layout)::bigint, neighbour.turnaround_minutes),
            coalesce((ours.turnarounds -> NEW.layout ->> neighbour.layout)::bigint, ours.turnaround_minutes)
        ) THEN
            RAISE EXCEPTION 'claim_turnaround' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'claim_turnaround';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

-- What is asked for stands beside what the booking holds, also while something else about it is changed.
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
            FROM space_unit u LEFT JOIN claim c
                ON c.unit_id = u.unit_id AND c.starts_at = NEW.starts_at AND c.ends_at = NEW.ends_at AND c.booking_id = NEW.id
                AND NOT c.proposed
            WHERE u.space_id = NEW.space_id;
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
