#!/bin/sh
# Brings the database to this version's schema as the deploying identity, and grants the app's identity access.
set -eu
cd "$(dirname "$0")/../.."

# The password is an access token. It is passed in the environment, because every user can read a command line.
PGPASSWORD=$(az account get-access-token --resource-type oss-rdbms --query accessToken --output tsv)
export PGPASSWORD
export PGHOST="$RECOFILM_DATABASE_HOST" PGUSER="$RECOFILM_DATABASE_ADMINISTRATOR"
export PGSSLMODE=verify-full PGSSLROOTCERT=system

# Roles of Microsoft Entra ID are created in the database "postgres" and exist in all databases.
psql --dbname=postgres --quiet --no-psqlrc --set=ON_ERROR_STOP=1 \
  --set=role="$RECOFILM_APP_ROLE" --set=principal_id="$RECOFILM_APP_PRINCIPAL_ID" \
  --file=infra/sql/create-app-role.sql

dotnet run --project Recofilm.Cli --configuration Release -- migrate --database \
  "Host=$PGHOST;Database=$RECOFILM_DATABASE_NAME;Username=$PGUSER;SSL Mode=VerifyFull"

psql --dbname="$RECOFILM_DATABASE_NAME" --quiet --no-psqlrc --set=ON_ERROR_STOP=1 \
  --set=role="$RECOFILM_APP_ROLE" \
  --file=infra/sql/grant-app-role.sql
