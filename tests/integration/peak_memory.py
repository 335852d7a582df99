"""The most memory that a program had resident."""

import json
import os
import subprocess
import sys

# A child's peak begins with that of the process that forked it: this one is
# small.
_MEASURE = """
import json, os, sys
pid = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(pid, 0)
os.write(int(sys.argv[1]), json.dumps([os.waitstatus_to_exitcode(status),
                        usage.ru_maxrss]).encode())
"""


def run_measured(command, stdout):
    """Standard error, exit code and peak in KiB; output goes to a file."""
    environment = dict(os.environ)
    # AddressSanitizer keeps what is freed, by default 256 MiB of it.
    environment["ASAN_OPTIONS"] = ":".join(
        [
            *filter(None, [environment.get("ASAN_OPTIONS")]),
            "quarantine_size_mb=1",
            "malloc_context_size=1",
        ]
    )
    told, tells = os.pipe()
    result = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(tells), *command],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=environment,
        pass_fds=[tells],
        timeout=300,
        check=True,
    )
    os.close(tells)
    code, peak_kib = json.loads(os.read(told, 1000))
    os.close(told)
    return result.stderr.decode(), code, peak_kib
