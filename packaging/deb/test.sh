#!/usr/bin/env bash
# Installs the package on this machine, starts it by its launcher, upgrades it over itself, removes and purges it; in the end
# nothing of it is left. As root, on a machine that has no Tocsin: packaging/deb/test.sh target/tocsin_*.deb [NEWER.deb]
set -euo pipefail
package=$(readlink -f "$1")
newer=$(readlink -f "${2:-$1}")
port=${PORT:-18080}
pid=

say() { echo "== $*"; }
fail() {
  echo "FAILED: $*" >&2
  exit 1
}

[ "$(id -u)" -eq 0 ] || fail "only root installs packages"
if getent passwd tocsin > /dev/null || [ -e /etc/tocsin ] || [ -e /var/lib/tocsin ]; then
  fail "there is a Tocsin on this machine; this would delete it"
fi

stop() {
  if [ -n "$pid" ]; then
    kill "$pid" 2> /dev/null || true
    wait "$pid" 2> /dev/null || true
    pid=
  fi
}
clean_up() {
  stop
  dpkg --purge tocsin > /dev/null 2>&1 || true
}
trap clean_up EXIT

# As the unit does: as its user, in its directory, with its settings.
start() {
  cd /etc/tocsin
  TOCSIN_PORT=$port TOCSIN_DATA_DIR=/var/lib/tocsin setpriv --reuid tocsin --regid tocsin --clear-groups \
    /usr/bin/tocsin > /tmp/tocsin-package-test.log 2>&1 &
  pid=$!
  TOCSIN_PORT=$port /usr/share/tocsin/wait-until-ready || { tail -20 /tmp/tocsin-package-test.log; fail "it did not start"; }
}

say "install"
dpkg -i "$package" > /dev/null
[ "$(stat -c '%U %a' /var/lib/tocsin)" = "tocsin 700" ] || fail "owner or mode of the data"
[ "$(stat -c '%U:%G %a' /etc/tocsin/tocsin.env)" = "root:tocsin 640" ] || fail "owner or mode of the settings"
systemd-analyze verify /lib/systemd/system/tocsin.service

say "start"
start
# It is printed after the first answer.
for _ in $(seq 60); do
  if grep -q 'Log in as admin with the password' /tmp/tocsin-package-test.log; then break; fi
  sleep 1
done
grep -q 'Log in as admin with the password' /tmp/tocsin-package-test.log || fail "no first password"
stop

say "upgrade, with settings and state kept"
echo '# mine' >> /etc/tocsin/tocsin.env
before=$(stat -c %i /var/lib/tocsin/tocsin.mv.db)
dpkg -i "$newer" > /dev/null
grep -q '^# mine' /etc/tocsin/tocsin.env || fail "the settings were replaced"
[ "$(stat -c %i /var/lib/tocsin/tocsin.mv.db)" = "$before" ] || fail "the database was replaced"
start
if grep -q 'Log in as admin with the password' /tmp/tocsin-package-test.log; then fail "the state was lost"; fi
stop

say "remove"
dpkg -r tocsin > /dev/null
[ ! -e /usr/bin/tocsin ] || fail "the program is still there"
[ -e /etc/tocsin/tocsin.env ] && [ -e /var/lib/tocsin/tocsin.mv.db ] || fail "settings or data went with it"

say "purge"
dpkg --purge tocsin > /dev/null
[ ! -e /etc/tocsin ] && [ ! -e /var/lib/tocsin ] || fail "something is left"
if getent passwd tocsin > /dev/null; then fail "the user is left"; fi
rm -f /tmp/tocsin-package-test.log
say "good"
