#!/bin/sh
# Imports the dashboards into Azure Managed Grafana, where there is one. They read the linked workspace: the first data source
# of Prometheus' kind that Grafana has.
set -eu
cd "$(dirname "$0")/../.."

[ -n "${RECOFILM_GRAFANA_NAME:-}" ] || exit 0
az extension add --name amg --only-show-errors
for dashboard in infra/monitoring/grafana/dashboards/*.json; do
  az grafana dashboard create --resource-group "$RECOFILM_RESOURCE_GROUP" --name "$RECOFILM_GRAFANA_NAME" \
    --definition "@$dashboard" --overwrite true --output none
done
