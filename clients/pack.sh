#!/bin/sh
# Packs both clients into artifacts/clients: Recofilm.Client for NuGet, recofilm-client for npm and as a folder.
set -eu
cd "$(dirname "$0")/.."
out="$PWD/artifacts/clients"
rm -rf "$out"
mkdir -p "$out"

dotnet pack clients/Recofilm.Client --configuration Release --output "$out" --nologo

npm ci --ignore-scripts --no-audit --no-fund
npm pack --workspace clients/recofilm-client --pack-destination "$out" --silent
mkdir "$out/recofilm-client"
tar -xzf "$out"/recofilm-client-*.tgz -C "$out/recofilm-client" --strip-components 1
