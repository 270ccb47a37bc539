-- Which runs were published anew lately (docs/decisions/0031); also finds the last time.
CREATE INDEX departure_former ON departure (superseded_at) WHERE superseded_at IS NOT NULL;
