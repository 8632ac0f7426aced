CREATE TABLE training_runs (
    run_id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    trigger          text NOT NULL CHECK (trigger <> ''),
    started_at       timestamptz NOT NULL,
    finished_at      timestamptz,
    -- published: a new version serves; unchanged: same data and parameters as the champion's; refused: the gate
    -- kept the champion; failed: see error.
    status           text NOT NULL CHECK (status IN ('running', 'published', 'unchanged', 'refused', 'failed')),
    step             text,
    data_fingerprint text,
    parameters       jsonb NOT NULL DEFAULT '{}',
    metrics          jsonb NOT NULL DEFAULT '{}',
    model_version    text,
    error            text,
    CHECK ((status = 'running') = (finished_at IS NULL)),
    CHECK ((status = 'failed') = (error IS NOT NULL)),
    CHECK (finished_at >= started_at)
);

CREATE INDEX training_runs_started ON training_runs (started_at DESC);
