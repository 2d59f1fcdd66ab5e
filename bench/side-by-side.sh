#!/usr/bin/env bash
# Tocsin beside its peers on this machine, one after the other, with the same rules and the same data source: an nginx that
# answers every question at once with two series above the threshold, so that two alerts fire for each rule. Takes what the
# kernel says of each process: processor time and resident memory. Prints one table, and how long a log line of the embedded
# store takes to the webhook.
#   bench/side-by-side.sh        (mvn -q package -DskipTests first; needs Debian's nginx, curl and awk)
# Peers, each where its variable names a program: VMALERT (asks the same nginx), PROMETHEUS (asks itself: no HTTP in its
# figure), ALERTMANAGER (takes vmalert's alerts instead of nginx; its figures are a column of its own).
# RULES (2000), GROUPS_OF (20 rules each), INTERVAL (10 seconds), WARM (60 seconds), TIME (90 seconds), LINES (60),
# JAVA_OPTIONS (those of java.options).
set -euo pipefail
cd "$(dirname "$0")/.."
rules="${RULES:-2000}"; per="${GROUPS_OF:-20}"; interval="${INTERVAL:-10}"; warm="${WARM:-60}"; time="${TIME:-90}"; lines="${LINES:-60}"
groups=$((rules / per)); rules=$((groups * per))
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
options="${JAVA_OPTIONS:-@$PWD/java.options}"
jar="$PWD/target/tocsin.jar"
work="$(mktemp -d)"
chmod 755 "$work"
pids=()
finish() { for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done; wait 2>/dev/null || true; rm -rf "$work"; }
trap finish EXIT
trap 'exit 130' INT TERM

base=$((20000 + RANDOM % 20000))
source_port=$base; sink_port=$((base + 1)); body_port=$((base + 2)); tocsin_port=$((base + 3)); peer_port=$((base + 4)); manager_port=$((base + 5))

# Two nginx, so that what Tocsin's webhook sends is not counted as questions.
sample() { echo "{\"metric\":{\"host\":\"$1\"},\"value\":[\$msec,\"7\"]}"; }
answer="{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[$(sample a),$(sample b)]}}"
common="worker_processes 1; daemon off; events { worker_connections 1024; }"
http="client_body_temp_path $work/b; proxy_temp_path $work/p; fastcgi_temp_path $work/f; uwsgi_temp_path $work/u; scgi_temp_path $work/s; keepalive_requests 1000000000;"
cat >"$work/source.conf" <<CONF
$common error_log $work/source.err; pid $work/source.pid;
http { $http access_log off; default_type application/json;
  server { listen 127.0.0.1:$source_port;
    location = /status { stub_status; }
    location / { return 200 '$answer'; } } }
