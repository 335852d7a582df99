"""What tests of manifests share: rendering, mounted volumes, memory."""

import pathlib
import shutil
import subprocess
import uuid

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
KUBERNETES = ROOT / "deploy/kubernetes"
BUILD = ROOT / "build/deploy"
KUSTOMIZE = BUILD / "kustomize"
# By how much a container's limit is above limits.max_memory_bytes. Between two
# looks at its memory a server under attack takes up to 200 MiB, by
# tests/integration/attack_test.py.
MEMORY_MARGIN_BYTES = 256 << 20


def render(folder):
    """The resources that kustomize makes of a folder."""
    result = subprocess.run(
        [KUSTOMIZE, "build", KUBERNETES / folder],
        text=True,
        capture_output=True,
        check=False,
    )
    if result.returncode != 0 or result.stderr:
        raise AssertionError(f"kustomize build {folder}: {result.stderr}")
    return list(yaml.safe_load_all(result.stdout))


def one(resources, kind, name=None):
    """The only resource of a kind, and of a name if one is given."""
    found = [
        resource
        for resource in resources
        if resource["kind"] == kind
        and name in (None, resource["metadata"]["name"])
    ]
    if len(found) != 1:
        raise AssertionError(f"{len(found)} of {kind} {name}, not one")
    return found[0]


class MountedConfigMap:
    """A ConfigMap as a kubelet mounts it in `directory`.

    Files are links into `..data`, itself a link to a folder, which an update
    replaces in one step.
    """

    def __init__(self, directory, data):
        self._directory = directory
        directory.mkdir()
        self._current = None
        self.update(data)
        for name in data:
            (directory / name).symlink_to(f"..data/{name}")

    def update(self, data):
        folder = self._directory / f"..{uuid.uuid4().hex}"
        folder.mkdir()
        for name, text in data.items():
            (folder / name).write_text(text)
        link = self._directory / "..data_tmp"
        link.symlink_to(folder.name)
        link.rename(self._directory / "..data")
        if self._current is not None:
            shutil.rmtree(self._current)
        self._current = folder
