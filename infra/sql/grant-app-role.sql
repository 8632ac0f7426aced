-- The app may read and write rows. Tables are made and changed by whoever migrates, who runs this after each
-- migration. Users may come with identifiers of their own, which sequences then pass over. psql variable: role. May run any
-- number of times.
GRANT USAGE ON SCHEMA public TO :"role";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :"role";
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO :"role";

-- And on the tables of migrations to come, from their beginning.
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"role";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO :"role";

-- Which migrations ran is nothing the app may rewrite.
REVOKE INSERT, UPDATE, DELETE ON schemaversions FROM :"role";
