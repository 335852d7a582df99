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

show() {
  printf '\n$ %s\n' "$*"
  "$@"
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

show build/bin/ratecard estimate gpt-5.2-codex --input 120k --cached 80k \
  --output 8k --server "$address"

# Exit code 3 says that it does not fit, which is the point here.
show build/bin/ratecard fit gpt-5.2-codex --input 300k --max-output 10k \
  --server "$address" || [ $? -eq 3 ]

printf '\n$ curl -s %s    (what the two requests left there)\n' "$metrics"
curl -fsS "$metrics" |
  grep -E '^(grpc_server_handled_total|ratecard_(estimate|fit)).* [0-9.e+-]+$' |
  grep -v ' 0$'

kill "$server"
wait "$server"
server=
printf '\nStopped. Next, without a server: build/bin/ratecard --help\n'
