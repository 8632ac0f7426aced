#!/bin/sh
# Changes the code of an area at one place after the other, and says which changes no test finds: tests/mutation.sh gate
# The areas are the files tests/mutation/*.json. Reports go to the folder StrykerOutput of the test project.
set -eu
# The project file then compiles the tests of the area alone.
export MutatedArea="$1"

cd "$(dirname "$0")/Recofilm.Core.Tests"
dotnet tool restore
exec dotnet stryker --config-file "../mutation/$MutatedArea.json"
