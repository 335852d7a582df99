#!/usr/bin/python3
"""Real balancers, as deploy/ configures them, before three real ratecardd.

  tests/balancers/run.py [TEST...]   envoy_test, haproxy_test or one of their
                                     tests, as unittest names it; default: all

Needs the groups build, test and balancers of deploy/packages.txt, and the
preset `release` with target ratecardd. Runs under Debian's own Python.

Environment:
  RATECARDD       The server binary. Default: that of `release`.
  RATECARD_BUILD  The folder that it was built in. Default: likewise.
  ENVOY, HAPROXY  The balancers. Default: those of deploy/install-deps.sh.
"""

import os
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TESTS = ["envoy_test", "haproxy_test"]

for variable, default in {
    "RATECARDD": ROOT / "build/release/service/server/ratecardd",
    "RATECARD_BUILD": ROOT / "build/release",
    "ENVOY": ROOT / "build/tools/envoy/bin/envoy",
    "HAPROXY": "/usr/sbin/haproxy",
}.items():
    path = os.environ.setdefault(variable, str(default))
    if not os.path.exists(path):
        sys.exit(f"run.py: no {path}: see the top of {__file__}")

unittest.main(module=None, argv=["run.py", "-v", *(sys.argv[1:] or TESTS)])
