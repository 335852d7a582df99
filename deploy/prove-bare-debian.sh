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

if [ "$(id -u)" -ne 0 ]; then
  echo "prove-bare-debian.sh: run as root" >&2
  exit 1
fi
if ! command -v debootstrap >/dev/null; then
  DEBIAN_FRONTEND=noninteractive apt-get -q -y update
  DEBIAN_FRONTEND=noninteractive apt-get -q -y install \
    --no-install-recommends debootstrap
fi

root=$(mktemp -d "${1:-/var/tmp}/ratecard-bare-XXXXXX")
logs=$PWD/build/bare
mkdir -p "$logs"

# shellcheck disable=SC2317  # called by the trap
cleanup() {
  local mount
  for mount in proc dev; do
    umount -R "$root/$mount" 2>/dev/null || true
  done
  # Never delete into what is still mounted.
  if grep -q " $root/" /proc/mounts; then
    echo "prove-bare-debian.sh: still mounted, left alone: $root" >&2
  else
    rm -rf --one-file-system "$root"
  fi
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# The mirror of bookworm that this machine uses, from either format of lists.
mirror() {
  local lists=(/etc/apt/sources.list /etc/apt/sources.list.d/*)
  local list
  for list in "${lists[@]}"; do
    [ -f "$list" ] || continue
    awk '
      $1 == "deb" {
        for (i = 2; i < NF; i++)
          if ($i ~ /^[a-z+]+:\/\// && $(i + 1) == "bookworm") { print $i; exit }
      }
      $1 == "URIs:" { uri = $2 }
      $1 == "Suites:" && uri != "" && / bookworm( |$)/ { print uri; exit }
      NF == 0 { uri = "" }' "$list"
  done | head -n 1
}

mirror=$(mirror)
if [ -z "$mirror" ]; then
  echo "prove-bare-debian.sh: no mirror of bookworm in /etc/apt" >&2
  exit 1
fi

echo "A fresh bookworm in $root"
debootstrap --variant=minbase bookworm "$root" "$mirror" \
  >"$logs/debootstrap.log" 2>&1 || { tail -n 20 "$logs/debootstrap.log"; exit 1; }

# How packages are reached from here: lists, proxy, certificates, names.
rm -f "$root/etc/apt/sources.list"
for list in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
  if [ -f "$list" ] && grep -q bookworm "$list"; then
    cp "$list" "$root${list}"
  fi
done
grep -lisE '^ *acquire' /etc/apt/apt.conf /etc/apt/apt.conf.d/* |
  while read -r file; do cp "$file" "$root$file"; done || true
if [ -d /etc/ssl/certs ]; then
  mkdir -p "$root/etc/ssl/certs" "$root/usr/local/share/ca-certificates"
  cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/" || true
  cp -rL /usr/local/share/ca-certificates/. \
    "$root/usr/local/share/ca-certificates/" || true
fi
cp -L /etc/resolv.conf /etc/hosts "$root/etc/"

mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --make-rslave "$root/dev"

# What is committed, and nothing that was built or left lying about.
git clone -q --no-hardlinks "file://$PWD" "$root/root/ratecard"
echo "Commit $(git rev-parse --short HEAD)"

status=0
for command in deploy/quickstart.sh tests/run.sh; do
  log=$logs/$(basename "$command").log
  started=$SECONDS
  if chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    ${http_proxy:+http_proxy="$http_proxy"} \
    ${https_proxy:+https_proxy="$https_proxy"} \
    ${no_proxy:+no_proxy="$no_proxy"} \
    "/root/ratecard/$command" </dev/null >"$log" 2>&1; then
    result=passed
  else
    result=FAILED
    status=1
  fi
  echo "=== $command $result in $((SECONDS - started)) s; its last lines:"
  tail -n 25 "$log"
done
exit "$status"
