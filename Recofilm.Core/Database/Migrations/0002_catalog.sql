CREATE TABLE movies (
    movie_id integer PRIMARY KEY CHECK (movie_id > 0),
    -- Without the year, articles where the source has them: "Matrix, The".
    title    text NOT NULL CHECK (title <> ''),
    year     integer CHECK (year BETWEEN 1800 AND 2200),
    genres   text[] NOT NULL DEFAULT '{}' CHECK (array_position(genres, NULL) IS NULL)
);

CREATE INDEX movies_title_trigrams ON movies USING gin (title gin_trgm_ops);
-- text_pattern_ops serves equality as well as "starts with".
CREATE INDEX movies_title_lower ON movies (lower(title) text_pattern_ops);
CREATE INDEX movies_genres ON movies USING gin (genres);

CREATE TABLE links (
    movie_id integer PRIMARY KEY REFERENCES movies ON DELETE CASCADE,
    -- Digits as IMDb writes them, leading zeros kept, without the "tt".
    imdb_id  text CHECK (imdb_id ~ '^[0-9]{1,10}$'),
    tmdb_id  integer CHECK (tmdb_id > 0)
);

-- How often and how well a movie was rated, as of the last refresh. Apart from movies, so that refreshing it does
-- not touch the indexes of titles and genres.
CREATE TABLE movie_statistics (
    movie_id       integer PRIMARY KEY REFERENCES movies ON DELETE CASCADE,
    rating_count   integer NOT NULL CHECK (rating_count > 0),
    rating_average real NOT NULL CHECK (rating_average BETWEEN 0.5 AND 5.0)
);
