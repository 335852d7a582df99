#!/usr/bin/env bash
# Installs what is needed, builds everything and runs every test.
#
#   tests/run.sh [CTEST ARGUMENT...]    tests/run.sh -R money
set -euo pipefail
cd "$(dirname "$0")/.."

deploy/install-deps.sh build test
cmake --preset release
cmake --build --preset release
ctest --preset release "$@"
