#!/usr/bin/python3
"""Clients in other languages, as their users write them, against ratecardd.

  tests/interop/run.py [CLIENT...]   python, go, node, reflection; default: all

Each is built in build/interop/CLIENT from its folder here, which also pins the
versions of what it needs. Whatever is missing fails the run. `reflection` is
grpcurl and `buf curl`, which know no .proto file.

Needs the groups build, test and interop of deploy/packages.txt, and the preset
`release` with target ratecardd. Runs under Debian's own Python.

Environment:
  RATECARDD  The server binary. Default: that of `release`.
"""

import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build/interop"
GOOGLE_PROTOS = ROOT / "build/release/proto/google-protos"
# That of the contract's go_package, "ratecard/v1".
GO_MODULE = "ratecard"
# 40,000 × $1.75 + 80,000 × $0.175 + 8,000 × $14, per million.
QUOTE = "0.196000000 USD\n"

os.environ.setdefault(
    "RATECARDD", str(ROOT / "build/release/service/server/ratecardd")
)
# Go then needs no C compiler.
os.environ["CGO_ENABLED"] = "0"
sys.path.insert(0, str(HERE.parent / "integration"))
import ratecard_server


class Failure(Exception):
    """Why a client is not proven."""


def run(*command, cwd=ROOT, stdout=None, **environment):
    """Runs a command to success. Returns its output if `stdout` is a PIPE."""
    if shutil.which(command[0]) is None:
        raise Failure(
            f"no `{command[0]}` here: deploy/install-deps.sh interop"
        )
    result = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=stdout,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        raise Failure(f"exit status {result.returncode} of {command}")
    return result.stdout


def work_folder(name, sources):
    """An own copy of a folder of sources: what is generated goes beside them."""
    folder = BUILD / name
    shutil.rmtree(folder, ignore_errors=True)
    return shutil.copytree(sources, folder)


def protos():
    """Import paths and files of the API, as arguments of protoc."""
    if not GOOGLE_PROTOS.exists():
        raise Failure(f"no {GOOGLE_PROTOS}: cmake --preset release")
    files = sorted(str(p) for p in (ROOT / "proto/ratecard/v1").glob("*.proto"))
    return [f"-I{ROOT / 'proto'}", f"-I{GOOGLE_PROTOS}", *files]


def check_quote(source, *command, address):
    """That the README's example is this file, and does what it says."""
    if run(*command, address, stdout=subprocess.PIPE) != QUOTE:
        raise Failure(f"{source} did not print {QUOTE!r}")
    if source.read_text() not in (ROOT / "README.md").read_text():
        raise Failure(f"README.md does not show {source} as it is")


def prove_python(servers):
    folder = work_folder("python", HERE / "python")
    python = str(folder / "venv/bin/python")
    # Debian's Python, for which the versions are pinned.
    run("/usr/bin/python3", "-m", "venv", str(folder / "venv"))
    run(
        python, "-m", "pip", "install", "--quiet", "--require-hashes",
        "--disable-pip-version-check", "--only-binary", ":all:",
        "-r", str(folder / "requirements.txt"),
    )
    run(
        python, "-m", "grpc_tools.protoc",
        f"--python_out={folder}", f"--grpc_python_out={folder}", *protos(),
    )
    run(python, "-B", str(folder / "client_test.py"), **servers)
    check_quote(
        HERE / "python/quote.py", python, "-B", str(folder / "quote.py"),
        address=servers["RATECARD_ADDRESS"],
    )


def build_go(folder, *packages):
    """Builds programs of a module, and returns the folder that has them."""
    programs = folder / "bin"
    programs.mkdir(exist_ok=True)
    run(
        "go", "build", "-buildvcs=false", "-o", str(programs), *packages,
        cwd=folder,
    )
    return programs


def prove_go(servers):
    folder = work_folder("go", HERE / "go")
    programs = build_go(
        folder,
        "google.golang.org/grpc/cmd/protoc-gen-go-grpc",
        "google.golang.org/protobuf/cmd/protoc-gen-go",
    )
    generate = ["protoc"]
    for generator in ("go", "go-grpc"):
        generate += [
            f"--plugin={programs}/protoc-gen-{generator}",
            f"--{generator}_out={folder}",
            f"--{generator}_opt=module={GO_MODULE}",
        ]
    run(*generate, *protos())
    unformatted = run("gofmt", "-l", str(HERE / "go"), stdout=subprocess.PIPE)
    if unformatted:
        raise Failure(f"gofmt would change {unformatted.split()}")
    run("go", "vet", "./...", cwd=folder)
    run("go", "test", "-count=1", ".", cwd=folder, **servers)
    build_go(folder, "./quote")
    check_quote(
        HERE / "go/quote/main.go", str(programs / "quote"),
        address=servers["RATECARD_ADDRESS"],
    )


def install_npm(folder):
    run(
        "npm", "ci", "--prefix", str(folder), "--ignore-scripts",
        "--no-audit", "--no-fund",
    )


def prove_node(servers):
    folder = work_folder("node", HERE / "node")
    install_npm(folder)
    # Paths of .proto files are those of a caller in this repository.
    run("node", "--test", str(folder / "client.test.js"), **servers)
    check_quote(
        HERE / "node/quote.js", "node", str(folder / "quote.js"),
        address=servers["RATECARD_ADDRESS"],
    )


def prove_reflection(servers):
    grpcurl = build_go(
        work_folder("grpcurl", HERE / "go"),
        "github.com/fullstorydev/grpcurl/cmd/grpcurl",
    )
    buf = work_folder("buf", HERE.parent / "tools")
    install_npm(buf)
    run(
        sys.executable, "-B", str(HERE / "reflection_test.py"),
        **servers,
        GRPCURL=str(grpcurl / "grpcurl"),
        BUF=str(buf / "node_modules/.bin/buf"),
    )


CLIENTS = {
    "python": prove_python,
    "go": prove_go,
    "node": prove_node,
    "reflection": prove_reflection,
}


@contextlib.contextmanager
def running_servers():
    """Servers on all kinds of address, as environment of the clients."""
    with contextlib.ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory())
        yield {
            name: stack.enter_context(
                ratecard_server.Server(grpc_address=address)
            ).grpc_address
            for name, address in (
                ("RATECARD_ADDRESS", "127.0.0.1:0"),
                ("RATECARD_IPV6", "[::1]:0"),
                ("RATECARD_UNIX", f"unix:{scratch}/ratecard.sock"),
            )
        }


def main(names):
    if unknown := set(names) - set(CLIENTS):
        sys.exit(
            f"run.py: no client {', '.join(sorted(unknown))}; there are "
            f"{', '.join(CLIENTS)}"
        )
    failed = []
    with running_servers() as servers:
        for name in names or CLIENTS:
            print(f"--- {name}", flush=True)
            started = time.monotonic()
            try:
                CLIENTS[name](servers)
                outcome = "passed"
            except Failure as failure:
                failed.append(name)
                outcome = f"FAILED: {failure},"
            seconds = time.monotonic() - started
            print(f"--- {name} {outcome} after {seconds:.0f} s", flush=True)
    if failed:
        sys.exit(f"run.py: failed: {', '.join(failed)}")


if __name__ == "__main__":
    main(sys.argv[1:])
