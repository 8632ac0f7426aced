-- Everything below belongs to a user and goes with the user, and goes with its movie.

CREATE TABLE ratings (
    user_id    integer NOT NULL,
    movie_id   integer NOT NULL,
    rating     numeric(2,1) NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT ratings_pkey PRIMARY KEY (user_id, movie_id),
    CONSTRAINT ratings_user_fkey FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE,
    CONSTRAINT ratings_movie_fkey FOREIGN KEY (movie_id) REFERENCES movies ON DELETE CASCADE,
    CONSTRAINT ratings_half_stars CHECK (rating IN (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0))
);

-- For deleting a movie and for its statistics; a user's ratings are found by the primary key.
CREATE INDEX ratings_movie ON ratings (movie_id);

CREATE TABLE tags (
    user_id    integer NOT NULL REFERENCES users ON DELETE CASCADE,
    movie_id   integer NOT NULL REFERENCES movies ON DELETE CASCADE,
    tag        text NOT NULL CHECK (tag <> ''),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, movie_id, tag)
);

CREATE INDEX tags_movie ON tags (movie_id);

CREATE TABLE dismissals (
    user_id    integer NOT NULL REFERENCES users ON DELETE CASCADE,
    movie_id   integer NOT NULL REFERENCES movies ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, movie_id)
);

CREATE INDEX dismissals_movie ON dismissals (movie_id);
