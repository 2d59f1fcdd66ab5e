#!/usr/bin/env bash
# Tocsin beside its peers on this machine, one after the other, with the same rules and the same data source: an nginx that
# answers every question at once with two series above the threshold, so that two alerts fire for each rule. Takes what the
# kernel says of each process: processor time and resident memory. Prints one table, and how long a log line of the embedded
# store takes to the webhook.
#   bench/side-by-side.sh        (mvn -q package -DskipTests first; needs Debian's nginx, curl and awk)
# Peers, each where its variable names a program: VMALERT (asks the same nginx), PROMETHEUS (asks itself: no HTTP in its
# figure), ALERTMANAGER (takes vmalert's alerts instead of nginx; its figures are a column of its own), LOKI (what it reads
# for the seven rules of rules/job-alerts.yaml, by its own log: of its ruler, and asked by Tocsin at the same time).
# RULES (2000), GROUPS_OF (20 rules each), INTERVAL (10 seconds), WARM (60 seconds), TIME (90 seconds), LINES (60),
# JAVA_OPTIONS (those of java.options), JAR, RECOMMENDED=1: how Tocsin is started.
set -euo pipefail
cd "$(dirname "$0")/.."
rules="${RULES:-2000}"; per="${GROUPS_OF:-20}"; interval="${INTERVAL:-10}"; warm="${WARM:-60}"; time="${TIME:-90}"; lines="${LINES:-60}"
groups=$((rules / per)); rules=$((groups * per))
. bench/common.sh

# The data source, and the receiver beside it, so that what Tocsin's webhook sends is not counted as questions.
answering 2
receiving

mkdir -p "$work/tocsin/rules" "$work/peer"
rule_files "$work/tocsin/rules" "$rules" "$groups" "${interval}s"
# The same to those that ask in PromQL; Prometheus, which asks itself, gets its two series from a constant.
for ((g = 0; g < groups; g++)); do
  sed -E 's/sum by \(host\) \(count_over_time\(\{job="([a-z0-9_]+)"\} .= "ERROR" \[1m\]\)\)/sum by (host) (count_over_time(lines{job="\1"}[1m]))/' \
    "$work/tocsin/rules/g$g.yml" | sed "s/name: g\$/name: g$g/" >"$work/peer/g$g.yml"
done

cat >"$work/policies.yml" <<YML
route: {receiver: sink, group_by: [team], group_wait: 10s, group_interval: 5m}
YML
cat >"$work/contact-points.yml" <<YML
contact_points:
  - {name: sink, type: webhook, settings: {url: "http://127.0.0.1:$sink_port/alerts"}}
YML

# measured NAME PID: warms up, then measures, and keeps a line "name evaluations share-of-slots ms-each rss".
measured() {
  sleep "$warm"
  local before after used
  before=$(asked); used=$(cpu "$2"); sleep "$time"; after=$(asked); used=$(($(cpu "$2") - used))
  awk -v n="$1" -v e=$((after - before - 1)) -v due=$((rules * time / interval)) -v ms="$used" -v rss="$(rss "$2")" \
    'BEGIN {printf "%s %d %.1f %.3f %d\n", n, e, 100 * e / due, e ? ms / e : 0, rss}' >>"$work/table"
}

machine
tocsin load TOCSIN_LOKI_URL="http://127.0.0.1:$source_port" TOCSIN_RULES_DIR="$work/tocsin/rules"
measured tocsin "$pid"; stop "$pid"

if [ -n "${VMALERT:-}" ]; then
  notifier="http://127.0.0.1:$body_port"
  if [ -n "${ALERTMANAGER:-}" ]; then
    printf 'route: {receiver: sink, group_by: [team], group_wait: 10s}\nreceivers: [{name: sink, webhook_configs: [{url: "http://127.0.0.1:%s/"}]}]\n' "$sink_port" >"$work/am.yml"
    "$ALERTMANAGER" --config.file="$work/am.yml" --storage.path="$work/am" --web.listen-address="127.0.0.1:$manager_port" \
      --cluster.listen-address= >"$work/alertmanager.log" 2>&1 & manager=$!; pids+=("$manager")
    notifier="http://127.0.0.1:$manager_port"; await "$notifier/-/ready"
  fi
  "$VMALERT" -rule="$work/peer/*.yml" -datasource.url="http://127.0.0.1:$source_port" -notifier.url="$notifier" \
    -httpListenAddr="127.0.0.1:$peer_port" -evaluationInterval="${interval}s" >"$work/vmalert.log" 2>&1 & pid=$!; pids+=("$pid")
  await "http://127.0.0.1:$peer_port/metrics"
  [ -z "${ALERTMANAGER:-}" ] || begin=$(cpu "$manager")
  measured vmalert "$pid"
  if [ -n "${ALERTMANAGER:-}" ]; then
    echo "alertmanager beside vmalert: $(($(cpu "$manager") - begin)) ms of processor time in $((warm + time)) s, RSS $(rss "$manager") MB" >>"$work/notes"
    stop "$manager"
  fi
  stop "$pid"
