"""Every method of the API can be called by HTTP: google.api.http of each."""

import re
import unittest

from google.protobuf import descriptor_pb2

from http_rules import bindings, methods, variables
from ratecard_server import ROOT

# One path segment, or several, of a resource name.
WILDCARDS = {"*": "[^/]+", "**": ".+"}


def without_names(template):
    """The paths that a template matches, whatever its variables are called."""
    return re.sub(r"{[^=}]*=?(.*?)}", lambda m: m[1] or "*", template)


class HttpRulesTest(unittest.TestCase):
    def test_every_method_has_a_path(self):
        found = [name for name, _, _ in methods()]
        self.assertIn("EstimateService.EstimateCost", found)
        self.assertEqual(
            [name for name, _, rule in methods() if rule is None], []
        )

    def test_paths_are_of_this_version_and_below_a_collection(self):
        for name, _, verb, path, _ in bindings():
            with self.subTest(method=name, path=path):
                self.assertIn(verb, ("get", "post"))
                self.assertRegex(
                    without_names(path),
                    r"^/v1(/[a-z][A-Za-z]*|/\*|/\*\*)+(:[a-z][A-Za-z]*)?$",
                )

    def test_no_two_methods_share_verb_and_path(self):
        taken = {}
        for name, _, verb, path, _ in bindings():
            key = verb, without_names(path)
            self.assertNotIn(key, taken, f"{name} and {taken.get(key)}")
            taken[key] = name

    def test_variables_are_strings_of_the_request(self):
        seen = 0
        for name, request, _, path, _ in bindings():
            for field, _ in variables(path):
                with self.subTest(method=name, variable=field):
                    self.assertIn(field, request.fields_by_name)
                    self.assertEqual(
                        request.fields_by_name[field].type,
                        descriptor_pb2.FieldDescriptorProto.TYPE_STRING,
                    )
                    seen += 1
        self.assertGreater(seen, 0)

    def test_what_is_posted_is_the_request_and_what_is_got_has_no_body(self):
        for name, _, verb, path, body in bindings():
            with self.subTest(method=name, path=path):
                self.assertEqual(body, "*" if verb == "post" else "")

    def test_envoy_is_told_of_every_service(self):
        configuration = (ROOT / "deploy/envoy/envoy.yaml").read_text()
        self.assertEqual(
            set(re.findall(r"^ *- ratecard\.v1\.(\w+)$", configuration, re.M)),
            {name.split(".")[0] for name, _, _ in methods()},
        )

    def test_names_of_models_may_have_slashes_and_colons(self):
        paths = {name: path for name, _, _, path, _ in bindings()}
        ((_, pattern),) = variables(paths["CatalogService.GetModel"])
        matched = "".join(
            WILDCARDS.get(part, re.escape(part))
            for part in re.split(r"(\*\*|\*)", pattern)
        )
        for model in ("gpt-5.2-codex", "anthropic.claude-v1:0", "meta/llama:x"):
            self.assertRegex(f"providers/any/models/{model}", f"^{matched}$")
        self.assertNotRegex("providers/any", f"^{matched}$")


if __name__ == "__main__":
    unittest.main(verbosity=2)
