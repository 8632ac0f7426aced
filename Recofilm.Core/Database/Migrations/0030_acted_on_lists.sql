-- Online measures count the lists that somebody acted on. The list says it itself, so that no list need be joined to its events.
ALTER TABLE recommendations ADD COLUMN acted_on boolean NOT NULL DEFAULT false;

-- A trigger, so that the program before marks lists, too. Only a list's first event writes.
CREATE FUNCTION mark_acted_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE recommendations SET acted_on = true WHERE list_id = NEW.recommendation_id AND NOT acted_on;
    RETURN NULL;
END
$$;

CREATE TRIGGER event_marks_list AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION mark_acted_on();
