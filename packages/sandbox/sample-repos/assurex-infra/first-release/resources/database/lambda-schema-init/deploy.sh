#!/usr/bin/env bash
# Deploys the schema-init function and publishes the database layer: ./deploy.sh <environment>
# It changes no schema: invoke assurex-<environment>-schema-init for that.
set -euo pipefail

environment="${1:-}"
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../../.." && pwd)"

if [ -z "$environment" ] || [ ! -f "$root/config/environments/$environment.yml" ]; then
  known="$(cd "$root/config/environments" && echo *.yml | sed 's/\.yml//g')"
  echo "usage: ./deploy.sh <environment>, one of: $known" >&2
  exit 64
fi
if [ ! -x "$root/node_modules/.bin/serverless" ]; then
  echo "install the dependencies first: npm ci in $root" >&2
  exit 69
fi
if [ ! -d "$root/resources/layers/db-connector/python" ]; then
  (cd "$root" && npm run --silent build:layer)
fi

cd "$here"
exec "$root/node_modules/.bin/serverless" deploy --stage "$environment"
