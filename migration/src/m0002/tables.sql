-- Minutes by the layout before and the one after; turnaround_minutes for what stands in no table.
ALTER TABLE space ADD COLUMN turnarounds {json} NOT NULL DEFAULT '{}';
