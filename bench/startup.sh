#!/usr/bin/env bash
# Measures start-up and memory of the built jar (mvn -q package -DskipTests first). Prints one line per figure.
#   bench/startup.sh [idle seconds before RSS is read, default 300]
# Ready = from exec to the first 200 of the readiness probe; CPU = user and system time until then, which other work on the
# machine disturbs less than the clock. Uses the JDK of $JAVA_HOME, else the default one.
set -euo pipefail
cd "$(dirname "$0")/.."
idle="${1:-300}"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
work="$(mktemp -d)"
pid=""
trap '[ -n "$pid" ] && kill "$pid" 2>/dev/null; rm -rf "$work"' EXIT

flags=(@java.options -XX:TieredStopAtLevel=1)

free_port() { python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])' 2>/dev/null \
  || echo $((20000 + RANDOM % 20000)); }

# Milliseconds of CPU that the process has used; a tick is 10 ms.
cpu() { sed 's/.*) //' "/proc/$pid/stat" | awk '{print ($12 + $13) * 10}'; }

# start NAME -- java arguments: sets pid and port, prints the seconds until ready.
start() {
  local name="$1"; shift 2
  port="$(free_port)"
  local begin now
  begin=$(date +%s%N)
  TOCSIN_PORT="$port" TOCSIN_DATA_DIR="$work/$name" "$java" "$@" >"$work/$name.log" 2>&1 &
  pid=$!
  for _ in $(seq 1 1200); do
    if curl -sf -o /dev/null "http://127.0.0.1:$port/actuator/health/readiness"; then
      now=$(date +%s%N)
      echo "$name: ready after $(( (now - begin) / 1000000 )) ms, $(cpu) ms of CPU"
      return 0
    fi
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.05
  done
  echo "$name: did not become ready"; tail -20 "$work/$name.log"; return 1
}

stop() { kill "$pid"; wait "$pid" 2>/dev/null || true; pid=""; }

rss() { echo "$1: RSS $(( $(awk '/^VmRSS/ {print $2}' "/proc/$pid/status") / 1024 )) MB"; }

"$java" -version 2>&1 | head -1
for round in 1 2 3; do start "plain-jar-$round" -- -jar target/tocsin.jar; stop; done

"$java" -Djarmode=tools -jar target/tocsin.jar extract --destination "$work/app" >/dev/null
app="$work/app/tocsin.jar"
archive="$work/tocsin.jsa"
TOCSIN_PORT="$(free_port)" TOCSIN_DATA_DIR="$work/train" "$java" "${flags[@]}" -XX:ArchiveClassesAtExit="$archive" \
  -Dspring.context.exit=onRefresh -jar "$app" >"$work/train.log" 2>&1 || { tail -20 "$work/train.log"; exit 1; }
for round in 1 2 3; do
  start "extracted-with-archive-$round" -- "${flags[@]}" -XX:SharedArchiveFile="$archive" -jar "$app"; stop
done

start "demo" -- "${flags[@]}" -XX:SharedArchiveFile="$archive" -jar "$app" --spring.profiles.active=demo
rss "demo at start"
sleep "$idle"
rss "demo after $idle s"
stop
