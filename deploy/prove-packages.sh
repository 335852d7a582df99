#!/usr/bin/env bash
# Makes the Debian packages and proves them in a clean bookworm with a running
# systemd: installed, serving what the README shows, reconfigured, upgraded,
# built against, removed and purged.
#
#   deploy/prove-packages.sh [DIRECTORY]
#
# Makes a root file system below DIRECTORY (default: a new one below /var/tmp;
# some 2 GB), gets what the packages depend on from this machine's mirror, and
# boots it by systemd-nspawn, with a network of its own. Runs as root on Debian.
# Removes what it made, also when interrupted; logs stay in build/packages.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=deploy/debian-root.sh
. deploy/debian-root.sh
# shellcheck source=deploy/must-hold.sh
. deploy/must-hold.sh

deploy/install-deps.sh build package prove
logs=$PWD/build/packages
mkdir -p "$logs"

echo "=== Making the packages of $(git rev-parse --short HEAD)"
rm -rf build/package/packages
{
  cmake --preset package
  cmake --build --preset package
  cpack --preset package
} >"$logs/make.log" 2>&1 || { tail -n 20 "$logs/make.log"; exit 1; }
packages=$PWD/build/package/packages
(cd "$packages" && stat -c '%s bytes  %n' ./*.deb)
server_package=$(echo "$packages"/ratecard-server_*.deb)
# Left out: what asks for a bug report of Debian, and that cpack calls ldconfig
# by a script where Debian's own tools use a trigger.
must_hold "lintian has nothing to say of them" lintian --allow-root \
  --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs \
  --suppress-tags maintscript-calls-ldconfig,lacks-ldconfig-trigger \
  "$packages"/*.deb

root=$(mktemp -d "${1:-/var/tmp}/ratecard-packages-XXXXXX")
nspawn=
# shellcheck disable=SC2317  # called by the trap
cleanup() {
  if [ -n "$nspawn" ]; then
    inside journalctl --no-pager >"$logs/journal.log" 2>&1 || true
    kill "$nspawn" 2>/dev/null || true
    wait "$nspawn" || true
  fi
  remove_debian_root "$root"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

echo "=== A fresh bookworm in $root"
make_debian_root "$root" "$logs/debootstrap.log"
mount_debian_root "$root"
mkdir "$root/root/packages" "$root/root/next"
cp "$packages"/*.deb "$root/root/packages/"
cp -r client/examples "$root/root/example"
cp deploy/tour.sh deploy/kubernetes/overlays/example/catalog/openai.textproto \
  "$root/root/"

# The next version, as an administrator meets it: its default configuration has
# changed.
next=$root/root/next/tree
dpkg-deb -R "$server_package" "$next"
sed -i 's/^Version: .*/&.1/' "$next/DEBIAN/control"
echo '# Of the next version.' >>"$next/etc/ratecard/ratecardd.textproto"
dpkg-deb --root-owner-group -b "$next" "$root/root/next" >/dev/null
rm -r "$next"

# Once booted, it has no network but its own loopback.
apt=(apt-get -q -y --no-install-recommends)
{
  in_debian_root "$root" apt-get -q update
  in_debian_root "$root" "${apt[@]}" install systemd-sysv curl
  in_debian_root "$root" sh -c \
    "${apt[*]} install --download-only /root/packages/*.deb cmake g++ make"
} >"$logs/apt.log" 2>&1 || { tail -n 20 "$logs/apt.log"; exit 1; }
unmount_debian_root "$root"

systemd-nspawn --quiet --register=no --keep-unit --private-network \
  --directory="$root" --boot </dev/null >"$logs/boot.log" 2>&1 &
nspawn=$!
init=
for _ in $(seq 100); do
  init=$(pgrep -P "$nspawn" | head -n 1) || true
  [ -z "$init" ] || break
  sleep 0.1
done
inside() {
  nsenter --all --target "$init" -- /usr/bin/env -i HOME=/root LANG=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    "$@" </dev/null
}
install_packages() {
  inside sh -c "${apt[*]} -o Dpkg::Options::=--force-confold install $*" \
    >>"$logs/install.log" 2>&1 || { tail -n 20 "$logs/install.log"; return 1; }
}
property() {
  inside systemctl show ratecardd --property="$1" --value
}
for _ in $(seq 300); do
  state=$(inside systemctl is-system-running 2>/dev/null) || true
  case $state in running | degraded) break ;; esac
  sleep 0.1
done
echo "systemd is $state"
: >"$logs/install.log"

echo "=== Installing server and command line"
install_packages '/root/packages/ratecard-server_*.deb' \
  '/root/packages/ratecard_*.deb'
must_hold "the server runs" inside systemctl is-active ratecardd
must_hold "it starts with the machine" inside systemctl is-enabled ratecardd
began=$(property ExecMainStartTimestampMonotonic)
ready=$(property ActiveEnterTimestampMonotonic)
echo "It was ready $(((ready - began) / 1000)) ms after it was started"
pid=$(property MainPID)
must_hold "it runs as its own user" \
  test "$(inside stat -c %U "/proc/$pid")" = ratecard
must_hold "it has no capability" inside grep -qP '^CapBnd:\t0+$' \
  "/proc/$pid/status"
must_hold "its system calls are filtered" inside grep -qP '^Seccomp:\t2$' \
  "/proc/$pid/status"
must_hold "others do not read its configuration" \
  test "$(inside stat -c '%U:%G %a' /etc/ratecard)" = 'root:ratecard 750'
must_hold "systemd finds nothing wrong with the unit" \
  inside systemd-analyze verify --man=no ratecardd.service
