#!/usr/bin/env bash
# What the README shows first, asked of a running server: what requests cost,
# whether they fit, what a name means, a workload, and what metrics say of it.
#
#   deploy/tour.sh ADDRESS METRICS_URL     with `ratecard` on the PATH
set -euo pipefail

address=$1
metrics=$2

show() {
  printf '\n$ %s\n' "$*"
  "$@"
}

show ratecard estimate gpt-5.2-codex --input 120k --cached 80k --output 8k \
  --server "$address"

# Exit code 3 says that it does not fit, which is the point here.
show ratecard fit gpt-5.2-codex --input 300k --max-output 10k \
  --server "$address" || [ $? -eq 3 ]

show ratecard resolve us.anthropic.claude-sonnet-4-5-20250929-v1:0 \
  --server "$address"

workload=$(mktemp)
trap 'rm -f "$workload"' EXIT
cat >"$workload" <<'END'
classes {
  class_id: "chat"
  model: "claude-opus-5-5"
  usage { input_tokens: 12000 output_tokens: 800 }
  requests_per_period: 50000
  batch_share_ppm: 300000
  cache_share_ppm: 400000
}
END
printf '\n$ ratecard workload chat.textproto --server %s\n' "$address"
ratecard workload "$workload" --server "$address"

printf '\n$ curl -s %s    (what these requests left there)\n' "$metrics"
curl -fsS "$metrics" |
  grep -E '^(grpc_server_handled_total|ratecard_(estimate|fit)).* [0-9.e+-]+$' |
  grep -v ' 0$'
