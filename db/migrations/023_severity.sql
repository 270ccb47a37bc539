-- How grave an episode became, where that is not what its rule says of all (NULL); and how grave it was when somebody
-- took notice: what becomes graver than that comes back. Whoever took notice before this knew all there was to know.
ALTER TABLE finding_episode ADD COLUMN severity INTEGER CHECK (severity BETWEEN 0 AND 4);
ALTER TABLE finding_acknowledgement ADD COLUMN severity INTEGER NOT NULL DEFAULT 0;
