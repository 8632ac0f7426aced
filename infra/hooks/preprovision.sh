#!/bin/sh
# Chooses the parameters (azd env set RECOFILM_PARAMETERS prod; default: dev), and sets the deployer's name, type and address.
set -eu
cd "$(dirname "$0")/../.."

cp "infra/bicep/${RECOFILM_PARAMETERS:-dev}.bicepparam" infra/bicep/main.bicepparam

if [ -z "${RECOFILM_DEPLOYER_NAME:-}" ]; then
  azd env set RECOFILM_DEPLOYER_NAME "$(az ad signed-in-user show --query userPrincipalName --output tsv)"
  azd env set RECOFILM_DEPLOYER_TYPE User
fi

if [ "${RECOFILM_PARAMETERS:-dev}" = dev ]; then
  azd env set RECOFILM_DEPLOYER_ADDRESS "$(curl --fail --silent --show-error https://api.ipify.org)"
fi
