#!/bin/sh
# Deploys a package to the app. usage: deploy.sh [zip]
set -eu
cd "$(dirname "$0")/../.."
package=${1:-artifacts/recofilm.zip}

if [ "$RECOFILM_HOSTING" = FlexConsumption ]; then
  az functionapp deployment source config-zip \
    --resource-group "$RECOFILM_RESOURCE_GROUP" --name "$RECOFILM_APP_NAME" --src "$package"
else
  # The app's settings name this blob, from which it runs.
  az storage blob upload --auth-mode login --account-name "$RECOFILM_STORAGE_NAME" \
    --container-name "$RECOFILM_DEPLOYMENT_CONTAINER" --name recofilm.zip --file "$package" --overwrite --no-progress
  az functionapp restart --resource-group "$RECOFILM_RESOURCE_GROUP" --name "$RECOFILM_APP_NAME"
fi
