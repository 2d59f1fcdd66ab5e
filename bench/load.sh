#!/usr/bin/env bash
# One installation under a load of rules that all fire: how long it takes to load them, whether it keeps every slot, how late
# slots begin, what an evaluation costs, and how much memory it takes. Prints one line of a table.
#   bench/load.sh [RULES [GROUPS [INTERVAL in seconds]]]        (2000 100 10; mvn -q package -DskipTests first)
# SERIES (2) of each answer; VALUES=moving gives each answer other values; DATABASE=postgres starts Debian's PostgreSQL and
# adds statements and bytes of a slot; JFR=1 adds where the processor time goes; MEMORY=1 where memory is (native memory tracking,
# which takes some itself); WARM (60) and TIME (90) seconds; HEADER= leaves the head of the table out. JAVA_OPTIONS, JAR, PROGRAM,
# RECOMMENDED=1, JAVA_HOME: how Tocsin is started.
# Ends after a start (5 minutes at most), WARM and TIME.
set -euo pipefail
cd "$(dirname "$0")/.."
rules="${1:-2000}"; groups="${2:-100}"; interval="${3:-10}"; series="${SERIES:-2}"; warm="${WARM:-60}"; time="${TIME:-90}"
. bench/common.sh
[ -z "${MEMORY:-}" ] || options="$options -XX:NativeMemoryTracking=summary"

answering "$series"
rule_files "$work/rules" "$rules" "$groups" "${interval}s"
cat >"$work/policies.yml" <<YML
route: {receiver: inbox, group_by: [team], group_wait: 10s, group_interval: 5m}
YML
echo 'contact_points: [{name: inbox, type: inbox}]' >"$work/contact-points.yml"

database=()
if [ "${DATABASE:-h2}" = postgres ]; then
  bin="$(ls -d /usr/lib/postgresql/*/bin | tail -1)"
  as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }
  mkdir "$work/pg"; [ "$(id -u)" != 0 ] || chown postgres "$work/pg"
  as "$bin/initdb" -D "$work/pg/data" -U tocsin --auth=trust -E UTF8 >"$work/initdb.log" 2>&1
  as "$bin/postgres" -D "$work/pg/data" -p "$database_port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c shared_preload_libraries=pg_stat_statements -c track_io_timing=off >"$work/postgres.log" 2>&1 & pids+=($!)
  sql() { "$bin/psql" -h 127.0.0.1 -p "$database_port" -U tocsin -d postgres -qtA -c "$1"; }
  for _ in $(seq 1 100); do sql 'select 1' >/dev/null 2>&1 && break; sleep 0.2; done
  sql 'create extension pg_stat_statements' || echo "statements are not counted: pg_stat_statements is missing" >&2
  database=(TOCSIN_DB_URL="jdbc:postgresql://127.0.0.1:$database_port/postgres" TOCSIN_DB_USERNAME=tocsin TOCSIN_DB_PASSWORD=x)
  statements() { sql 'select coalesce(sum(calls), 0) from pg_stat_statements' 2>/dev/null || echo 0; }
  wal() { sql "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"; }
fi

begin=$(date +%s%3N)
tocsin load TOCSIN_LOKI_URL="http://127.0.0.1:$source_port" TOCSIN_RULES_DIR="$work/rules" ${database[@]+"${database[@]}"}
# Loaded: every rule is in force. It took its share of the start, so both are told.
for _ in $(seq 1 1500); do
  metrics >"$work/m0" || true
  [ "$(metric "$work/m0" 'tocsin_rules ' | cut -d. -f1)" = "$rules" ] && break
  sleep 0.2
done
loaded=$(($(date +%s%3N) - begin))

sleep "$warm"
if [ -n "${JFR:-}" ]; then
  recording="$work/load.jfr"
  jcmd "$pid" JFR.start name=load settings=profile filename="$recording" >/dev/null
fi
metrics >"$work/m1"; used=$(cpu "$pid"); begin=$(date +%s%3N)
[ ${#database[@]} = 0 ] || { s1=$(statements); w1=$(wal); }
gc1=$(jcmd "$pid" GC.heap_info >/dev/null 2>&1; metric "$work/m1" jvm_gc_memory_allocated_bytes_total)
peak=0
for ((i = 0; i < time; i++)); do sleep 1; now=$(rss "$pid"); [ "$now" -gt "$peak" ] && peak=$now; done
used=$(($(cpu "$pid") - used)); took=$(($(date +%s%3N) - begin)); metrics >"$work/m2"
[ ${#database[@]} = 0 ] || { s2=$(statements); w2=$(wal); }

delta() { awk -v a="$(metric "$work/m1" "$1")" -v b="$(metric "$work/m2" "$1")" 'BEGIN {printf "%.0f", b - a}'; }
evaluated=$(delta tocsin_rule_evaluations_total); live=$(delta 'tocsin_slots_total{outcome="live"'); late=$(delta 'tocsin_slots_total{outcome="caught_up"')
skipped=$(delta 'tocsin_slots_total{outcome="skipped"'); allocated=$(delta jvm_gc_memory_allocated_bytes_total)
failed=$(delta tocsin_rule_evaluation_failures_total)
p99=$(awk '/^tocsin_group_start_delay_seconds\{.*quantile="0.99"/ {print $NF}' "$work/m2")
[ -z "${HEADER-x}" ] || { machine
  echo "| rules | groups | interval s | series | values | database | loaded after ms | slots of those due, % | caught up | skipped | failed | start delay p99 ms | CPU of an evaluation, ms | allocated, kB | RSS, highest, MB |"
  echo "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|"; }
awk -v r="$rules" -v g="$groups" -v i="$interval" -v s="$series" -v v="${VALUES:-still}" -v d="${DATABASE:-h2}" -v loaded="$loaded" -v live="$live" \
  -v late="$late" -v skipped="$skipped" -v failed="$failed" -v took="$took" -v p99="$p99" -v ms="$used" -v e="$evaluated" -v a="$allocated" -v rss="$peak" 'BEGIN {
    printf "| %d | %d | %s | %d | %s | %s | %d | %.1f | %d | %d | %d | %.0f | %.3f | %.1f | %d |\n", r, g, i, s, v, d, loaded,
      100 * live / (g * took / 1000 / i), late, skipped, failed, p99 * 1000, e ? ms / e : 0, e ? a / e / 1024 : 0, rss}'
[ ${#database[@]} = 0 ] || awk -v s=$((s2 - s1)) -v w=$((${w2%.*} - ${w1%.*})) -v n="$live" 'BEGIN {printf "PostgreSQL: %.1f statements and %.1f kB of its log a slot\n", n ? s / n : 0, n ? w / n / 1024 : 0}'

if [ -n "${MEMORY:-}" ]; then
  echo "resident: $(rss "$pid") MB, of it $(resident "$pid")"
  jcmd "$pid" VM.native_memory summary scale=MB | awk '/^ *- +[A-Z]/ {sub(/^ *- */, ""); print}
    /committed=/ && /^Total/ {print}'
  jcmd "$pid" GC.heap_info | grep -E 'generation|space' || true
  # Counts what is in use only, so it collects first.
  jcmd "$pid" GC.class_histogram | head -n "${TYPES:-30}"
  jcmd "$pid" GC.heap_info | grep -E 'generation' || true
fi
if [ -n "${JFR:-}" ]; then
  jcmd "$pid" JFR.stop name=load >/dev/null
  [ -z "${KEEP:-}" ] || cp "$recording" "$KEEP"
  bench/jfr-summary.sh "$recording"
fi
stop "$pid"
