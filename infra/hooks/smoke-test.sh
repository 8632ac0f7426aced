#!/bin/sh
# Checks that the app has the functions of the package and answers as the product does. usage: smoke-test.sh [zip]
# It does not need a model, because the first night trains one.
set -eu
cd "$(dirname "$0")/../.."
package=${1:-artifacts/recofilm.zip}
attempts=${RECOFILM_CHECK_ATTEMPTS:-20}
pause=${RECOFILM_CHECK_PAUSE:-15}

fail() {
  echo "$1" >&2
  exit 1
}

# The platform reads the functions of a new package some time after the deployment.
expected=$(unzip -p "$package" functions.metadata | jq length)
attempt=1
until
  listed=$(az functionapp function list \
    --resource-group "$RECOFILM_RESOURCE_GROUP" --name "$RECOFILM_APP_NAME" --query 'length(@)' --output tsv) &&
    [ "$listed" = "$expected" ]
do
  [ "$attempt" -lt "$attempts" ] || fail "$RECOFILM_APP_NAME lists ${listed:-no} functions; the package has $expected."
  attempt=$((attempt + 1))
  sleep "$pause"
done
echo "$RECOFILM_APP_NAME lists all $expected functions."

attempt=1
until curl --fail --silent --show-error --max-time 30 "$RECOFILM_APP_URL/health/live" >/dev/null; do
  [ "$attempt" -lt "$attempts" ] || fail "$RECOFILM_APP_URL/health/live did not answer $attempts times."
  attempt=$((attempt + 1))
  sleep "$pause"
done

# expect "<statuses>" "<start of the content type>" <method> <path> [body]
# An error of the host or the platform may have the same status, but never the content type of the program's problem documents.
expect() {
  method=$3 path=$4 body=${5:-}
  answer=$(curl --silent --show-error --max-time 30 --output /dev/null --write-out '%{http_code} %{content_type}' \
    --request "$method" --header 'Content-Type: application/json' ${body:+--data "$body"} "$RECOFILM_APP_URL$path")
  status=${answer%% *}
  case " $1 " in
    *" $status "*) ;;
    *) fail "$method $path answered $status; expected $1." ;;
  esac
  case ${answer#* } in
    "$2"*) echo "$method $path: $status" ;;
    *) fail "$method $path answered ${answer#* }; expected $2. Another program than Recofilm answers." ;;
  esac
}

expect "200" application/json GET /
expect "200 503" application/json GET /health/ready
expect "200" application/json GET /openapi.json
expect "401" application/problem+json GET /recommendations
expect "401" application/problem+json POST /login '{"user_id":2147483647,"user_key":"not-a-key"}'

# A missing model does not fail the test; an unreachable database does.
curl --silent --show-error --max-time 30 "$RECOFILM_APP_URL/health/ready" | grep --quiet '"reachable": *true' ||
  fail "The app does not reach its database."
