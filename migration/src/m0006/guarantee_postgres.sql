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
