-- Makes the app's identity a role that may log in with its token. Run it in the database "postgres" of Azure Database for
-- PostgreSQL, the only one that has pgaadauth_create_principal_with_oid.
-- psql variables: role (the identity's name) and principal_id (its object id).
SELECT pgaadauth_create_principal_with_oid(:'role', :'principal_id', 'service', false, false)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role');
