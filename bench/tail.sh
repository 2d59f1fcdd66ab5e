#!/usr/bin/env bash
# How long a line takes from the push to a Loki to the webhook, of a group with `tail: true` whose slots are an hour apart.
#   LOKI=/path/to/loki bench/tail.sh         (mvn -q package -DskipTests first)
# LINES (30); takes a start of both and a minute. Prints one line.
set -euo pipefail
cd "$(dirname "$0")/.."
lines="${LINES:-30}"
. bench/common.sh
loki
receiving
mkdir "$work/rules"
cat >"$work/rules/line.yml" <<'YML'
groups:
  - name: line
    interval: 1h
    tail: true
    rules:
      - {alert: line, expr: 'sum by (run) (count_over_time({job="line"} |= "ERROR" [5m])) > 0'}
YML
echo 'route: {receiver: sink, group_by: [run], group_wait: 0s, group_interval: 5m}' >"$work/policies.yml"
echo "contact_points: [{name: sink, type: webhook, settings: {url: \"http://127.0.0.1:$sink_port/\"}}]" >"$work/contact-points.yml"
loki_ready
tocsin line TOCSIN_LOKI_URL="http://127.0.0.1:$loki_port" TOCSIN_RULES_DIR="$work/rules"
for _ in $(seq 1 300); do grep -q 'is followed' "$work/tocsin-line.log" && break; sleep 0.2; done
# What a process does for the first time takes longer.
push_lines "http://127.0.0.1:$loki_port" 5 1000
rm "$work/pushed"
push_lines "http://127.0.0.1:$loki_port" "$lines"
machine
echo "line to webhook, Loki, tail, slots an hour apart, group_wait 0s: $(told "$lines")"
