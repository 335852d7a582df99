#!/usr/bin/python3
"""What deploys ratecardd: the systemd unit, Kubernetes manifests, compose file.

  tests/deploy/run.py [UNITTEST ARGUMENT...]

Gets kustomize, the schemas of Kubernetes and Docker Compose, in the versions
that are pinned here, builds what has to be built in build/deploy, and runs the
*_test.py of this folder. Starts no container and needs no cluster.

Needs the groups build, test and deploy of deploy/packages.txt, and the preset
`release` with targets ratecardd and ratecard. Runs under Debian's own Python.

Environment:
  RATECARDD  The server binary. Default: that of `release`.
"""

import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build/deploy"


def install_python():
    """A Python that has what requirements.txt names, and Debian's packages."""
    wanted = HERE / "requirements.txt"
    venv = BUILD / "venv"
    installed = venv / "installed.txt"
    python = venv / "bin/python"
    if not (
        installed.exists() and installed.read_bytes() == wanted.read_bytes()
    ):
        shutil.rmtree(venv, ignore_errors=True)
        subprocess.run(
            ["/usr/bin/python3", "-m", "venv", "--system-site-packages", venv],
            check=True,
        )
        subprocess.run(
            [
                python, "-m", "pip", "install", "--quiet", "--require-hashes",
                "--ignore-installed", "--no-deps",
                "--disable-pip-version-check", "--only-binary", ":all:",
                "-r", wanted,
            ],
            check=True,
        )
        shutil.copyfile(wanted, installed)
    return python


def build_kustomize():
    subprocess.run(
        [
            "go", "build", "-buildvcs=false", "-o", BUILD / "kustomize",
            "sigs.k8s.io/kustomize/kustomize/v5",
        ],
        cwd=HERE / "go",
        # It then needs no C compiler.
        env={**os.environ, "CGO_ENABLED": "0"},
        check=True,
    )


def main():
    BUILD.mkdir(parents=True, exist_ok=True)
    python = install_python()
    build_kustomize()
    os.environ.setdefault(
        "RATECARDD", str(ROOT / "build/release/service/server/ratecardd")
    )
    command = [
        python, "-B", "-m", "unittest", "discover", "-s", HERE,
        "-p", "*_test.py", *sys.argv[1:],
    ]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
