#!/usr/bin/env bash
# Installs what is needed, builds everything and runs every test.
#
#   tests/run.sh [CTEST ARGUMENT...]    tests/run.sh -R money
set -euo pipefail
cd "$(dirname "$0")/.."

deploy/install-deps.sh build test
export PATH="$PWD/build/tools:$PATH"  # promtool, if it was put there
cmake --preset release
cmake --build --preset release
ctest --preset release "$@"
