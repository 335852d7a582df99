#!/usr/bin/env bash
# Proves the README's two commands in an empty clone on a fresh Debian 12.
#
#   deploy/prove-bare-debian.sh [DIRECTORY]
#
# Makes a root file system of Debian bookworm below DIRECTORY (default: a new
# one below /var/tmp; some 4 GB), clones what is committed here into it, and
# runs deploy/quickstart.sh and tests/run.sh there, as root in a chroot. Takes
# the mirror, proxy and certificates from this machine, which has to be Debian
# and on which it runs as root. Removes what it made, also when interrupted;
# logs stay in build/.
set -euo pipefail
cd "$(dirname "$0")/.."

# shellcheck source=deploy/debian-root.sh
. deploy/debian-root.sh

deploy/install-deps.sh prove
root=$(mktemp -d "${1:-/var/tmp}/ratecard-bare-XXXXXX")
logs=$PWD/build/bare
mkdir -p "$logs"
trap 'remove_debian_root "$root"' EXIT
trap 'exit 130' INT TERM

echo "A fresh bookworm in $root"
make_debian_root "$root" "$logs/debootstrap.log"
mount_debian_root "$root"

# What is committed, and nothing that was built or left lying about.
git clone -q --no-hardlinks "file://$PWD" "$root/root/ratecard"
echo "Commit $(git rev-parse --short HEAD)"

status=0
for command in deploy/quickstart.sh tests/run.sh; do
  log=$logs/$(basename "$command").log
  started=$SECONDS
  if in_debian_root "$root" "/root/ratecard/$command" >"$log" 2>&1; then
    result=passed
  else
    result=FAILED
    status=1
  fi
  echo "=== $command $result in $((SECONDS - started)) s; its last lines:"
  tail -n 25 "$log"
done
exit "$status"
