-- Who may speak to the server, who was turned away, and who did what.

CREATE TABLE terminal_credentials (
    terminal        INTEGER PRIMARY KEY REFERENCES terminal (id),
    phone           TEXT NOT NULL UNIQUE,
    terminal_id     TEXT NOT NULL,          -- bound identity; empty: the first registration binds it
    maker           TEXT NOT NULL,
    code            TEXT NOT NULL,
    next_code       TEXT NOT NULL,          -- rotated, not used yet; empty: none
    enrolled_until  INTEGER NOT NULL,
    bound           INTEGER NOT NULL CHECK (bound IN (0, 1))
) STRICT;

CREATE TABLE terminal_refusal (
    id                   INTEGER PRIMARY KEY,
    phone                TEXT NOT NULL,
    reason               TEXT NOT NULL,
    claimed_plate        TEXT NOT NULL,
    claimed_terminal_id  TEXT NOT NULL,     -- these three as last told
    claimed_maker        TEXT NOT NULL,
    peer                 TEXT NOT NULL,
    count                INTEGER NOT NULL CHECK (count > 0),
    first_at             INTEGER NOT NULL,
    last_at              INTEGER NOT NULL,
    UNIQUE (phone, reason, claimed_plate)
) STRICT;
CREATE INDEX terminal_refusal_newest ON terminal_refusal (last_at);

CREATE TABLE account (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    name           TEXT NOT NULL UNIQUE CHECK (name <> ''),
    display_name   TEXT NOT NULL,
    role           INTEGER NOT NULL CHECK (role BETWEEN 1 AND 255),
    scope          TEXT NOT NULL,
    password_hash  TEXT NOT NULL,
    disabled       INTEGER NOT NULL CHECK (disabled IN (0, 1))
) STRICT;

CREATE TABLE session (
    token_hash  TEXT PRIMARY KEY,
    account     INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE device_key (
    number                INTEGER PRIMARY KEY AUTOINCREMENT,
    device                TEXT NOT NULL UNIQUE CHECK (device <> ''),
    secret_hash           TEXT NOT NULL,
    vehicle               INTEGER REFERENCES vehicle (id),
    may_report_positions  INTEGER NOT NULL CHECK (may_report_positions IN (0, 1)),
    may_count             INTEGER NOT NULL CHECK (may_count IN (0, 1)),
    may_sight             INTEGER NOT NULL CHECK (may_sight IN (0, 1)),
    source                TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,
    account  INTEGER NOT NULL,
    peer     TEXT NOT NULL,
    action   TEXT NOT NULL,
    object   TEXT NOT NULL,
    before   TEXT NOT NULL,
    after    TEXT NOT NULL
) STRICT;
