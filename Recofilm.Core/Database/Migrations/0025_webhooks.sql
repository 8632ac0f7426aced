-- The events that platforms are told of. Triggers write them, so they are complete whichever process trained or went back.
CREATE TABLE webhook_events (
    event_id    uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    kind        text NOT NULL CHECK (kind <> ''),
    data        jsonb NOT NULL,
    occurred_at timestamptz NOT NULL
);

CREATE INDEX webhook_events_occurred ON webhook_events (occurred_at);

CREATE TABLE webhook_deliveries (
    event_id        uuid NOT NULL REFERENCES webhook_events ON DELETE CASCADE,
    url             text NOT NULL,
    attempts        integer NOT NULL DEFAULT 0,
    -- Null when it was delivered or given up.
    next_attempt_at timestamptz,
    delivered_at    timestamptz,
    last_error      text,
    PRIMARY KEY (event_id, url)
);

CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_attempt_at) WHERE next_attempt_at IS NOT NULL;

CREATE FUNCTION note_training_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO webhook_events (kind, data, occurred_at)
    VALUES (
        CASE NEW.status WHEN 'published' THEN 'model.published' WHEN 'refused' THEN 'model.refused' ELSE 'training.failed' END,
        jsonb_strip_nulls(jsonb_build_object(
            'run_id', NEW.run_id, 'trigger', NEW.trigger, 'model_version', NEW.model_version, 'error', NEW.error)),
        NEW.finished_at);
    RETURN NULL;
END
$$;

CREATE TRIGGER training_run_finished AFTER UPDATE OF status ON training_runs FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status AND NEW.status IN ('published', 'refused', 'failed'))
    EXECUTE FUNCTION note_training_run();

CREATE FUNCTION note_rollback() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO webhook_events (kind, data, occurred_at)
    VALUES (
        'model.rolled_back',
        jsonb_build_object('from_version', NEW.from_version, 'to_version', NEW.to_version, 'reason', NEW.reason),
        NEW.rolled_back_at);
    RETURN NULL;
END
$$;

CREATE TRIGGER model_rolled_back AFTER INSERT ON model_rollbacks FOR EACH ROW EXECUTE FUNCTION note_rollback();

CREATE FUNCTION note_drift() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO webhook_events (kind, data, occurred_at)
    VALUES ('drift.detected', jsonb_build_object('measure', NEW.measure, 'out_since', NEW.out_since), now());
    RETURN NULL;
END
$$;

CREATE TRIGGER drift_detected AFTER UPDATE OF fired_at ON drift FOR EACH ROW
    WHEN (OLD.fired_at IS DISTINCT FROM NEW.fired_at AND NEW.fired_at IS NOT NULL) EXECUTE FUNCTION note_drift();
