-- Back ends that act for users. A key is shown once; its HMAC-SHA-256 stays, and finds the service. A revoked service stays in
-- the list, and its name is free again.
CREATE TABLE services (
    service_id   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
    key_hash     bytea NOT NULL UNIQUE CHECK (octet_length(key_hash) = 32),
    created_at   timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at   timestamptz
);

CREATE UNIQUE INDEX services_name ON services (name) WHERE revoked_at IS NULL;
