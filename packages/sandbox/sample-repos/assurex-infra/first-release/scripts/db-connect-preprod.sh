#!/usr/bin/env bash
# An SQL prompt on the pre-production database; with SQL on standard input it prints the rows.
exec node "$(dirname "${BASH_SOURCE[0]}")/db-connect.js" preprod
