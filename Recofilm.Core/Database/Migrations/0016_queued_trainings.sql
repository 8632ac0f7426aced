-- Trainings wait in a storage queue. A run is recorded before its message is sent, and is taken up again when the process that
-- ran it has gone: attempts counts how often it was begun, 0 for a run that never was in the queue.
ALTER TABLE training_runs
    ADD COLUMN kind text NOT NULL DEFAULT 'full' CHECK (kind IN ('full', 'partial')),
    ADD COLUMN queued_at timestamptz,
    ADD COLUMN sent_at timestamptz,
    ADD COLUMN attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0);
UPDATE training_runs SET kind = 'partial' WHERE trigger = 'feedback';

ALTER TABLE training_runs
    ALTER COLUMN started_at DROP NOT NULL,
    DROP CONSTRAINT training_runs_status_check,
    DROP CONSTRAINT training_runs_check,
    ADD CHECK (status IN ('queued', 'running', 'published', 'unchanged', 'refused', 'failed')),
    ADD CHECK ((status IN ('queued', 'running')) = (finished_at IS NULL)),
    -- A run may fail before anybody began it.
    ADD CHECK (status IN ('queued', 'failed') OR started_at IS NOT NULL),
    ADD CHECK (coalesce(queued_at, started_at) IS NOT NULL);

CREATE INDEX training_runs_unfinished ON training_runs (run_id) WHERE status IN ('queued', 'running');
