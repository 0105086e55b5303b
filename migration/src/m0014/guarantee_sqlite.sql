-- A claim may end earlier, which takes nothing from anybody, and else stays as it was made.
DROP TRIGGER claim_immutable;
CREATE TRIGGER claim_immutable BEFORE UPDATE ON claim
WHEN NEW.ends_at > OLD.ends_at OR NEW.unit_id <> OLD.unit_id OR NEW.starts_at <> OLD.starts_at
    OR NEW.space_id <> OLD.space_id OR NEW.layout <> OLD.layout OR NEW.proposed <> OLD.proposed
    OR NEW.booking_id IS NOT OLD.booking_id OR NEW.closure_id IS NOT OLD.closure_id
BEGIN
    SELECT RAISE(ABORT, 'claim_immutable');
END;
