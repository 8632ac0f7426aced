-- What the model that served said of each new rating before it knew it (prequential evaluation).
CREATE TABLE rating_predictions (
    user_id       integer NOT NULL REFERENCES users ON DELETE CASCADE,
    movie_id      integer NOT NULL REFERENCES movies ON DELETE CASCADE,
    model_version text NOT NULL CHECK (model_version <> ''),
    predicted     real NOT NULL CHECK (predicted BETWEEN 0.5 AND 5.0),
    rating        numeric(2,1) NOT NULL CHECK (rating BETWEEN 0.5 AND 5.0),
    rated_at      timestamptz NOT NULL,
    PRIMARY KEY (user_id, movie_id)
);

CREATE INDEX rating_predictions_movie ON rating_predictions (movie_id);
CREATE INDEX rating_predictions_rated ON rating_predictions USING brin (rated_at);
