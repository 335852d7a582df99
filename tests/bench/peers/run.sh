#!/usr/bin/env bash
# What a user would take instead, in process, on the same request, beside ours:
# LiteLLM and genai-prices in Python, genai-prices in JavaScript.
#
#   tests/bench/peers/run.sh [PEER...]    by default all
#
# Installs them below build/peers. Needs python3-venv, Node 20 and npm.
set -euo pipefail
cd "$(dirname "$0")/../../.."
here=tests/bench/peers
out=build/peers
mkdir -p "$out/node"

if [ ! -e "$out/python/bin/python" ]; then
  python3 -m venv "$out/python"
fi
"$out/python/bin/pip" install --quiet --requirement "$here/requirements.txt"
cp "$here/package.json" "$here/package-lock.json" "$here/genai_prices.mjs" \
  "$out/node"
npm ci --prefix "$out/node" --ignore-scripts --no-audit --no-fund --silent
cmake --preset release >/dev/null
cmake --build --preset release --target estimate_peer >/dev/null
exec python3 "$here/compare.py" "$@"
