-- A claim on a pool may end earlier, which takes nothing from anybody, and else stays as it was made.
CREATE OR REPLACE FUNCTION pool_claim_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.ends_at > OLD.ends_at OR NEW.id <> OLD.id OR NEW.pool_id <> OLD.pool_id OR NEW.starts_at <> OLD.starts_at
        OR NEW.quantity <> OLD.quantity OR NEW.whole <> OLD.whole
        OR NEW.booking_id IS DISTINCT FROM OLD.booking_id OR NEW.closure_id IS DISTINCT FROM OLD.closure_id
    THEN
        RAISE EXCEPTION 'pool_claim_immutable' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'pool_claim_immutable';
    END IF;
    RETURN NEW;
END $$;
