-- What is let by count: the seats of a space, and things lent with a booking.
CREATE TABLE pool (
    id {id} NOT NULL PRIMARY KEY,
    quantity {small} NOT NULL CHECK (quantity >= 0),
    space_id {id} UNIQUE REFERENCES space (id) ON DELETE RESTRICT,
    -- From when on what is promised has to fit into a quantity that was lowered.
    promised_from {int} NOT NULL,
    -- The longest claim that it ever had, in seconds: none that began earlier reaches into a time.
    longest {int} NOT NULL
) {strict};

CREATE TABLE stock (
    id {id} NOT NULL PRIMARY KEY REFERENCES pool (id) ON DELETE RESTRICT,
    venue_id {id} NOT NULL REFERENCES venue (id) ON DELETE RESTRICT,
    slug text NOT NULL,
    position {small} NOT NULL,
    name {json} NOT NULL,
    retired_at {int},
    UNIQUE (venue_id, slug)
) {strict};

-- A closure takes the whole pool, however much that is.
CREATE TABLE pool_claim (
    id {id} NOT NULL PRIMARY KEY,
    pool_id {id} NOT NULL REFERENCES pool (id) ON DELETE RESTRICT,
    starts_at {int} NOT NULL,
    ends_at {int} NOT NULL,
    quantity {small} NOT NULL,
    whole {bool} NOT NULL,
    booking_id {id} REFERENCES booking (id) DEFERRABLE INITIALLY DEFERRED,
    closure_id {id} REFERENCES closure (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT pool_claim_not_empty CHECK (starts_at < ends_at),
    CONSTRAINT pool_claim_counts CHECK (whole AND quantity = 0 OR NOT whole AND quantity > 0),
    CONSTRAINT pool_claim_one_owner CHECK ((booking_id IS NULL) <> (closure_id IS NULL))
) {strict};
CREATE INDEX pool_claim_of_pool ON pool_claim (pool_id, starts_at, ends_at, quantity);
CREATE UNIQUE INDEX pool_claim_of_booking ON pool_claim (booking_id, pool_id);
CREATE INDEX pool_claim_of_closure ON pool_claim (closure_id);

-- [{"item": slug, "quantity": number}], each item once.
ALTER TABLE booking ADD COLUMN stock {json} NOT NULL DEFAULT '[]';

-- Until now a space let by the seat was booked whole.
INSERT INTO pool (id, quantity, space_id, promised_from, longest)
    SELECT id, capacity, id, 0, 0 FROM space WHERE by_seat;
INSERT INTO pool_claim (id, pool_id, starts_at, ends_at, quantity, whole, booking_id)
    SELECT b.id, s.id, c.starts_at, c.ends_at, b.attendees, {false}, b.id
    FROM claim c JOIN space s ON s.id = c.space_id JOIN booking b ON b.id = c.booking_id WHERE s.by_seat;
UPDATE pool SET longest = coalesce((SELECT max(c.ends_at - c.starts_at) FROM pool_claim c WHERE c.pool_id = pool.id), 0);
DELETE FROM claim WHERE booking_id IN (SELECT booking_id FROM pool_claim);
