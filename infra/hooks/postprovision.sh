#!/bin/sh
# Prepares the database for the program, before azd deploys it.
set -eu
cd "$(dirname "$0")"

./migrate.sh
