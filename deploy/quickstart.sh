#!/usr/bin/env bash
# From nothing to a first price: installs what is needed, builds, starts
# `ratecardd` on free loopback ports, asks it what a request costs and whether
# it fits, shows some of its metrics and stops it. The programs stay in
# build/bin.
set -euo pipefail
cd "$(dirname "$0")/.."

deploy/install-deps.sh build
cmake --preset release
cmake --build --preset release --target ratecard ratecardd ratecard_share
cmake --install build/release --prefix build >/dev/null

log=$(mktemp)
server=
stop_server() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" || true
  fi
  rm -f "$log"
}
trap stop_server EXIT

# What the log line "serving" says of a field.
serving() {
  sed -n "/\"serving\"/s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$log"
}

build/bin/ratecardd --grpc_address=127.0.0.1:0 --http_address=127.0.0.1:0 \
  2>"$log" &
server=$!
for _ in $(seq 100); do
  address=$(serving grpc_address)
  if [ -n "$address" ] || ! kill -0 "$server" 2>/dev/null; then
    break
  fi
  sleep 0.1
done
if [ -z "$address" ]; then
  echo "quickstart.sh: ratecardd did not start:" >&2
  cat "$log" >&2
  exit 1
fi
metrics=http://$(serving http_address)/metrics
printf '\nratecardd serves gRPC on %s and metrics on %s\n' "$address" "$metrics"

PATH=$PWD/build/bin:$PATH deploy/tour.sh "$address" "$metrics"

kill "$server"
wait "$server"
server=
printf '\nStopped. Next, without a server: build/bin/ratecard --help\n'
