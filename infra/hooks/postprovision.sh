#!/bin/sh
# Fills what has been made: schema, role, program, dashboards, and somebody to operate it.
set -eu
cd "$(dirname "$0")"

./package.sh
./migrate.sh
./deploy.sh
./smoke-test.sh
./keep-package.sh
./dashboards.sh
./first-operator.sh
