#!/bin/sh
# Checks the deployed program, keeps its package for a rollback, imports the dashboards and registers the first operator.
set -eu
cd "$(dirname "$0")"

./smoke-test.sh
./keep-package.sh
./dashboards.sh
./first-operator.sh
