#!/bin/sh
# Makes the passwords that nobody gave, once, each as a file that only its reader can read. What was given wins, and what
# exists stays. Run as root in a container that ends; SECRETS is where the volumes of the readers are mounted.
set -eu
umask 077
root=${SECRETS:-/secrets}

# secret FILE OWNER GIVEN: the file holds what was given, what it held, or something that nobody can guess.
secret() {
  file=$root/$1
  mkdir -p "$(dirname "$file")"
  if [ -n "$3" ]; then
    printf %s "$3" > "$file"
  elif [ ! -s "$file" ]; then
    head -c 24 /dev/urandom | base64 | tr -d '\n' | tr '+/' '-_' > "$file"
  fi
  if [ "$(id -u)" -eq 0 ]; then chown "$2" "$file" "$(dirname "$file")"; fi
  chmod 0400 "$file"
}

# Tocsin reads its files as settings that have their names (Spring Boot's configtree).
secret tocsin/tocsin.api.token 10001 "${TOCSIN_API_TOKEN:-}"
# Prometheus may look, and no more.
secret tocsin/tocsin.viewer.token 10001 ""
secret prometheus/token 65534 "$(cat "$root/tocsin/tocsin.viewer.token")"
secret grafana/admin-password 472 "${GRAFANA_ADMIN_PASSWORD:-}"
# Both ends of the database. The server reads it as root, before it becomes postgres.
secret postgres/password 0 "${POSTGRES_PASSWORD:-}"
secret tocsin/tocsin.db.password 10001 "$(cat "$root/postgres/password")"
