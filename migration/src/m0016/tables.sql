-- Where its group asks the whole series to be moved, from which date on.
ALTER TABLE series ADD COLUMN move_space_id {id} REFERENCES space (id) ON DELETE RESTRICT;
ALTER TABLE series ADD COLUMN move_starts text CHECK ((move_starts IS NULL) = (move_space_id IS NULL));
ALTER TABLE series ADD COLUMN move_ends text CHECK ((move_ends IS NULL) = (move_space_id IS NULL));
ALTER TABLE series ADD COLUMN move_from {date} CHECK (move_from IS NULL OR move_space_id IS NOT NULL);

-- Whether the move that is asked for is answered with those of the other dates.
ALTER TABLE booking ADD COLUMN move_of_series {bool} NOT NULL DEFAULT {false};

-- Where the series was before it was moved from a later date on; the others are where it is.
ALTER TABLE series_date ADD COLUMN space_id {id} REFERENCES space (id) ON DELETE RESTRICT;
ALTER TABLE series_date ADD COLUMN starts text CHECK ((starts IS NULL) = (space_id IS NULL));
ALTER TABLE series_date ADD COLUMN ends text CHECK ((ends IS NULL) = (space_id IS NULL));
