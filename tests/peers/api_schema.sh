#!/usr/bin/env bash
# Schemathesis sends a running service what its OpenAPI document allows, and what it does not, and holds every answer
# against the document. Not checked: that whatever the document allows is accepted (a request may break a rule of the
# house without being malformed).
#
# usage: api_schema.sh BASE_URL TOKEN MANAGER_TOKEN [EXAMPLES]
set -euo pipefail
base=$1 token=$2 manager=$3 examples=${4:-40}
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"

for bearer in "$token" "$manager"; do
    schemathesis run "$base/api/openapi.json" \
        --header "Authorization: Bearer $bearer" \
        --checks all \
        --exclude-checks positive_data_acceptance \
        --phases examples,coverage,fuzzing,stateful \
        --max-examples "$examples" \
        --seed 1 \
        --workers 2 \
        --warnings off \
        --continue-on-failure \
        --no-color
done
