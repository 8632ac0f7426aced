-- What was shown: one row a movie of a served list.
CREATE TABLE recommendations (
    list_id       uuid NOT NULL,
    rank          integer NOT NULL CHECK (rank > 0),
    user_id       integer NOT NULL REFERENCES users ON DELETE CASCADE,
    movie_id      integer NOT NULL REFERENCES movies ON DELETE CASCADE,
    strategy      text NOT NULL CHECK (strategy <> ''),
    model_version text NOT NULL CHECK (model_version <> ''),
    score         real NOT NULL,
    served_at     timestamptz NOT NULL,
    PRIMARY KEY (list_id, rank),
    UNIQUE (list_id, movie_id)
);

CREATE INDEX recommendations_user ON recommendations (user_id, served_at DESC);
CREATE INDEX recommendations_movie ON recommendations (movie_id);
