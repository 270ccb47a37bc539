-- Who has taken notice of a finding (签收): for which part of the administration, and at which level. It hangs on
-- the finding's id, which re-folding keeps.
CREATE TABLE finding_acknowledgement (
    finding INTEGER NOT NULL REFERENCES finding (id) ON DELETE CASCADE,
    role    INTEGER NOT NULL,
    level   INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    account INTEGER NOT NULL,
    PRIMARY KEY (finding, role, level)
) STRICT, WITHOUT ROWID;