fi

if [ -n "${PROMETHEUS:-}" ]; then
  mkdir -p "$work/prom"
  for f in "$work"/peer/*.yml; do
    sed -E 's/expr: .*/expr: label_replace(vector(7), "host", "a", "", "") > 0 or label_replace(vector(7), "host", "b", "", "") > 0/' "$f" >"$work/prom/$(basename "$f")"
  done
  printf 'global: {evaluation_interval: %ss}\nrule_files: ["%s/prom/*.yml"]\n' "$interval" "$work" >"$work/prometheus.yml"
  "$PROMETHEUS" --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/tsdb" --web.listen-address="127.0.0.1:$peer_port" \
    >"$work/prometheus.log" 2>&1 & pid=$!; pids+=("$pid")
  await "http://127.0.0.1:$peer_port/-/ready"
  evaluated() { curl -s "http://127.0.0.1:$peer_port/metrics" | awk '/^prometheus_rule_evaluations_total/ {n += $2} END {printf "%d", n}'; }
  sleep "$warm"; before=$(evaluated); used=$(cpu "$pid"); sleep "$time"; n=$(($(evaluated) - before)); used=$(($(cpu "$pid") - used))
  awk -v e="$n" -v due=$((rules * time / interval)) -v ms="$used" -v rss="$(rss "$pid")" \
    'BEGIN {printf "prometheus %d %.1f %.3f %d\n", e, 100 * e / due, e ? ms / e : 0, rss}' >>"$work/table"
  stop "$pid"
fi

# From the push of a line to the webhook, with the embedded store: a group at one second, group_wait 0s.
mkdir -p "$work/tocsin/line-rules"
cat >"$work/tocsin/line-rules/line.yml" <<'YML'
groups:
  - name: line
    interval: 1s
    query_offset: 0s
    rules:
      - {alert: line, expr: 'sum by (run) (count_over_time({job="line"} |= "ERROR" [3s])) > 0'}
YML
echo 'route: {receiver: sink, group_by: [alertname, run], group_wait: 0s, group_interval: 1s}' >"$work/policies.yml"
tocsin line TOCSIN_RULES_DIR="$work/tocsin/line-rules" TOCSIN_QUERY_OFFSET=0s
sleep 10
push_lines "http://127.0.0.1:$tocsin_port" "$lines"
stop "$pid"

