ALTER TABLE closure ADD COLUMN reason_code text;
ALTER TABLE closure ADD COLUMN reason_text text;
ALTER TABLE closure ADD COLUMN closed_by {id} REFERENCES person (id) ON DELETE RESTRICT;
ALTER TABLE closure ADD COLUMN created_at {int} NOT NULL DEFAULT 0;
ALTER TABLE closure ADD COLUMN taken_back_at {int};
ALTER TABLE closure ADD COLUMN version {small} NOT NULL DEFAULT 1;
CREATE INDEX closure_of_venue ON closure (venue_id, ends_at);

CREATE TABLE closure_space (
    closure_id {id} NOT NULL REFERENCES closure (id) ON DELETE RESTRICT,
    space_id {id} NOT NULL REFERENCES space (id) ON DELETE RESTRICT,
    PRIMARY KEY (closure_id, space_id)
) {strict};

-- More than one where it comes again; those of one closure neither overlap nor touch.
CREATE TABLE closure_time (
    closure_id {id} NOT NULL REFERENCES closure (id) ON DELETE RESTRICT,
    starts_at {int} NOT NULL,
    ends_at {int} NOT NULL,
    PRIMARY KEY (closure_id, starts_at),
    CHECK (starts_at < ends_at)
) {strict};

INSERT INTO closure_time (closure_id, starts_at, ends_at) SELECT id, starts_at, ends_at FROM closure;
INSERT INTO closure_space (closure_id, space_id)
    SELECT closure_id, space_id FROM claim WHERE closure_id IS NOT NULL
    UNION SELECT c.closure_id, p.space_id FROM pool_claim c JOIN pool p ON p.id = c.pool_id
        WHERE c.closure_id IS NOT NULL AND p.space_id IS NOT NULL;
CREATE INDEX claim_of_closure ON claim (closure_id) WHERE closure_id IS NOT NULL;

-- A booking that had to make way: where and when it was, what became of it, and who told its group by telephone.
CREATE TABLE closure_hit (
    id {id} NOT NULL PRIMARY KEY,
    closure_id {id} NOT NULL REFERENCES closure (id) ON DELETE RESTRICT,
    booking_id {id} NOT NULL REFERENCES booking (id) ON DELETE RESTRICT,
    at {int} NOT NULL,
    space_id {id} NOT NULL REFERENCES space (id) ON DELETE RESTRICT,
    starts_at {int} NOT NULL,
    ends_at {int} NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('moved', 'cancelled', 'declined')),
    told_at {int},
    told_by {id} REFERENCES person (id) ON DELETE RESTRICT,
    CHECK ((told_at IS NULL) = (told_by IS NULL))
) {strict};
CREATE INDEX closure_hit_of_closure ON closure_hit (closure_id, starts_at);
CREATE INDEX closure_hit_of_booking ON closure_hit (booking_id);
