-- Drivers' cards in terminals' readers, and what terminals are told to do.

-- 0x0702: who signed in or out. No ID-card number: of a certificate's number that has the shape of one only the last
-- four characters are kept. `key` is of what is stored, so that a repeat is one.
CREATE TABLE driver_card (
    id           INTEGER PRIMARY KEY,
    terminal     INTEGER NOT NULL,
    vehicle      INTEGER NOT NULL REFERENCES vehicle (id),
    at           INTEGER NOT NULL,            -- by the terminal's clock; by ours if it told none that can be right
    clock_told   INTEGER NOT NULL CHECK (clock_told IN (0, 1)),
    received_at  INTEGER NOT NULL,
    state        INTEGER NOT NULL CHECK (state IN (1, 2, 3)),  -- on duty, off duty, not read
    read_result  INTEGER NOT NULL CHECK (read_result BETWEEN 0 AND 255),
    number       TEXT NOT NULL,
    name         TEXT NOT NULL,
    issuer       TEXT NOT NULL,
    valid_until  TEXT NOT NULL,               -- YYYY-MM-DD; empty: not told
    key          INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX driver_card_once ON driver_card (terminal, key, (at + 28800000) / 86400000);
CREATE INDEX driver_card_vehicle ON driver_card (vehicle, at);
CREATE INDEX driver_card_received ON driver_card (received_at);

-- A command for a terminal: whoever makes a row raises the registry version, the server sends it and writes
-- down what became of it. Only ids that may be sent; the server looks at the body too.
CREATE TABLE terminal_command (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    terminal    INTEGER NOT NULL REFERENCES terminal (id),
    created_at  INTEGER NOT NULL,
    message_id  INTEGER NOT NULL CHECK (message_id IN (0x8103, 0x8104, 0x8105, 0x8107, 0x8201, 0x8203)),
    body        BLOB NOT NULL CHECK (length(body) <= 1000),
    state       TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'confirmed', 'refused', 'faulty', 'unsupported',
                                               'timed_out')),
    state_at    INTEGER NOT NULL,
    answer_id   INTEGER NOT NULL DEFAULT 0,   -- of the message that answered it; 0: 0x0001, or none yet
    answer      BLOB NOT NULL DEFAULT x''     -- its body
) STRICT;
CREATE INDEX terminal_command_open ON terminal_command (id) WHERE state IN ('queued', 'sent');
CREATE INDEX terminal_command_created ON terminal_command (created_at);
