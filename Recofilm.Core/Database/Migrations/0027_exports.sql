-- Exports of the top lists of all users, which an instance makes in the background. The queue's messages may be lost or come
-- twice, so the rows decide.
CREATE TABLE exports (
    export_id     uuid PRIMARY KEY,
    status        text NOT NULL CHECK (status IN ('queued', 'running', 'completed', 'failed')),
    -- Strategy, limit and filter.
    request       jsonb NOT NULL CHECK (jsonb_typeof(request) = 'object'),
    blob          text NOT NULL CHECK (blob <> ''),
    attempts      integer NOT NULL DEFAULT 0,
    users         bigint NOT NULL DEFAULT 0,
    total_users   bigint,
    row_count     bigint NOT NULL DEFAULT 0,
    model_version text,
    queued_at     timestamptz NOT NULL,
    started_at    timestamptz,
    finished_at   timestamptz,
    error         text,
    CHECK ((finished_at IS NOT NULL) = (status IN ('completed', 'failed')))
);
