#!/bin/sh
# Registers an operator, who may train and switch models, unless one exists. The key is shown here only.
set -eu
cd "$(dirname "$0")/../.."

PGPASSWORD=$(az account get-access-token --resource-type oss-rdbms --query accessToken --output tsv)
export PGPASSWORD
export PGHOST="$RECOFILM_DATABASE_HOST" PGUSER="$RECOFILM_DATABASE_ADMINISTRATOR"
export PGDATABASE="$RECOFILM_DATABASE_NAME" PGSSLMODE=verify-full PGSSLROOTCERT=system

operators=$(psql --no-psqlrc --tuples-only --no-align --command "SELECT count(*) FROM users WHERE role = 'operator'")
[ "$operators" = 0 ] || exit 0

Recofilm__Authentication__Pepper=$(az keyvault secret show \
  --vault-name "$RECOFILM_VAULT_NAME" --name pepper --query value --output tsv)
export Recofilm__Authentication__Pepper

echo "The first operator of $RECOFILM_APP_URL. Keep the key: it is not shown again."
dotnet run --project Recofilm.Cli --configuration Release -- users create --operator --database \
  "Host=$PGHOST;Database=$PGDATABASE;Username=$PGUSER;SSL Mode=VerifyFull"
