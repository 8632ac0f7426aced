-- A rollback is recorded from the pointer, whichever instance looks at it and however often.
CREATE UNIQUE INDEX model_rollbacks_once ON model_rollbacks (from_version, to_version, rolled_back_at);
