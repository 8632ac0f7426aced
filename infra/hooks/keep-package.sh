#!/bin/sh
# Keeps the package that has just passed the smoke test, for rollback.sh. usage: keep-package.sh [zip]
set -eu
cd "$(dirname "$0")/../.."

az storage blob upload --auth-mode login --account-name "$RECOFILM_STORAGE_NAME" \
  --container-name "$RECOFILM_DEPLOYMENT_CONTAINER" --name last-good/recofilm.zip \
  --file "${1:-artifacts/recofilm.zip}" --overwrite --no-progress
