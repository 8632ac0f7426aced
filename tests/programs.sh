#!/bin/sh
# Installs the programs that tests run and that Debian and Ubuntu have: a browser, Prometheus, docker-compose and
# faketime.
set -eu

missing=
need() { # package command [another command that does as well]
  command -v "$2" >/dev/null 2>&1 || command -v "${3:-$2}" >/dev/null 2>&1 || missing="$missing $1"
}
need chromium-headless-shell chromium-headless-shell google-chrome
need prometheus promtool
need docker-compose docker-compose
need faketime faketime
[ -n "$missing" ] || exit 0

as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
# A new container has no package lists.
$as_root apt-get update -qq
# Each word is a package.
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
