-- What was shown, one row a served list. A row a movie would cost ten times the writing, beside the requests that are
-- being answered meanwhile, and say nothing more.
ALTER TABLE recommendations RENAME TO recommendations_by_movie;
ALTER INDEX recommendations_pkey RENAME TO recommendations_by_movie_pkey;
DROP INDEX recommendations_user;
DROP INDEX recommendations_movie;

CREATE TABLE recommendations (
    list_id       uuid PRIMARY KEY,
    user_id       integer NOT NULL REFERENCES users ON DELETE CASCADE,
    strategy      text NOT NULL CHECK (strategy <> ''),
    model_version text NOT NULL CHECK (model_version <> ''),
    served_at     timestamptz NOT NULL,
    -- The place of the list's first movie among all that the request could have shown, from 1.
    first_rank    integer NOT NULL DEFAULT 1 CHECK (first_rank > 0),
    -- By rank. Movies that have left the catalogue since stay here: they were shown.
    movie_ids     integer[] NOT NULL CHECK (array_position(movie_ids, NULL) IS NULL),
    scores        real[] NOT NULL,
    CHECK (cardinality(scores) = cardinality(movie_ids))
);

INSERT INTO recommendations (list_id, user_id, strategy, model_version, served_at, movie_ids, scores)
SELECT list_id, min(user_id), min(strategy), min(model_version), min(served_at),
       array_agg(movie_id ORDER BY rank), array_agg(score ORDER BY rank)
FROM recommendations_by_movie GROUP BY list_id;
DROP TABLE recommendations_by_movie;

CREATE INDEX recommendations_user ON recommendations (user_id, served_at DESC, list_id);
-- Lists are written in the order of time, so the smallest index there is finds a period.
CREATE INDEX recommendations_served ON recommendations USING brin (served_at);

-- What users did with what they were shown: each movie of a list counts once a kind, however often it is reported.
CREATE TABLE events (
    recommendation_id uuid NOT NULL REFERENCES recommendations ON DELETE CASCADE,
    movie_id          integer NOT NULL,
    kind              text NOT NULL CHECK (kind IN ('click', 'play')),
    occurred_at       timestamptz NOT NULL,
    PRIMARY KEY (recommendation_id, movie_id, kind)
);
