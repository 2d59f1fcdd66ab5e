# What the measuring scripts of this directory share; sourced by them. Everything they start ends with them.
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
# How Tocsin is started: PROGRAM is what follows java's options, JAR the one that is built. RECOMMENDED=1: as the README recommends
# where memory counts: extracted, with an archive of classes, the first compiler only, and one arena of the allocator, as our launcher starts it.
options="${JAVA_OPTIONS:-@$PWD/java.options}"
jar="${JAR:-$PWD/target/tocsin.jar}"
program="${PROGRAM:--jar $jar}"
work="$(mktemp -d)"
chmod 755 "$work"
pids=()
finish() { for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done; wait 2>/dev/null || true; rm -rf "$work"; }
trap finish EXIT
trap 'exit 130' INT TERM

if [ -n "${RECOMMENDED:-}" ]; then
  export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}" MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_:-131072}"
  options="$options -XX:TieredStopAtLevel=1"
  make=-XX:ArchiveClassesAtExit use=-XX:SharedArchiveFile
  if "$java" -version 2>&1 | grep -qE ' version "(2[5-9]|[3-9][0-9])'; then
    options="$options -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED -Djdk.reflect.useNativeAccessorOnly=true"
    make=-XX:AOTCacheOutput use=-XX:AOTCache
  fi
  if [ -z "${PROGRAM:-}" ]; then
    "$java" -Djarmode=tools -jar "$jar" extract --destination "$work/app" >/dev/null
    program="-jar $work/app/$(basename "$jar")"
  fi
  (cd "$work" && TOCSIN_PORT=0 TOCSIN_DATA_DIR="$work/train" "$java" $options "$make=$work/classes.archive" -Dspring.context.exit=onRefresh \
    $program >"$work/train.log" 2>&1) || { tail -20 "$work/train.log" >&2; exit 1; }
  options="$options $use=$work/classes.archive"
fi

base=$((20000 + RANDOM % 20000))
source_port=$base; sink_port=$((base + 1)); body_port=$((base + 2)); tocsin_port=$((base + 3)); peer_port=$((base + 4)); manager_port=$((base + 5)); database_port=$((base + 6)); loki_port=$((base + 7)); past_port=$((base + 9))

http="client_body_temp_path $work/b; proxy_temp_path $work/p; fastcgi_temp_path $work/f; uwsgi_temp_path $work/u; scgi_temp_path $work/s; keepalive_requests 1000000000;"

