#!/bin/sh
# Builds the zip that Azure Functions runs.
set -eu
cd "$(dirname "$0")/../.."

dotnet run --project Recofilm.Cli --configuration Release -- package --output artifacts/recofilm.zip
