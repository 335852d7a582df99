"""How methods of the API are called by HTTP: google.api.http of each."""

import re

import ratecard_server
from ratecard_server import POOL

HTTP = POOL.FindExtensionByName("google.api.http")
MethodOptions = ratecard_server.message("google.protobuf.MethodOptions")
PROTOS = sorted(
    str(path.relative_to(ratecard_server.ROOT / "proto"))
    for path in (ratecard_server.ROOT / "proto/ratecard/v1").glob("*.proto")
)


def methods():
    """Name, input and google.api.http of each method; None if it has none."""
    for proto in PROTOS:
        for service in POOL.FindFileByName(proto).services_by_name.values():
            for method in service.methods:
                # Read again by the class of the pool that has the extension.
                options = MethodOptions.FromString(
                    method.GetOptions().SerializeToString()
                )
                rule = (
                    options.Extensions[HTTP]
                    if options.HasExtension(HTTP)
                    else None
                )
                yield f"{service.name}.{method.name}", method.input_type, rule


def bindings():
    """Method, input, verb, path template and body of all that methods have."""
    for name, request, rule in methods():
        if rule is None:
            continue
        for binding in [rule, *rule.additional_bindings]:
            verb = binding.WhichOneof("pattern")
            yield name, request, verb, getattr(binding, verb), binding.body


def variables(template):
    """Field path and pattern of each variable: `{name=providers/*}`."""
    for variable in re.findall(r"{(.*?)}", template):
        field, _, pattern = variable.partition("=")
        yield field, pattern or "*"
