-- A claim on a pool may end earlier, which takes nothing from anybody, and else stays as it was made.
DROP TRIGGER pool_claim_immutable;
CREATE TRIGGER pool_claim_immutable BEFORE UPDATE ON pool_claim
WHEN NEW.ends_at > OLD.ends_at OR NEW.id <> OLD.id OR NEW.pool_id <> OLD.pool_id OR NEW.starts_at <> OLD.starts_at
    OR NEW.quantity <> OLD.quantity OR NEW.whole <> OLD.whole
    OR NEW.booking_id IS NOT OLD.booking_id OR NEW.closure_id IS NOT OLD.closure_id
BEGIN
    SELECT RAISE(ABORT, 'pool_claim_immutable');
END;
