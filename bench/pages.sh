#!/usr/bin/env bash
# How fast the pages answer with 2,000 rules, 20,000 alerts and 100,000 deliveries: prints p50 and p95 of each page, by the clock
# and by the processor's time, its size, and what a first look at it loads; fails when one takes more than 200 ms by both, or is
# larger than 300 kB, also with all that its first look loads. Usage: bench/pages.sh [h2|postgres]
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -B -q test-compile
mvn -B failsafe:integration-test failsafe:verify -Psoak -Dit.test=PagesUnderLoadIT -Dtests.reruns=0 -Djacoco.skip \
  -Dpages.database="${1:-h2}" | grep -E '^(page|/)|Tests run:|BUILD|slow'
