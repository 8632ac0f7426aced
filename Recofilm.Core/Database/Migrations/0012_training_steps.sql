-- When each step of a run was entered, in order: [{"step": "read", "started_at": "…"}, …].
ALTER TABLE training_runs ADD COLUMN steps jsonb NOT NULL DEFAULT '[]';
