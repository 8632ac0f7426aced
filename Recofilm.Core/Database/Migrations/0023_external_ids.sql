-- A platform's own identifiers. The indexes are partial: most rows of a data set without them cost nothing.
ALTER TABLE users ADD COLUMN external_id text CHECK (char_length(external_id) BETWEEN 1 AND 256);
CREATE UNIQUE INDEX users_external_id ON users (external_id) WHERE external_id IS NOT NULL;

ALTER TABLE movies ADD COLUMN external_id text CHECK (char_length(external_id) BETWEEN 1 AND 256);
CREATE UNIQUE INDEX movies_external_id ON movies (external_id) WHERE external_id IS NOT NULL;
