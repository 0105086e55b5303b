ALTER TABLE booking ADD COLUMN waived {json} NOT NULL DEFAULT '[]';
-- Nothing is waived without a reason.
ALTER TABLE booking ADD COLUMN waive_reason text CHECK ((waived = '[]') = (waive_reason IS NULL));
