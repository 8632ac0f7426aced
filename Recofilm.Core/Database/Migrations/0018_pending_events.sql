-- Events of lists that are still on their way to the database: accepted, and joined to their list once it is there. No foreign
-- key to the list, for it is not there yet.
CREATE TABLE pending_events (
    user_id           integer NOT NULL REFERENCES users ON DELETE CASCADE,
    recommendation_id uuid NOT NULL,
    movie_id          integer NOT NULL,
    kind              text NOT NULL CHECK (kind IN ('click', 'play')),
    occurred_at       timestamptz NOT NULL,
    PRIMARY KEY (user_id, recommendation_id, movie_id, kind)
);
