-- How grave an episode became, where that is not what its rule says of all (NULL); and how grave it was when somebody
-- took notice: what becomes graver than that comes back. Before this, ES-02, ES-03 and SW-05 were S3.
ALTER TABLE finding_episode ADD COLUMN severity INTEGER CHECK (severity BETWEEN 0 AND 4);
ALTER TABLE finding_acknowledgement ADD COLUMN severity INTEGER NOT NULL DEFAULT 0;
UPDATE finding_acknowledgement SET severity = 3 WHERE finding IN (SELECT id FROM finding WHERE rule IN (27, 28, 44));
