#!/usr/bin/env bash
# Measures start-up and memory of the built jar (mvn -q package -DskipTests first). Prints one line per figure.
#   bench/startup.sh [idle seconds before RSS is read, default 300]
# Ready = from exec to the first 200 of the readiness probe; CPU = user and system time until then, which other work on the
# machine disturbs less than the clock. Uses the JDK of $JAVA_HOME, else the default one: an archive of classes before Java 25, and
# an AOT cache since.
set -euo pipefail
cd "$(dirname "$0")/.."
idle="${1:-300}"
RECOMMENDED=1
. bench/common.sh

# start NAME -- java arguments: sets pid, prints the seconds until ready. Each has a data directory of its own.
start() {
  local name="$1"; shift 2
  local begin now
  begin=$(date +%s%N)
  TOCSIN_PORT="$tocsin_port" TOCSIN_DATA_DIR="$work/$name" "$java" "$@" >"$work/$name.log" 2>&1 &
  pid=$!; pids+=("$pid")
  for _ in $(seq 1 1200); do
    if curl -sf -o /dev/null "http://127.0.0.1:$tocsin_port/actuator/health/readiness"; then
      now=$(date +%s%N)
      echo "$name: ready after $(( (now - begin) / 1000000 )) ms, $(cpu "$pid") ms of CPU"
      return 0
    fi
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.05
  done
  echo "$name: did not become ready"; tail -20 "$work/$name.log"; return 1
}

"$java" -version 2>&1 | head -1
for round in 1 2 3; do start "plain-jar-$round" -- -jar "$jar"; stop "$pid"; done
for round in 1 2 3; do start "extracted-with-archive-$round" -- $options $program; stop "$pid"; done
start "demo" -- $options $program --spring.profiles.active=demo
echo "demo at start: RSS $(rss "$pid") MB"
sleep "$idle"
echo "demo after $idle s: RSS $(rss "$pid") MB"
