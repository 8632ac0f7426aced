-- How many ratings came since a model is asked every quarter of an hour. New ratings are written at the table's end, so the
-- smallest index there is finds them.
CREATE INDEX ratings_created ON ratings USING brin (created_at) WITH (pages_per_range = 32, autosummarize = on);

-- Since when a measure has been outside its band, and when that last started a training; no row for one inside.
CREATE TABLE drift (
    measure   text PRIMARY KEY CHECK (measure <> ''),
    out_since timestamptz NOT NULL,
    fired_at  timestamptz
);

-- Champions that went back to their predecessor by themselves.
CREATE TABLE model_rollbacks (
    rollback_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rolled_back_at timestamptz NOT NULL,
    from_version   text NOT NULL CHECK (from_version <> ''),
    to_version     text NOT NULL CHECK (to_version <> ''),
    reason         text NOT NULL
);