CONF
cat >"$work/sink.conf" <<CONF
$common error_log $work/sink.err; pid $work/sink.pid;
http { $http client_body_buffer_size 4m; client_max_body_size 4m; log_format body '\$msec \$request_body'; default_type application/json;
  server { listen 127.0.0.1:$sink_port; access_log $work/sink.log body; location / { proxy_pass http://127.0.0.1:$body_port; } }
  server { listen 127.0.0.1:$body_port; access_log off; location / { return 200 '{}'; } } }
CONF
nginx -e "$work/e1" -c "$work/source.conf" & pids+=($!)
nginx -e "$work/e2" -c "$work/sink.conf" & pids+=($!)

# How often the data source was asked; this question is one of them.
asked() { curl -s "http://127.0.0.1:$source_port/status" | awk 'NR == 3 {print $3}'; }
# Milliseconds of processor time of a process; a tick is 10 ms.
cpu() { sed 's/.*) //' "/proc/$1/stat" | awk '{print ($12 + $13) * 10}'; }
rss() { awk '/^VmRSS/ {printf "%d", $2 / 1024}' "/proc/$1/status"; }
await() { for _ in $(seq 1 1500); do curl -sf -o /dev/null "$1" && return 0; sleep 0.2; done; echo "no answer from $1" >&2; for f in "$work"/*.log; do echo "$f" >&2; tail -n 5 "$f" | cut -c1-300 >&2; done; return 1; }

mkdir -p "$work/tocsin/rules" "$work/peer"
for ((g = 0; g < groups; g++)); do
  { echo "groups:"; echo "  - name: g"; echo "    interval: ${interval}s"; echo "    rules:"
    for ((r = 0; r < per; r++)); do
      echo "      - alert: alert_${g}_$r"
      echo "        expr: sum by (host) (count_over_time({job=\"job_${g}_$r\"} |= \"ERROR\" [1m])) > 0"
      echo "        labels: {team: \"t$((g % 8))\"}"
      echo "        annotations: {summary: \"{{ \$labels.host }} logged errors\"}"
    done; } >"$work/tocsin/rules/g$g.yml"
  # The same to those that ask in PromQL; Prometheus, which asks itself, gets its two series from a constant.
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

# tocsin DIRECTORY VARIABLES…: starts it in a fresh data directory.
tocsin() {
  local home="$work/tocsin"; mkdir -p "$home/$1"
  (cd "$home/$1" && shift && exec env TOCSIN_PORT="$tocsin_port" TOCSIN_DATA_DIR="$PWD/data" TOCSIN_CONTACT_POINTS_FILE="$work/contact-points.yml" \
    TOCSIN_POLICIES_FILE="$work/policies.yml" TOCSIN_ALLOWED_WEBHOOK_HOSTS="127.0.0.1:$sink_port" "$@" \
    "$java" $options -jar "$jar") >"$work/tocsin-$1.log" 2>&1 &
  pid=$!; pids+=("$pid")
  await "http://127.0.0.1:$tocsin_port/actuator/health/liveness"
}

# measured NAME PID: warms up, then measures, and keeps a line "name evaluations share-of-slots ms-each rss".
measured() {
  sleep "$warm"
  local before after used
  before=$(asked); used=$(cpu "$2"); sleep "$time"; after=$(asked); used=$(($(cpu "$2") - used))
  awk -v n="$1" -v e=$((after - before - 1)) -v due=$((rules * time / interval)) -v ms="$used" -v rss="$(rss "$2")" \
    'BEGIN {printf "%s %d %.1f %.3f %d\n", n, e, 100 * e / due, e ? ms / e : 0, rss}' >>"$work/table"
}
stop() { kill "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; }

echo "$(nproc) cores, $(awk -F': ' '/model name/ {print $2; exit}' /proc/cpuinfo), $("$java" -version 2>&1 | head -1), $(nginx -v 2>&1), load $(cut -d' ' -f1-3 /proc/loadavg)"
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
for ((i = 0; i < lines; i++)); do
  now=$(date +%s.%3N); echo "$i $now" >>"$work/pushed"
  curl -s -o /dev/null -H 'Content-Type: application/json' "http://127.0.0.1:$tocsin_port/loki/api/v1/push" \
    -d "{\"streams\":[{\"stream\":{\"job\":\"line\",\"run\":\"run-$i-end\"},\"values\":[[\"$(date +%s%N)\",\"ERROR $i\"]]}]}"
  sleep "0.$((RANDOM % 9))7"
done
sleep 8; stop "$pid"
awk 'NR == FNR {pushed["run-" $1 "-end"] = $2; next}
     {while (match($0, /run-[0-9]+-end/)) {run = substr($0, RSTART, RLENGTH); $0 = substr($0, 1, RSTART - 1) substr($0, RSTART + RLENGTH);
        if (!(run in seen)) {seen[run] = 1; print $1 - pushed[run]}}}' "$work/pushed" "$work/sink.log" | sort -n >"$work/took" || true
told=$(wc -l <"$work/took")
at() { awk -v p="$1" '{v[NR] = $1} END {i = int(NR * p + 0.999); print NR ? v[i < 1 ? 1 : i] : "-"}' "$work/took"; }

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
echo "line to webhook, embedded store, group at 1s, group_wait 0s: $told of $lines told, p50 $(at 0.5) s, p99 $(at 0.99) s"
[ ! -f "$work/notes" ] || cat "$work/notes"
