-- The booking that had to make room, where this one is held for its group until the group answers. An offer waits with its
-- claims, and not for ever.
ALTER TABLE booking ADD COLUMN offer_of {id} REFERENCES booking (id) ON DELETE RESTRICT
    CHECK (offer_of IS NULL OR (offer_of <> id AND (status <> 'pending' OR (holds AND answer_by IS NOT NULL))));
CREATE INDEX booking_offers ON booking (offer_of) WHERE offer_of IS NOT NULL;
