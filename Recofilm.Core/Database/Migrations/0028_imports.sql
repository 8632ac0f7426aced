-- Imports of blobs, which an instance makes in the background. A message of the queue may come twice, so the rows decide.
CREATE TABLE imports (
    import_id     uuid PRIMARY KEY,
    status        text NOT NULL CHECK (status IN ('queued', 'running', 'completed', 'failed')),
    -- The kind of rows: users, movies, ratings or tags.
    kind          text NOT NULL CHECK (kind <> ''),
    blob          text NOT NULL CHECK (blob <> ''),
    skip_rejected boolean NOT NULL,
    attempts      integer NOT NULL DEFAULT 0,
    bytes         bigint NOT NULL DEFAULT 0,
    total_bytes   bigint,
    -- The counts and the first rejected lines, once it has ended.
    report        jsonb,
    queued_at     timestamptz NOT NULL,
    started_at    timestamptz,
    finished_at   timestamptz,
    error         text,
    CHECK ((finished_at IS NOT NULL) = (status IN ('completed', 'failed')))
);
