-- A terminal that has logged out: its code opens nothing until it has registered again.
ALTER TABLE terminal_credentials ADD COLUMN must_register INTEGER NOT NULL DEFAULT 0 CHECK (must_register IN (0, 1));
