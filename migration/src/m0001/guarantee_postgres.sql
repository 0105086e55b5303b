CREATE EXTENSION IF NOT EXISTS btree_gist;

ALTER TABLE claim ADD CONSTRAINT claim_overlap
    EXCLUDE USING gist (unit_id WITH =, int8range(starts_at, ends_at) WITH &&);

-- Claims of one unit never overlap, so direct neighbours are enough. Whoever writes without the service's recipe is held
-- by the row lock, which shows what others committed only under READ COMMITTED.
CREATE FUNCTION claim_turnaround() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    turnaround bigint;
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
    SELECT turnaround_minutes INTO turnaround FROM space WHERE id = NEW.space_id;
    SELECT c.ends_at, s.turnaround_minutes INTO neighbour
        FROM claim c JOIN space s ON s.id = c.space_id
        WHERE c.unit_id = NEW.unit_id AND c.starts_at < NEW.starts_at AND c.booking_id IS NOT NULL
        ORDER BY c.starts_at DESC LIMIT 1;
    IF FOUND AND neighbour.ends_at <= NEW.starts_at
        AND NEW.starts_at - neighbour.ends_at < 60 * greatest(turnaround, neighbour.turnaround_minutes) THEN
        RAISE EXCEPTION 'claim_turnaround' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'claim_turnaround';
    END IF;
    SELECT c.starts_at, s.turnaround_minutes INTO neighbour
        FROM claim c JOIN space s ON s.id = c.space_id
        WHERE c.unit_id = NEW.unit_id AND c.starts_at >= NEW.ends_at AND c.booking_id IS NOT NULL
        ORDER BY c.starts_at LIMIT 1;
    IF FOUND AND neighbour.starts_at - NEW.ends_at < 60 * greatest(turnaround, neighbour.turnaround_minutes) THEN
        RAISE EXCEPTION 'claim_turnaround' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'claim_turnaround';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER claim_turnaround BEFORE INSERT ON claim FOR EACH ROW EXECUTE FUNCTION claim_turnaround();

CREATE FUNCTION claim_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'claim_immutable' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'claim_immutable';
END $$;
CREATE TRIGGER claim_immutable BEFORE UPDATE ON claim FOR EACH ROW EXECUTE FUNCTION claim_immutable();

-- A booking that should hold its units holds exactly them; one that should not holds none.
CREATE FUNCTION booking_claims() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    units bigint;
    held bigint;
    claimed bigint;
BEGIN
    IF NEW.status = 'completed' THEN
        RETURN NULL;
    END IF;
    SELECT count(*) INTO claimed FROM claim WHERE booking_id = NEW.id;
    IF NEW.status IN ('approved', 'checked_in') OR (NEW.status = 'pending' AND NEW.holds) THEN
        SELECT count(*), count(c.unit_id) INTO units, held
            FROM space_unit u LEFT JOIN claim c
                ON c.unit_id = u.unit_id AND c.starts_at = NEW.starts_at AND c.ends_at = NEW.ends_at AND c.booking_id = NEW.id
            WHERE u.space_id = NEW.space_id;
        IF units = 0 OR held <> units OR claimed <> units THEN
            RAISE EXCEPTION 'booking_claims' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'booking_claims';
        END IF;
    ELSIF claimed > 0 THEN
        RAISE EXCEPTION 'booking_claims' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'booking_claims';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER booking_claims_on_insert AFTER INSERT ON booking FOR EACH ROW EXECUTE FUNCTION booking_claims();
CREATE TRIGGER booking_claims_on_update AFTER UPDATE OF id, space_id, starts_at, ends_at, status, holds ON booking
    FOR EACH ROW EXECUTE FUNCTION booking_claims();
