#!/usr/bin/env bash
# How fast the pages answer with 2,000 rules, 5,000 alerts and 50,000 deliveries: prints p50 and p95 of each page and
# fails when one takes more than 300 ms. Usage: bench/pages.sh [h2|postgres]
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -B -q test-compile
mvn -B failsafe:integration-test failsafe:verify -Psoak -Dit.test=PagesUnderLoadIT -Dtests.reruns=0 -Djacoco.skip \
  -Dpages.database="${1:-h2}" | grep -E '^(page|/)|Tests run:|BUILD|slow'
