-- Every list asks for the movies that were withdrawn in the last hour.
CREATE INDEX withdrawn_movies_time ON withdrawn_movies (withdrawn_at);
