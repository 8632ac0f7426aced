#!/bin/sh
# Measures a newcomer's wait: clones the last commit into a temporary folder, takes the time until "up" prints its address
# there, and once more for a second start. With "cold" the caches of NuGet and npm are empty.
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
git clone --quiet . "$folder/clone"
if [ "${1:-warm}" = cold ]; then
  export NUGET_PACKAGES="$folder/nuget" npm_config_cache="$folder/npm"
fi

start() {
  began=$(date +%s)
  (cd "$folder/clone" && exec dotnet run --project Recofilm.Cli -- up >"$folder/log" 2>&1) &
  until grep -q ' at http://' "$folder/log" 2>/dev/null; do
    if ! kill -0 $! 2>/dev/null; then
      cat "$folder/log" >&2
      exit 1
    fi
    sleep 0.2
  done
  echo "$1 start, ${2:-warm} caches: $(($(date +%s) - began)) s"
  kill -TERM $!
  wait $! || true
  rm "$folder/log"
}

start first "${1:-warm}"
start second
