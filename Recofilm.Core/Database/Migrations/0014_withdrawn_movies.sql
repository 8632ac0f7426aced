-- Movies that have left the catalogue but not yet the serving models, which learn of it at their next training: no list
-- may show them meanwhile. Their identifiers may be used again; then they leave this table.
CREATE TABLE withdrawn_movies (
    movie_id     integer PRIMARY KEY,
    withdrawn_at timestamptz NOT NULL
);