# Seven rules by Loki's ruler and by Tocsin at once, over the same lines: the samples, which look into the lines of seven jobs,
# and seven that look for texts in the lines of one. Every fiftieth line is an ERROR.
if [ -n "${LOKI:-}" ]; then
  mkdir -p "$work/loki/rules/fake" "$work/tocsin/samples"
  sed -E "s/^( *interval: ).*/\1${interval}s/" rules/job-alerts.yaml >"$work/tocsin/samples/jobs.yml"
  awk 'BEGIN {print "groups:\n  - name: jobs\n    rules:"}
    / - alert:/ {name = $3} / expr: \|/ {getline; sub(/^ */, ""); printf "      - {alert: %s, expr: \047(%s) > 0\047}\n", name, $0}' \
    rules/job-alerts.yaml >"$work/loki/rules/fake/jobs.yml"
  for n in 1 2 3 4 5 6 7; do
    echo "      - {alert: text_$n, expr: 'sum by (host) (count_over_time({job=\"ocr\"} |= \"ERROR-$n\" [5m])) > 0'}"
  done >"$work/texts"
  { printf 'groups:\n  - name: texts\n    rules:\n'; cat "$work/texts"; } >"$work/loki/rules/fake/texts.yml"
  { printf 'groups:\n  - name: texts\n    interval: %ss\n    rules:\n' "$interval"; cat "$work/texts"; } >"$work/tocsin/samples/texts.yml"
  loki info
  loki_ready
  echo 'route: {receiver: sink}' >"$work/policies.yml"
  tocsin samples TOCSIN_LOKI_URL="http://127.0.0.1:$loki_port" TOCSIN_RULES_DIR="$work/tocsin/samples" TOCSIN_QUERY_OFFSET=0s
  # Only now: a start takes a while, and the rules look five minutes back.
  for job in $(grep -oE 'job="[a-z_]+"' rules/job-alerts.yaml | cut -d'"' -f2); do for host in a b; do
    awk -v job="$job" -v host="$host" -v now="$(date +%s)" 'BEGIN {
      printf "{\"streams\":[{\"stream\":{\"job\":\"%s\",\"host\":\"%s\"},\"values\":[", job, host
      for (i = 0; i < 5000; i++) printf "%s[\"%d%09d\",\"%s request %d of a service that says what it does in about a hundred characters took %d ms\"]",
        i ? "," : "", now - 250 + int(i / 20), i % 20, i % 50 ? "INFO" : "ERROR-" 1 + i / 50 % 7, i, i * 7 % 900
      print "]}]}"}' | curl -sf -o /dev/null -H 'Content-Type: application/json' --data-binary @- "http://127.0.0.1:$loki_port/loki/api/v1/push"
  done; done
  sleep $((2 * interval)); from=$(wc -l <"$work/loki.log"); sleep $((6 * interval))
  tail -n +"$from" "$work/loki.log" | grep 'caller=metrics.go' | grep 'count_over_time' >"$work/read"
  # read_by COMPONENT: queries, lines and bytes. One of the frontend is one that came over HTTP.
  read_by() {
    grep "component=$1" | awk '
      function field(name) {return match($0, " " name "=[^ ]*") ? substr($0, RSTART + length(name) + 2, RLENGTH - length(name) - 2) : ""}
      {b = field("total_bytes"); f = b ~ /GB/ ? 1e9 : b ~ /MB/ ? 1e6 : b ~ /kB/ ? 1e3 : 1; bytes += b * f; lines += field("total_lines"); n++}
      END {printf "%d %d %.0f", n, lines, bytes}'
  }
  compared() {
    local ruler ours
    ruler=$(read_by ruler <"$2"); ours=$(read_by frontend <"$2")
    echo "$ruler $ours" | awk -v what="$1" '{
      printf "%s, read by Loki in the same time: its ruler %d queries, %d lines, %.1f MB; for Tocsin %d queries, %d lines, %.1f MB; tocsin / ruler: queries %.2f, lines %.2f\n",
        what, $1, $2, $3 / 1e6, $4, $5, $6 / 1e6, $1 ? $4 / $1 : 0, $2 ? $5 / $2 : 0}' >>"$work/notes"
  }
  grep 'ERROR-' "$work/read" >"$work/read-texts" || true; grep -v 'ERROR-' "$work/read" >"$work/read-jobs" || true
  compared "the seven sample rules" "$work/read-jobs"
  compared "seven texts in the lines of one job" "$work/read-texts"
  stop "$pid"
fi

echo
awk -v rules="$rules" -v groups="$groups" -v every="$interval" '
  {name[NR] = $1; e[NR] = $2; kept[NR] = $3; ms[NR] = $4; rss[NR] = $5}
  END {
    printf "| %d rules, %d groups, %d s |", rules, groups, every; for (i = 1; i <= NR; i++) printf " %s |", name[i]
    for (i = 2; i <= NR; i++) printf " tocsin / %s |", name[i]; print ""
    printf "|---|"; for (i = 1; i < 2 * NR; i++) printf "---|"; print ""
    printf "| evaluations |"; for (i = 1; i <= NR; i++) printf " %d |", e[i]; for (i = 2; i <= NR; i++) printf " |"; print ""
    printf "| of the slots, %% |"; for (i = 1; i <= NR; i++) printf " %s |", kept[i]; for (i = 2; i <= NR; i++) printf " |"; print ""
    printf "| CPU of one, ms |"; for (i = 1; i <= NR; i++) printf " %s |", ms[i]
    for (i = 2; i <= NR; i++) printf " %.2f |", ms[i] ? ms[1] / ms[i] : 0; print ""
    printf "| RSS, MB |"; for (i = 1; i <= NR; i++) printf " %d |", rss[i]
    for (i = 2; i <= NR; i++) printf " %.2f |", rss[i] ? rss[1] / rss[i] : 0; print ""
  }' "$work/table"
echo
echo "line to webhook, embedded store, group at 1s, group_wait 0s: $(told "$lines")"
[ ! -f "$work/notes" ] || cat "$work/notes"
