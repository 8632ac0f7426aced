ALTER TABLE movies
    ADD COLUMN original_title      text CHECK (original_title <> ''),
    ADD COLUMN description         text CHECK (description <> ''),
    -- [{"name": "Keanu Reeves", "role": "actor"}, …], the most important first.
    ADD COLUMN people              jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(people) = 'array'),
    ADD COLUMN runtime             integer CHECK (runtime BETWEEN 1 AND 10000),
    -- Codes of ISO 639, in lower case: "en".
    ADD COLUMN languages           text[] NOT NULL DEFAULT '{}',
    -- The countries of production; codes of ISO 3166-1, in upper case: "DE".
    ADD COLUMN countries           text[] NOT NULL DEFAULT '{}',
    ADD COLUMN maturity_age        integer CHECK (maturity_age BETWEEN 0 AND 21),
    ADD COLUMN poster_url          text CHECK (poster_url ~ '^https?://'),
    -- The countries in which it may be shown; null means all.
    ADD COLUMN available_countries text[],
    ADD COLUMN available_from      timestamptz,
    ADD COLUMN available_until     timestamptz,
    ADD COLUMN hidden              boolean NOT NULL DEFAULT false;

-- One row, raised with each change of a movie and committed with it: instances look at it every few seconds, and read the
-- catalogue again when it has moved.
CREATE TABLE catalog_revision (
    is_only  boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    revision bigint NOT NULL
);
INSERT INTO catalog_revision (revision) VALUES (1);

CREATE FUNCTION raise_catalog_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE catalog_revision SET revision = revision + 1;
    RETURN NULL;
END
$$;

CREATE TRIGGER movies_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON movies
    FOR EACH STATEMENT EXECUTE FUNCTION raise_catalog_revision();
