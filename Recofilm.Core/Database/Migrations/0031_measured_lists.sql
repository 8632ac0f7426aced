-- Apart from the column's migration, which locks out readers, because both statements read every list.
UPDATE recommendations SET acted_on = true WHERE list_id IN (SELECT recommendation_id FROM events) AND NOT acted_on;

-- Online measures read this index and no list: in its order, one user's lists of one version follow each other.
CREATE INDEX recommendations_measured ON recommendations (model_version, user_id, strategy) INCLUDE (served_at, acted_on)
    WHERE cardinality(movie_ids) > 0;

-- An index is enough only for pages that a vacuum has seen since their last write.
ALTER TABLE recommendations SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
