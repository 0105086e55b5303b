-- The floor on which a booking stands that had begun when the parts of its space changed; nothing is here for all others.
CREATE TABLE kept_unit (
    booking_id {id} NOT NULL REFERENCES booking (id) ON DELETE RESTRICT,
    unit_id {id} NOT NULL REFERENCES unit (id) ON DELETE RESTRICT,
    PRIMARY KEY (booking_id, unit_id)
) {strict};