must_hold "it exposes less than 2.0" \
  inside systemd-analyze security --threshold=19 ratecardd.service
inside systemd-analyze --no-pager security ratecardd.service | tail -n 1

echo "=== The tour of the README"
inside /root/tour.sh 127.0.0.1:50051 http://127.0.0.1:9464/metrics \
  >"$logs/tour.log"
must_hold "a price of the README" \
  grep -q '^total .*[$]0[.]196$' "$logs/tour.log"
must_hold "there is a manual page of the server" \
  inside test -s /usr/share/man/man8/ratecardd.8.gz
must_hold "bash completes" inside bash -c \
  '. /usr/share/bash-completion/completions/ratecard && complete -p ratecard'

echo "=== Configuring"
config=/etc/ratecard/ratecardd.textproto
set_config() {  # FIELD VALUE, as in the file
  inside sed -i "s#^  $1: .*#  $1: $2#" "$config"
}
set_config log_level LOG_LEVEL_DEBUG
must_hold "it reloads" inside systemctl reload ratecardd
logged() { inside journalctl --no-pager --unit=ratecardd --output=cat; }
reloaded() { logged | grep '"config_reloaded".*observability.log_level'; }
# The journal has it a moment later.
for _ in $(seq 50); do
  if reloaded >/dev/null; then break; fi
  sleep 0.1
done
must_hold "it took over what changed" reloaded
must_hold "it went on running" test "$pid" = "$(property MainPID)"
must_hold "it is active again" inside systemctl is-active ratecardd

inside cp /root/openai.textproto /etc/ratecard/catalog/
built_in=/usr/share/ratecard/catalog
set_config dir "\"/etc/ratecard/catalog,$built_in,$built_in/imported\""
set_config grpc_address '"unix:/run/ratecard/grpc.sock"'
must_hold "it restarts" inside systemctl restart ratecardd
contract_price() {
  inside ratecard estimate gpt-5.2-codex --input 120k --cached 80k \
    --output 8k --server unix:/run/ratecard/grpc.sock |
    grep '^total .*[$]0[.]1568$'
}
must_hold "a catalog of one's own goes before the built-in one" contract_price
must_hold "its group may use the socket" \
  test "$(inside stat -c '%G %a' /run/ratecard/grpc.sock)" = 'ratecard 770'
must_not_hold "nobody else may" inside setpriv --reuid=nobody \
  --regid=nogroup --clear-groups test -S /run/ratecard/grpc.sock
set_config max_streams '"many"'
must_not_hold "a configuration with a mistake is not started with" \
  inside systemctl restart ratecardd
must_hold "the journal says which" \
  inside sh -c "journalctl --unit=ratecardd | grep '$config:[0-9]*:[0-9]*: '"
set_config max_streams 1000
inside systemctl reset-failed ratecardd
must_hold "put right, it starts" inside systemctl restart ratecardd

echo "=== Upgrading"
pid=$(property MainPID)
install_packages '/root/next/*.deb'
must_hold "it is the next version" \
  inside sh -c "dpkg-query -W ratecard-server | grep '[.]1$'"
must_hold "it was started anew" test "$pid" != "$(property MainPID)"
must_hold "it runs with the administrator's configuration" contract_price
must_hold "the new default lies beside it" \
  inside grep -q 'Of the next version' "$config.dpkg-dist"
inside systemctl disable --now ratecardd 2>/dev/null
install_packages --allow-downgrades '/root/packages/ratecard-server_*.deb'
must_not_hold "one that was stopped stays so" \
  inside systemctl is-active ratecardd
must_not_hold "one that was disabled stays so" \
  inside systemctl is-enabled ratecardd
inside systemctl enable --now ratecardd 2>/dev/null

echo "=== Building against the library"
install_packages '/root/packages/*ratecard-client*.deb' \
  '/root/packages/ratecard-dev_*.deb' cmake g++ make
must_hold "the example builds" inside sh -c \
  'cmake -S /root/example -B /tmp/example && cmake --build /tmp/example'
example_price() {
  inside /tmp/example/estimate "$@" | grep -x "one: USD $price"
}
# 100,000 tokens of input and 2,000 of output.
price=0.203000000
must_hold "the example prices without a server" example_price
# By the contract: 100,000 × 1.40 + 2,000 × 11.20 = 162,400 per million.
price=0.162400000
must_hold "the example asks the server" \
  example_price unix:/run/ratecard/grpc.sock

echo "=== Removing and purging"
pid=$(property MainPID)
must_hold "it runs until then" inside test -e "/proc/$pid"
inside "${apt[@]}" remove 'ratecard*' 'libratecard-client*' \
  >"$logs/remove.log" 2>&1
must_not_hold "then no longer" inside test -e "/proc/$pid"
must_hold "its configuration stays" inside test -e "$config"
inside rm /etc/ratecard/catalog/openai.textproto
inside "${apt[@]}" purge 'ratecard*' 'libratecard-client*' \
  >>"$logs/remove.log" 2>&1
inside systemctl daemon-reload
some_file_is_left() {
  inside find / -xdev -iname '*ratecard*' -not -path '/proc/*' \
    -not -path '/root/*' -not -path '/tmp/*' | grep .
}
must_not_hold "no file is left" some_file_is_left
must_not_hold "systemd has forgotten it" inside systemctl cat ratecardd
must_not_hold "dpkg has forgotten it" \
  inside sh -c "dpkg-query -W | grep ratecard"
must_hold "its user stays, for files that it may own" inside id ratecard
install_packages '/root/packages/ratecard-server_*.deb'
must_hold "it can be installed again" inside systemctl is-active ratecardd
