-- Titles as people type them: without accents and, in the second form, without spaces, so that "amelie", "leon" and "starwars"
-- are found. Letters that Unicode does not decompose are named.
CREATE FUNCTION fold_title(title text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT lower(regexp_replace(
        normalize(replace(replace(replace(translate(title, 'øØłŁđĐ', 'oOlLdD'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), NFD),
        '[\u0300-\u036f]', '', 'g'))
$$;

CREATE FUNCTION squeeze_title(title text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace(fold_title(title), '[^[:alnum:]]+', '', 'g')
$$;

ALTER TABLE movies
    ADD COLUMN folded_title   text GENERATED ALWAYS AS (fold_title(title || coalesce(' ' || original_title, ''))) STORED,
    ADD COLUMN squeezed_title text GENERATED ALWAYS AS (squeeze_title(title)) STORED;

DROP INDEX movies_title_trigrams;
CREATE INDEX movies_folded_title ON movies USING gin (folded_title gin_trgm_ops);
CREATE INDEX movies_squeezed_title ON movies USING gin (squeezed_title gin_trgm_ops);
