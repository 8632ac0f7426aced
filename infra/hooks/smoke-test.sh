#!/bin/sh
# Whether the deployed app answers as the product does. A model there may not be yet: the first night trains one.
set -eu

attempt=1
until curl --fail --silent --show-error --max-time 30 "$RECOFILM_APP_URL/health/live" >/dev/null; do
  [ "$attempt" -lt 20 ] || { echo "$RECOFILM_APP_URL/health/live has not answered for five minutes." >&2; exit 1; }
  attempt=$((attempt + 1))
  sleep 15
done

expect() {
  status=$(curl --silent --show-error --max-time 30 --output /dev/null --write-out '%{http_code}' "$RECOFILM_APP_URL$2")
  case " $1 " in
    *" $status "*) echo "GET $2: $status" ;;
    *) echo "GET $2 was answered $status instead of $1." >&2; exit 1 ;;
  esac
}

expect "200" /
expect "200 503" /health/ready
expect "401" /recommendations
expect "200" /openapi.json

# Ready without a model is no failure, but a database that does not answer is.
curl --silent --show-error --max-time 30 "$RECOFILM_APP_URL/health/ready" | grep --quiet '"reachable": *true' || {
  echo "The app does not reach its database." >&2
  exit 1
}
