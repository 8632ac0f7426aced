#!/bin/sh
# Brings the database to this version's schema as the deploying identity, and lets the app's identity in.
set -eu
cd "$(dirname "$0")/../.."

# An access token is the password. It goes through the environment: a command line is there for all to read.
PGPASSWORD=$(az account get-access-token --resource-type oss-rdbms --query accessToken --output tsv)
export PGPASSWORD
export PGHOST="$RECOFILM_DATABASE_HOST" PGUSER="$RECOFILM_DATABASE_ADMINISTRATOR"
export PGSSLMODE=verify-full PGSSLROOTCERT=system

# Roles of Microsoft Entra ID are made in the database "postgres" and exist in all.
psql --dbname=postgres --quiet --no-psqlrc --set=ON_ERROR_STOP=1 \
  --set=role="$RECOFILM_APP_ROLE" --set=principal_id="$RECOFILM_APP_PRINCIPAL_ID" \
  --file=infra/sql/create-app-role.sql

dotnet run --project Recofilm.Cli --configuration Release -- migrate --database \
  "Host=$PGHOST;Database=$RECOFILM_DATABASE_NAME;Username=$PGUSER;SSL Mode=VerifyFull"

psql --dbname="$RECOFILM_DATABASE_NAME" --quiet --no-psqlrc --set=ON_ERROR_STOP=1 \
  --set=role="$RECOFILM_APP_ROLE" \
  --file=infra/sql/grant-app-role.sql
