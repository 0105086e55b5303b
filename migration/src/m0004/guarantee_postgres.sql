-- Whoever writes without the service's recipe is held by the lock of the pool, which shows what others committed only under
-- READ COMMITTED.
CREATE FUNCTION pool_peak(of_pool uuid, from_at bigint, to_at bigint, longest bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(max(taken), 0) FROM (
        SELECT sum(change) OVER (ORDER BY at, change ROWS UNBOUNDED PRECEDING) AS taken FROM (
            SELECT greatest(c.starts_at, from_at) AS at, c.quantity AS change FROM pool_claim c
            WHERE c.pool_id = of_pool AND c.starts_at < to_at AND c.ends_at > from_at AND c.starts_at >= from_at - longest
            UNION ALL
            SELECT c.ends_at, -c.quantity FROM pool_claim c
            WHERE c.pool_id = of_pool AND c.starts_at < to_at AND c.ends_at > from_at AND c.starts_at >= from_at - longest
                AND c.ends_at < to_at
        ) changes
    ) peaks
$$;

CREATE FUNCTION pool_exceeded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ours pool%ROWTYPE;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'claim_isolation' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'claim_isolation',
            HINT = 'Write claims under READ COMMITTED.';
    END IF;
    SELECT * INTO ours FROM pool WHERE id = NEW.pool_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM pool_claim c
        WHERE c.pool_id = NEW.pool_id AND c.starts_at < NEW.ends_at AND c.ends_at > NEW.starts_at
            AND c.starts_at >= NEW.starts_at - ours.longest AND (c.whole OR NEW.whole)
    ) OR pool_peak(NEW.pool_id, NEW.starts_at, NEW.ends_at, ours.longest) + NEW.quantity > ours.quantity THEN
        RAISE EXCEPTION 'pool_exceeded' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'pool_exceeded';
    END IF;
    IF NEW.ends_at - NEW.starts_at > ours.longest THEN
        UPDATE pool SET longest = NEW.ends_at - NEW.starts_at WHERE id = NEW.pool_id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pool_exceeded BEFORE INSERT ON pool_claim FOR EACH ROW EXECUTE FUNCTION pool_exceeded();

CREATE FUNCTION pool_claim_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'pool_claim_immutable' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'pool_claim_immutable';
END $$;
CREATE TRIGGER pool_claim_immutable BEFORE UPDATE ON pool_claim FOR EACH ROW EXECUTE FUNCTION pool_claim_immutable();

CREATE FUNCTION pool_promised() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <> OLD.id OR NEW.space_id IS DISTINCT FROM OLD.space_id OR NEW.longest < OLD.longest
        OR NEW.promised_from < OLD.promised_from
        OR (NEW.quantity < OLD.quantity
            AND NEW.quantity < pool_peak(NEW.id, NEW.promised_from, 9223372036854775807, NEW.longest)) THEN
        RAISE EXCEPTION 'pool_promised' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'pool_promised';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pool_promised BEFORE UPDATE ON pool FOR EACH ROW EXECUTE FUNCTION pool_promised();

CREATE OR REPLACE FUNCTION booking_claims() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    seats boolean;
    units bigint;
    held bigint;
    claimed bigint;
    counted bigint;
BEGIN
    IF NEW.status = 'completed' THEN
        RETURN NULL;
    END IF;
    SELECT count(*) INTO claimed FROM claim WHERE booking_id = NEW.id;
    SELECT count(*) INTO counted FROM pool_claim WHERE booking_id = NEW.id;
    IF NEW.status IN ('approved', 'checked_in') OR (NEW.status = 'pending' AND NEW.holds) THEN
        SELECT by_seat INTO seats FROM space WHERE id = NEW.space_id;
        SELECT count(*), count(c.unit_id) INTO units, held
            FROM space_unit u LEFT JOIN claim c
                ON c.unit_id = u.unit_id AND c.starts_at = NEW.starts_at AND c.ends_at = NEW.ends_at AND c.booking_id = NEW.id
            WHERE u.space_id = NEW.space_id;
        IF units = 0 OR held <> claimed OR claimed <> (CASE WHEN seats THEN 0 ELSE units END)
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
DROP TRIGGER booking_claims_on_update ON booking;
CREATE TRIGGER booking_claims_on_update
    AFTER UPDATE OF id, venue_id, space_id, starts_at, ends_at, status, holds, attendees, stock ON booking
    FOR EACH ROW EXECUTE FUNCTION booking_claims();
