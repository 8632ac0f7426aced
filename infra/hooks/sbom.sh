#!/bin/sh
# Writes the bills of materials of the program and of its page in CycloneDX format. Both must be restored before.
# usage: sbom.sh [folder]
set -eu
cd "$(dirname "$0")/../.."
folder=${1:-artifacts/sbom}

mkdir -p "$folder"
dotnet tool restore
dotnet tool run dotnet-CycloneDX -- Recofilm.Functions/Recofilm.Functions.csproj \
  --output "$folder" --filename recofilm.cdx.json --output-format Json \
  --exclude-dev --set-type Application --disable-package-restore
npm sbom --workspace web --omit dev --package-lock-only --sbom-format cyclonedx --sbom-type application \
  >"$folder/page.cdx.json"
