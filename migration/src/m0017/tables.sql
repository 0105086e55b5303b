-- What people call a kind of space or a piece of equipment otherwise.
ALTER TABLE term ADD COLUMN words {json} NOT NULL DEFAULT '[]';
