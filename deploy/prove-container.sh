#!/usr/bin/env bash
# Builds the image of deploy/container/Containerfile and runs it as strictly as
# a cluster would, where no registry of images can be reached.
#
#   deploy/prove-container.sh [DIRECTORY]
#
# debian:bookworm-slim is a root file system that debootstrap makes, so that
# what differs between the two is not proven. Works below DIRECTORY (default: a
# new one below /var/tmp; some 5 GB, and as long as compiling everything takes),
# which it removes again; logs stay in build/container. Runs as root on Debian,
# whose mirror, proxy and certificates it takes.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=deploy/debian-root.sh
. deploy/debian-root.sh
# shellcheck source=deploy/must-hold.sh
. deploy/must-hold.sh

deploy/install-deps.sh build prove
work=$(mktemp -d "${1:-/var/tmp}/ratecard-container-XXXXXX")
logs=$PWD/build/container
mkdir -p "$logs"
podman=(podman --root "$work/storage" --runroot "$work/run" --runtime runc)
container=
# shellcheck disable=SC2317  # called by the trap
cleanup() {
  if [ -n "$container" ]; then
    "${podman[@]}" rm --force --time 0 "$container" >/dev/null || true
  fi
  "${podman[@]}" system reset --force >/dev/null 2>&1 || true
  remove_debian_root "$work/base"
  rm -rf --one-file-system "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

echo "A fresh bookworm as debian:bookworm-slim"
mkdir "$work/base"
make_debian_root "$work/base" "$logs/debootstrap.log"
tar -C "$work/base" -c . |
  "${podman[@]}" import - docker.io/library/debian:bookworm-slim \
    >"$logs/import.log" 2>&1

# What is committed, and nothing that was built or left lying about.
git clone -q --no-hardlinks "file://$PWD" "$work/ratecard"
echo "Building the image of commit $(git rev-parse --short HEAD)"
started=$SECONDS
build_image() {  # ARGUMENT...
  "${podman[@]}" build --pull=never --isolation=chroot --network=host \
    -f "$work/ratecard/deploy/container/Containerfile" "$@" "$work/ratecard" \
    >>"$logs/build.log" 2>&1 || { tail -n 25 "$logs/build.log"; exit 1; }
}
: >"$logs/build.log"
build_image -t ratecardd
echo "Built in $((SECONDS - started)) s"
"${podman[@]}" image inspect ratecardd --format \
  'User {{.User}}, {{.Size}} bytes, runs {{.Config.Entrypoint}} {{.Config.Cmd}}'

# No capability, no way to any, nothing to write to, nobody to speak to. Limits
# are said as this machine may not raise them.
started=$(date +%s%N)
container=$("${podman[@]}" run --detach --pull=never --read-only \
  --read-only-tmpfs=false --cap-drop=all --security-opt=no-new-privileges \
  --network=none --ulimit nofile=4096:4096 --ulimit nproc=4096:4096 ratecardd)
serving() { "${podman[@]}" logs "$container" 2>&1 | grep -q '"serving"'; }
for _ in $(seq 300); do
  if serving; then break; fi
  sleep 0.1
done
serving || { "${podman[@]}" logs "$container"; exit 1; }
echo "Serves $((($(date +%s%N) - started) / 1000000)) ms after it was asked to"

pid=$("${podman[@]}" inspect --format '{{.State.Pid}}' "$container")
must_hold "it runs as nobody" grep -qP '^Uid:\t65532\t65532\t65532\t65532$' \
  "/proc/$pid/status"
must_hold "it has no capability and can get none" \
  grep -qP '^CapBnd:\t0+$' "/proc/$pid/status"
must_hold "it can get no privilege" grep -qP '^NoNewPrivs:\t1$' \
  "/proc/$pid/status"
must_hold "its root is read-only" grep -q '^[^ ]* / [^ ]* ro,' \
  "/proc/$pid/mounts"
must_hold "there is no shell in it" test ! -e "/proc/$pid/root/bin/sh"
for package in ratecard-server libgrpc++1.51 libssl3 libc6; do
  must_hold "it says which $package it has" \
    grep -q '^Version: ' "/proc/$pid/root/var/lib/dpkg/status.d/$package"
done

# The command line of the first stage goes into the container's network.
build_image --target build -t stage
stage=$("${podman[@]}" create --pull=never stage true)
mkdir "$work/bin"
"${podman[@]}" cp "$stage:/ratecard/build/package/bin/ratecard" "$work/bin/"
export PATH=$work/bin:$PATH
inside() { nsenter --net --target "$pid" -- "$@"; }
inside deploy/tour.sh 127.0.0.1:50051 http://127.0.0.1:9464/metrics \
  >"$logs/tour.log"
must_hold "a price of the README" \
  grep -q '^total .*[$]0[.]196$' "$logs/tour.log"

started=$(date +%s%N)
"${podman[@]}" stop --time 20 "$container" >/dev/null
must_hold "it stops when it is told to" test 0 -eq \
  "$("${podman[@]}" inspect --format '{{.State.ExitCode}}' "$container")"
echo "Stopped in $((($(date +%s%N) - started) / 1000000)) ms"
