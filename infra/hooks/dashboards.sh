#!/bin/sh
# Imports the dashboards into Azure Managed Grafana, if the environment has one. They read the linked workspace, which is
# Grafana's first data source of the type Prometheus.
set -eu
cd "$(dirname "$0")/../.."

[ -n "${RECOFILM_GRAFANA_NAME:-}" ] || exit 0
az extension add --name amg --only-show-errors
for dashboard in infra/monitoring/grafana/dashboards/*.json; do
  az grafana dashboard create --resource-group "$RECOFILM_RESOURCE_GROUP" --name "$RECOFILM_GRAFANA_NAME" \
    --definition "@$dashboard" --overwrite true --output none
done
