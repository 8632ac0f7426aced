-- Online measures begin with the events of the last days. They are written in the order of time, so the smallest index
-- there is finds them.
CREATE INDEX events_occurred ON events USING brin (occurred_at) WITH (pages_per_range = 32, autosummarize = on);
