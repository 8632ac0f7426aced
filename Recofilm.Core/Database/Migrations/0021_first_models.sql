-- A registry without a champion gets a first model in seconds: a third kind of training, which no schedule asks for.
ALTER TABLE training_runs
    DROP CONSTRAINT training_runs_kind_check,
    ADD CHECK (kind IN ('full', 'partial', 'first'));
