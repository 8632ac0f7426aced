-- Activations by hand; trainings and rollbacks have their own tables. No reference to users: the record outlives them.
CREATE TABLE model_activations (
    activated_at timestamptz NOT NULL,
    version      text NOT NULL CHECK (version <> ''),
    previous     text CHECK (previous <> ''),
    -- The operator; null is the command line.
    user_id      integer,
    PRIMARY KEY (activated_at, version)
);
