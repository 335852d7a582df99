#!/usr/bin/env python3
"""Instructions of the paths that must stay quick, against their budgets.

  count_instructions.py COUNTED_PATHS [--write]

Counts under valgrind's callgrind, which no other load on the machine disturbs,
and fails if a path takes more than its budget in instruction_budgets.tsv, or so
much less that the budget says nothing any more. `--write` makes budgets of what
was counted.
"""

import pathlib
import re
import subprocess
import sys

BUDGETS = pathlib.Path(__file__).with_name("instruction_budgets.tsv")
SLACK_PERCENT = 5  # of compilers, libraries and processors that differ
UNUSED_PERCENT = 15


def instructions_per_item(program, path):
    run = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
         "--collect-atstart=no", "--toggle-collect=CountedPath", program, path],
        capture_output=True, text=True, check=False)
    collected = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode != 0 or not collected:
        sys.exit(f"{path}: valgrind failed\n{run.stderr}")
    return int(collected[1]) // int(run.stdout)


def read_budgets():
    lines = BUDGETS.read_text(encoding="utf-8").splitlines()
    return {path: int(budget) for path, budget in
            (line.split("\t") for line in lines if not line.startswith("#"))}


def write_budgets(counted):
    head = [line for line in BUDGETS.read_text(encoding="utf-8").splitlines()
            if line.startswith("#")]
    rows = [f"{path}\t{count * (100 + SLACK_PERCENT) // 100}"
            for path, count in counted.items()]
    BUDGETS.write_text("\n".join(head + rows) + "\n", encoding="utf-8")


def main(program, write):
    budgets = read_budgets()
    counted = {path: instructions_per_item(program, path) for path in budgets}
    failed = 0
    for path, budget in budgets.items():
        count = counted[path]
        wrong = ""
        if count > budget:
            wrong = "  over budget"
        elif count * 100 < budget * (100 - UNUSED_PERCENT):
            wrong = "  far below budget: lower it by --write"
        failed += bool(wrong)
        print(f"{path:10} {count:8} instructions, budget {budget:8}{wrong}")
    if write:
        write_budgets(counted)
        return 0
    if not budgets:
        sys.exit(f"{BUDGETS} names no path")
    return 1 if failed else 0


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if a != "--write"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    sys.exit(main(arguments[0], "--write" in sys.argv))
