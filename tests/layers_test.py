#!/usr/bin/env python3
"""Dependencies go downwards only: checks every #include and CMake dependency.

Reads the sources under service/ and client/ of the tree that this file is in.
"""

import pathlib
import re
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Top to bottom. What shares a line must not know of each other.
LAYERS = [
    ["client"],
    ["server"],
    ["rpc"],
    ["api"],
    ["quote", "compare"],
    ["workload"],
    ["usage"],
    ["estimate"],
    ["catalog"],
    ["fit", "pricing"],
    ["money"],
    ["access", "metrics"],
    ["base"],
]
DEPTH = {name: depth for depth, row in enumerate(LAYERS) for name in row}

# Below, and yet not for them: a client speaks to a server, it contains none.
FORBIDDEN = {("client", "server"), ("client", "rpc")}

MAY_INCLUDE_GRPC = {"client", "server", "rpc"}
MAY_INCLUDE_PROTOS = {"client", "server", "rpc", "api", "catalog"}

INCLUDE = re.compile(r'^\s*#\s*include\s*["<]([^">]+)[">]')
OWN_HEADER = re.compile(r"^(?:service/([^/]+)/|(client)/)")
LIBRARY = re.compile(r"(?:ratecard_library|target_link_libraries)\(([^)]*)\)")
DEPENDENCY = re.compile(r"\b(ratecard_\w+|gRPC::\S+)")


def component_of(path):
    """The component that a path within the tree belongs to."""
    return path.parts[1] if path.parts[0] == "service" else path.parts[0]


def why_not(component, other):
    """Why `component` must not depend on `other`; None if it may."""
    if other not in DEPTH:
        return f"{other}/ is in no layer: name its place in {__file__}"
    if component == other:
        return None
    if DEPTH[other] <= DEPTH[component]:
        return f"{component}/ is not above {other}/"
    if (component, other) in FORBIDDEN:
        return f"{component}/ must not depend on {other}/"
    return None


def why_not_include(component, header):
    """Why `component` must not include `header`; None if it may."""
    is_proto = header.endswith(".pb.h")
    if header.startswith(("grpc/", "grpcpp/", "grpc++/")) or header.endswith(
            ".grpc.pb.h"):
        if component not in MAY_INCLUDE_GRPC:
            return f"{component}/ must not know gRPC"
    if is_proto and component not in MAY_INCLUDE_PROTOS:
        return f"{component}/ must not know protos"
    own = OWN_HEADER.match(header)
    return why_not(component, own[1] or own[2]) if own else None


def source_violations(root, path):
    component = component_of(path)
    text = (root / path).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        include = INCLUDE.match(line)
        reason = include and why_not_include(component, include[1])
        if reason:
            yield f"{path}:{number}: {include[1]}: {reason}"


def cmake_violations(root, path, components):
    component = component_of(path)
    text = re.sub(r"#.*", "", (root / path).read_text(encoding="utf-8"))
    for call in LIBRARY.finditer(text):
        for dependency in DEPENDENCY.findall(call[1]):
            name = dependency[len("ratecard_"):]
            if dependency.startswith("gRPC::") or name == "grpc_proto":
                reason = (None if component in MAY_INCLUDE_GRPC else
                          f"{component}/ must not know gRPC")
            elif name == "proto":
                reason = (None if component in MAY_INCLUDE_PROTOS else
                          f"{component}/ must not know protos")
            elif name in components:
                reason = why_not(component, name)
            else:
                reason = None  # a target within a component, or of none
            if reason:
                yield f"{path}: {dependency}: {reason}"


def violations(root):
    """Every dependency that does not go downwards, and the files read."""
    found, files = [], 0
    components = {p.name for p in (root / "service").iterdir() if p.is_dir()}
    components.add("client")
    for component in sorted(components - DEPTH.keys()):
        found.append(why_not("client", component))
    for top in ("service", "client"):
        for file in sorted((root / top).rglob("*")):
            path = file.relative_to(root)
            if len(path.parts) < 3 and path.parts[0] == "service":
                continue
            if component_of(path) not in DEPTH:
                continue
            if file.suffix in (".h", ".cc"):
                files += 1
                found.extend(source_violations(root, path))
            elif file.name == "CMakeLists.txt":
                found.extend(cmake_violations(root, path, components))
    return found, files


class TreeTest(unittest.TestCase):

    def test_this_tree_depends_downwards_only(self):
        found, files = violations(ROOT)
        self.assertEqual([], found, "\n".join(found))
        self.assertGreater(files, 20, "the sources were not found")


class SelfTest(unittest.TestCase):
    """A violation put into a small tree is found where it is."""

    def check(self, path, line, expected):
        with tempfile.TemporaryDirectory() as directory:
            root = pathlib.Path(directory)
            (root / "client").mkdir()
            for name in DEPTH.keys() - {"client"}:
                (root / "service" / name).mkdir(parents=True)
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text("// A comment.\n" + line + "\n"
                                     if not path.endswith(".txt") else line)
            found, _ = violations(root)
            if expected is None:
                self.assertEqual([], found)
            else:
                self.assertEqual(1, len(found), found)
                self.assertIn(expected, found[0])

    def test_finds_an_include_that_goes_up(self):
        self.check("service/money/amount.h",
                   '#include "service/pricing/meter.h"',
                   "service/money/amount.h:2: service/pricing/meter.h: "
                   "money/ is not above pricing/")

    def test_finds_an_include_between_neighbours(self):
        self.check("service/fit/fit.cc", '#include "service/pricing/meter.h"',
                   "fit/ is not above pricing/")

    def test_finds_grpc_below_rpc(self):
        self.check("service/api/handler.cc", "#  include <grpcpp/grpcpp.h>",
                   "api/ must not know gRPC")
        self.check("service/catalog/a.h", '#include "ratecard/v1/x.grpc.pb.h"',
                   "catalog/ must not know gRPC")

    def test_finds_protos_in_the_core(self):
        self.check("service/estimate/cells.h",
                   '#include "ratecard/v1/usage.pb.h"',
                   "estimate/ must not know protos")

    def test_finds_a_server_in_the_client(self):
        self.check("client/main.cc", '#include "service/rpc/server.h"',
                   "client/ must not depend on rpc/")
        self.check("service/server/main.cc", '#include "client/cli.h"',
                   "server/ is not above client/")

    def test_finds_a_component_without_a_layer(self):
        self.check("service/gossip/a.h", "#include <vector>",
                   "gossip/ is in no layer")

    def test_finds_a_cmake_dependency_that_goes_up(self):
        self.check("service/fit/CMakeLists.txt",
                   "ratecard_library(ratecard_fit SRCS fit.cc\n"
                   "  DEPS ratecard_base ratecard_api)",
                   "ratecard_api: fit/ is not above api/")
        self.check("service/estimate/CMakeLists.txt",
                   "ratecard_library(ratecard_estimate DEPS gRPC::grpc++)",
                   "estimate/ must not know gRPC")

    def test_lets_pass_what_goes_down(self):
        self.check("service/api/handler.cc",
                   '#include "service/base/error.h"\n'
                   '#include "service/api/convert.h"\n'
                   '#include "ratecard/v1/catalog.pb.h"', None)
        self.check("service/rpc/server.cc", "#include <grpcpp/grpcpp.h>", None)


if __name__ == "__main__":
    unittest.main()
