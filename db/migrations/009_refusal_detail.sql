-- What else a terminal told with which something is wrong, as told last: how far its clock is ahead.
ALTER TABLE terminal_refusal ADD COLUMN detail TEXT NOT NULL DEFAULT '';