# answering SERIES: an nginx that answers every question at once with so many series above the threshold. With VALUES=moving
# each answer has other values.
answering() {
  local common="worker_processes 1; daemon off; events { worker_connections 1024; }" value=7 reply i
  [ "${VALUES:-still}" = still ] || value="\$msec"
  sample() { echo "{\"metric\":{\"host\":\"$1\"},\"value\":[\$msec,\"$value\"]}"; }
  if [ "$1" -le 20 ]; then
    local all=""
    for ((i = 0; i < $1; i++)); do all="$all${all:+,}$(sample "h$i")"; done
    reply="return 200 '{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[$all]}}';"
  else
    # Longer than a parameter may be.
    { printf '{"status":"success","data":{"resultType":"vector","result":['
      awk -v n="$1" 'BEGIN {for (i = 0; i < n; i++) printf "%s{\"metric\":{\"host\":\"h%d\"},\"value\":[1700000000.000,\"7\"]}", i ? "," : "", i}'
      printf ']}}'; } >"$work/answer.json"
    reply="root $work; try_files /answer.json =500;"
  fi
  cat >"$work/source.conf" <<CONF
$common error_log $work/source.err; pid $work/source.pid;
http { $http access_log off; default_type application/json;
  server { listen 127.0.0.1:$source_port;
    location = /status { stub_status; }
    # Log lines, and a past, of which slots that were missed are evaluated.
    location = /loki/api/v1/query_range { proxy_pass http://127.0.0.1:$past_port; }
    location / { $reply } } }
CONF
  "$java" -Xmx48m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 bench/Past.java "$past_port" "$1" >"$work/past.log" 2>&1 & pids+=($!)
  await "http://127.0.0.1:$past_port/"
  nginx -e "$work/e1" -c "$work/source.conf" & pids+=($!)
}

# receiving: an nginx that takes what Tocsin's webhook sends, and writes down when.
receiving() {
  cat >"$work/sink.conf" <<CONF
worker_processes 1; daemon off; events { worker_connections 1024; } error_log $work/sink.err; pid $work/sink.pid;
http { $http client_body_buffer_size 4m; client_max_body_size 4m; log_format body '\$msec \$request_body'; default_type application/json;
  server { listen 127.0.0.1:$sink_port; access_log $work/sink.log body; location / { proxy_pass http://127.0.0.1:$body_port; } }
  server { listen 127.0.0.1:$body_port; access_log off; location / { return 200 '{}'; } } }
CONF
  nginx -e "$work/e2" -c "$work/sink.conf" & pids+=($!)
}

# loki [LEVEL]: the Loki that LOKI names, with its ruler, which takes the rules in $work/loki/rules/fake every INTERVAL seconds.
loki() {
  mkdir -p "$work/loki/rules/fake"
  cat >"$work/loki.yml" <<YML
auth_enabled: false
server: {http_listen_address: 127.0.0.1, http_listen_port: $loki_port, grpc_listen_address: 127.0.0.1, grpc_listen_port: $((base + 8)), log_level: ${1:-error}}
common:
  path_prefix: $work/loki
  replication_factor: 1
  instance_addr: 127.0.0.1
  ring: {instance_addr: 127.0.0.1, kvstore: {store: inmemory}}
  storage: {filesystem: {chunks_directory: $work/loki/chunks, rules_directory: $work/loki/rules}}
schema_config:
  configs: [{from: "2024-04-01", store: tsdb, object_store: filesystem, schema: v12, index: {prefix: index_, period: 24h}}]
analytics: {reporting_enabled: false}
memberlist: {bind_addr: [127.0.0.1]}
frontend: {address: 127.0.0.1}
limits_config: {ingestion_rate_mb: 100, ingestion_burst_size_mb: 200, per_stream_rate_limit: 100MB, per_stream_rate_limit_burst: 200MB}
ruler: {evaluation_interval: ${interval:-60}s, rule_path: $work/loki/ruler}
YML
  (cd "$work" && exec "$LOKI" -config.file="$work/loki.yml" >"$work/loki.log" 2>&1) & pids+=($!)
}
loki_ready() { await "http://127.0.0.1:$loki_port/ready"; }

# push_lines URL LINES [FIRST]: each with a label "run" of its own, two a second or so; then waits for the last ones to be told of.
push_lines() {
  local i now
  for ((i = ${3:-0}; i < ${3:-0} + $2; i++)); do
    now=$(date +%s.%3N); echo "$i $now" >>"$work/pushed"
    curl -s -o /dev/null -H 'Content-Type: application/json' "$1/loki/api/v1/push" \
      -d "{\"streams\":[{\"stream\":{\"job\":\"line\",\"run\":\"run-$i-end\"},\"values\":[[\"$(date +%s%N)\",\"ERROR $i\"]]}]}"
    sleep "0.$((RANDOM % 9))7"
  done
  sleep 8
}

# told LINES: how many of the lines were told of, and how long it took.
told() {
  awk 'NR == FNR {pushed["run-" $1 "-end"] = $2; next}
     {while (match($0, /run-[0-9]+-end/)) {run = substr($0, RSTART, RLENGTH); $0 = substr($0, 1, RSTART - 1) substr($0, RSTART + RLENGTH);
        if (run in pushed && !(run in seen)) {seen[run] = 1; print $1 - pushed[run]}}}' "$work/pushed" "$work/sink.log" | sort -n >"$work/took"
  awk -v all="$1" '{v[NR] = $1} END {a = int(NR * 0.5 + 0.999); b = int(NR * 0.99 + 0.999)
    printf "%d of %d told, p50 %s s, p99 %s s", NR, all, NR ? v[a < 1 ? 1 : a] : "-", NR ? v[b] : "-"}' "$work/took"
}

# How often the data source was asked; this question is one of them.
asked() { curl -s "http://127.0.0.1:$source_port/status" | awk 'NR == 3 {print $3}'; }
# Milliseconds of processor time of a process; a tick is 10 ms.
cpu() { sed 's/.*) //' "/proc/$1/stat" | awk '{print ($12 + $13) * 10}'; }
# resident PID: what of it lies where, in MB, by the kernel: the heap, files (the archive of classes, libraries), and the rest, which is
# what the JVM (metaspace, code, threads) and the allocator have.
resident() {
  awk '/^[0-9a-f]+-[0-9a-f]+ / {from = $1; sub(/-.*/, "", from); name = $6; kind = $6 == "" ? "other" : $6 == "[heap]" ? "allocator" : $6 ~ /^\// ? "files" : "other"
        if (name ~ /archive$|\.jsa$|\.aot$/) kind = "archive"; if (name ~ /\.so/) kind = "libraries"}
    /^Rss:/ {sum[kind] += $2} END {for (k in sum) printf "%s %d MB; ", k, sum[k] / 1024; print ""}' "/proc/$1/smaps"
}
rss() { awk '/^VmRSS/ {printf "%d", $2 / 1024}' "/proc/$1/status"; }
await() { for _ in $(seq 1 1500); do curl -sf -o /dev/null "$1" && return 0; sleep 0.2; done; echo "no answer from $1" >&2; for f in "$work"/*.log; do echo "$f" >&2; tail -n 5 "$f" | cut -c1-300 >&2; done; return 1; }
machine() { echo "$(nproc) cores, $(awk -F': ' '/model name/ {print $2; exit}' /proc/cpuinfo), $("$java" -version 2>&1 | head -1), $(nginx -v 2>&1), load $(cut -d' ' -f1-3 /proc/loadavg)"; }

# rule_files DIRECTORY RULES GROUPS INTERVAL: a file for each group.
rule_files() {
  mkdir -p "$1"
  awk -v dir="$1" -v rules="$2" -v groups="$3" -v every="$4" 'BEGIN {
    for (g = 0; g < groups; g++) {
      file = dir "/g" g ".yml"
      printf "groups:\n  - name: g\n    interval: %s\n    rules:\n", every >file
      for (r = int(rules * g / groups); r < int(rules * (g + 1) / groups); r++) {
        n = g "_" r
        printf "      - alert: alert_%s\n        expr: sum by (host) (count_over_time({job=\"job_%s\"} |= \"ERROR\" [1m])) > 0\n", n, n >file
        printf "        labels: {team: \"t%d\"}\n        annotations: {summary: \"{{ $labels.host }} logged errors\"}\n", g % 8 >file
      }
      close(file)
    } }'
}

# tocsin NAME VARIABLES…: starts it in a fresh data directory with the rules that the variables name; sets pid.
tocsin() {
  local home="$work/tocsin/$1" name="$1"; mkdir -p "$home"; shift
  (cd "$home" && exec env TOCSIN_PORT="$tocsin_port" TOCSIN_DATA_DIR="$PWD/data" TOCSIN_CONTACT_POINTS_FILE="$work/contact-points.yml" \
    TOCSIN_POLICIES_FILE="$work/policies.yml" TOCSIN_ALLOWED_WEBHOOK_HOSTS="127.0.0.1:$sink_port" "$@" \
    "$java" $options $program) >"$work/tocsin-$name.log" 2>&1 &
  pid=$!; pids+=("$pid")
  await "http://127.0.0.1:$tocsin_port/actuator/health/liveness"
}
metrics() { curl -s "http://127.0.0.1:$tocsin_port/actuator/prometheus"; }
# metric FILE NAME: the sum of the samples of which this is the beginning.
metric() { awk -v name="$2" 'index($0, name) == 1 {sum += $NF} END {printf "%.6f", sum}' "$1"; }

stop() { kill "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; }
