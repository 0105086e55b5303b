-- One row for each thing that was done, written in its transaction. What was done before this migration is not told. What it
-- names is there, for nothing of that is ever deleted; no foreign key says so: SQLite would look for events of every booking that
-- is made, and no index finds them.
CREATE TABLE event (
    id {id} NOT NULL PRIMARY KEY,
    -- Given by whoever reads it first: who writes cannot know which of the transactions that are under way commit before.
    position {int} CHECK (position > 0),
    kind text NOT NULL,
    booking_id {id},
    series_id {id},
    closure_id {id},
    version {small} NOT NULL,
    at {int} NOT NULL,
    role text NOT NULL CHECK (role IN ('booker', 'venue', 'system')),
    CHECK (booking_id IS NOT NULL OR series_id IS NOT NULL OR closure_id IS NOT NULL)
) {strict};
-- Whoever writes pays for this one and for the key alone; the other two are written when a position is given.
CREATE INDEX event_unnumbered ON event (at, id) WHERE position IS NULL;
CREATE UNIQUE INDEX event_position ON event (position) WHERE position IS NOT NULL;
CREATE INDEX event_to_forget ON event (at) WHERE position IS NOT NULL;

-- The highest position that was ever given: it stays when the event that has it is forgotten. Who gives positions locks it.
CREATE TABLE event_numbers (
    id {small} NOT NULL PRIMARY KEY CHECK (id = 0),
    last {int} NOT NULL
) {strict};
INSERT INTO event_numbers (id, last) VALUES (0, 0);
