#!/bin/sh
# Imports the dashboards into Azure Managed Grafana, where there is one.
set -eu
cd "$(dirname "$0")/../.."

[ -n "${RECOFILM_GRAFANA_NAME:-}" ] && [ -d infra/monitoring/grafana ] || exit 0
az extension add --name amg --only-show-errors
find infra/monitoring/grafana -name '*.json' -path '*dashboards*' | while read -r dashboard; do
  az grafana dashboard create --resource-group "$RECOFILM_RESOURCE_GROUP" --name "$RECOFILM_GRAFANA_NAME" \
    --definition "@$dashboard" --overwrite true --output none
done
