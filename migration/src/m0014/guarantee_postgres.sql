-- A claim may end earlier, which takes nothing from anybody, and else stays as it was made.
CREATE OR REPLACE FUNCTION claim_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.ends_at > OLD.ends_at OR NEW.unit_id <> OLD.unit_id OR NEW.starts_at <> OLD.starts_at
        OR NEW.space_id <> OLD.space_id OR NEW.layout <> OLD.layout OR NEW.proposed <> OLD.proposed
        OR NEW.booking_id IS DISTINCT FROM OLD.booking_id OR NEW.closure_id IS DISTINCT FROM OLD.closure_id
    THEN
        RAISE EXCEPTION 'claim_immutable' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'claim_immutable';
    END IF;
    RETURN NEW;
END $$;
