-- Trigram similarity, for searching titles. It is a trusted extension: the owner of the database may create it.
-- (Azure Database for PostgreSQL additionally wants it listed in the server parameter azure.extensions.)
CREATE EXTENSION IF NOT EXISTS pg_trgm;
