-- A frame that a terminal repeats is kept once a day (China's, UTC+8). The fingerprint is of the frame's message id,
-- serial, packages and body; rows from before have none and are kept as they are.
ALTER TABLE raw_message ADD COLUMN fingerprint INTEGER;
CREATE UNIQUE INDEX raw_message_once ON raw_message (terminal, fingerprint, (received_at + 28800000) / 86400000);
