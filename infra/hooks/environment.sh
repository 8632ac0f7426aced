#!/bin/sh
# Prints a deployment's outputs as NAME=value lines, as azd passes them to its hooks. usage: environment.sh deployment-name
set -eu

az deployment sub show --name "$1" --query properties.outputs --output json |
  jq --raw-output 'to_entries[] | "\(.key | ascii_upcase)=\(.value.value)"'
