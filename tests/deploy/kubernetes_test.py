"""The Kubernetes manifests: valid, consistent, and served as they say."""

import copy
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import kubernetes_validate
import yaml
from cloudcoil.models.prometheus_operator import v1 as prometheus_operator

from manifests import BUILD, KUBERNETES, MEMORY_MARGIN_BYTES, ROOT
from manifests import MountedConfigMap, one, render

sys.path.insert(0, str(ROOT / "tests/integration"))
from ratecard_server import Server, v1, wait_for

# The first with gRPC probes for everybody, and the last that is known here.
VERSIONS = ("1.27", kubernetes_validate.latest_version())
# The built-in catalog from its files takes some 160 MB, twice while it is read
# again.
CATALOG_BYTES = 2 * 160 * 10**6
# Where the image has them.
BUILT_IN = {
    "/usr/share/ratecard/catalog": "service/catalog/data",
    "/usr/share/ratecard/catalog/imported": "service/catalog/data/imported",
}


class UnknownField(Exception):
    """A resource has one that its schema does not know."""


def check_schema(resource):
    """Raises what is wrong with a resource, unknown fields included."""
    if resource["apiVersion"] == "monitoring.coreos.com/v1":
        kind = getattr(prometheus_operator, resource["kind"])
        model = kind.model_validate(resource)
        # It leaves out what it does not know.
        kept = model.model_dump(
            mode="json", by_alias=True, exclude_unset=True
        )
        if kept != resource:
            raise UnknownField(f"of {kept} and {resource}")
        return
    for version in VERSIONS:
        kubernetes_validate.validate(resource, version, strict=True)


def seconds(text):
    """Of `1m30s`."""
    units = {"h": 3600, "m": 60, "s": 1}
    return sum(
        int(number) * units[unit]
        for number, unit in re.findall(r"(\d+)([hms])", text)
    )


def print_config(text, *flags):
    """The configuration that the real server makes of a file with this text."""
    with tempfile.NamedTemporaryFile("w", suffix=".textproto") as file:
        file.write(text)
        file.flush()
        result = subprocess.run(
            [os.environ["RATECARDD"], f"--config={file.name}", *flags,
             "--print_config"],
            text=True,
            capture_output=True,
            check=False,
        )
    if result.returncode != 0:
        raise AssertionError(result.stderr)
    return result.stdout


def field(config, name):
    return re.search(rf'^ *{name}: "(.*)"$', config, re.M)[1]


class Rendered:
    """The resources of a folder, and what of them belongs together."""

    def __init__(self, folder):
        self.resources = render(folder)
        self.deployment = self.kind("Deployment")
        self.pod = self.deployment["spec"]["template"]["spec"]
        (self.container,) = self.pod["containers"]

    def kind(self, kind, name=None):
        return one(self.resources, kind, name)

    def config_maps(self):
        """By the directory that each is mounted in."""
        volumes = {v["name"]: v for v in self.pod["volumes"]}
        return {
            mount["mountPath"]: self.kind(
                "ConfigMap", volumes[mount["name"]]["configMap"]["name"]
            )
            for mount in self.container["volumeMounts"]
        }

    def config_text(self):
        return self.config_maps()["/etc/ratecard"]["data"][
            "ratecardd.textproto"
        ]


class FoldersTest(unittest.TestCase):

    def test_all_that_are_for_applying_are_tested(self):
        found = {
            str(file.parent.relative_to(KUBERNETES))
            for file in KUBERNETES.rglob("kustomization.yaml")
            if "components" not in file.parts
        }
        self.assertEqual(found, {BaseTest.folder, ExampleTest.folder})
        components = {
            file.parent.name
            for file in (KUBERNETES / "components").rglob("kustomization.yaml")
        }
        self.assertEqual(components, set(AllTest.COMPONENTS))


class Manifests:
    """What holds of every `folder`."""

    @classmethod
    def setUpClass(cls):
        cls.rendered = Rendered(cls.folder)

    def test_every_resource_is_what_its_schema_says(self):
        for resource in self.rendered.resources:
            check_schema(resource)

    def test_a_field_that_does_not_exist_is_found(self):
        resource = copy.deepcopy(self.rendered.deployment)
        check_schema(resource)
        resource["spec"]["selectors"] = resource["spec"]["selector"]
        with self.assertRaises(kubernetes_validate.ValidationError):
            check_schema(resource)

    def test_everything_selects_the_pods_of_the_deployment(self):
        rendered = self.rendered
        labels = rendered.deployment["spec"]["template"]["metadata"][
            "labels"
        ]
        selectors = [
            rendered.deployment["spec"]["selector"]["matchLabels"],
            rendered.kind("Service")["spec"]["selector"],
            rendered.kind("PodDisruptionBudget")["spec"]["selector"][
                "matchLabels"
            ],
            rendered.kind("NetworkPolicy")["spec"]["podSelector"][
                "matchLabels"
            ],
        ]
        for constraint in rendered.pod["topologySpreadConstraints"]:
            selectors.append(constraint["labelSelector"]["matchLabels"])
        for selector in selectors:
            self.assertTrue(selector)
            self.assertLessEqual(selector.items(), labels.items())
        target = rendered.kind("HorizontalPodAutoscaler")["spec"][
            "scaleTargetRef"
        ]
        self.assertEqual(
            (target["kind"], target["name"]),
            ("Deployment", rendered.deployment["metadata"]["name"]),
        )
        # How many there are, only the autoscaler says.
        self.assertNotIn("replicas", rendered.deployment["spec"])
        self.assertEqual(
            rendered.pod["serviceAccountName"],
            rendered.kind("ServiceAccount")["metadata"]["name"],
        )

    def test_ports_are_those_that_the_server_listens_on(self):
        rendered = self.rendered
        config = print_config(rendered.config_text())
        ports = {
            port["name"]: port["containerPort"]
            for port in rendered.container["ports"]
        }
        self.assertEqual(
            ports,
            {
                "grpc": int(field(config, "grpc_address").split(":")[-1]),
                "http": int(field(config, "http_address").split(":")[-1]),
            },
        )
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            self.assertEqual(
                rendered.container[probe]["grpc"]["port"], ports["grpc"]
            )
        for port in rendered.kind("Service")["spec"]["ports"]:
            self.assertEqual(ports[port["targetPort"]], port["port"])
        for rule in rendered.kind("NetworkPolicy")["spec"]["ingress"]:
            for port in rule["ports"]:
                self.assertIn(port["port"], ports)

    def test_a_stop_is_given_the_time_that_it_takes(self):
        rendered = self.rendered
        config = print_config(rendered.config_text())
        section = re.search(r"^shutdown \{\n(.*?)^\}", config, re.M | re.S)
        longest = sum(
            seconds(text) for text in re.findall('"(.*)"', section[1])
        )
        self.assertGreater(
            rendered.pod["terminationGracePeriodSeconds"], longest
        )

    def test_memory_is_enough_for_what_the_server_allows(self):
        config = print_config(self.rendered.config_text())
        most, untaken = (
            int(re.search(rf"^ *{name}: (\d+)$", config, re.M)[1])
            for name in ("max_memory_bytes", "max_untaken_bytes")
        )
        # The bound is of the whole process.
        self.assertGreater(most, CATALOG_BYTES + untaken)
        limit = self.rendered.container["resources"]["limits"]["memory"]
        number, unit = re.fullmatch(r"(\d+)([MG]i)", limit).groups()
        self.assertGreaterEqual(
            int(number) * {"Mi": 2**20, "Gi": 2**30}[unit],
            most + MEMORY_MARGIN_BYTES,
        )

    # As https://kubernetes.io/docs/concepts/security/pod-security-standards/
    # has it.
    def test_pods_are_restricted(self):
        rendered = self.rendered
        pod, container = rendered.pod, rendered.container
        self.assertTrue(pod["securityContext"]["runAsNonRoot"])
        self.assertGreater(pod["securityContext"]["runAsUser"], 0)
        self.assertEqual(
            pod["securityContext"]["seccompProfile"],
            {"type": "RuntimeDefault"},
        )
        context = container["securityContext"]
        self.assertIs(context["allowPrivilegeEscalation"], False)
        self.assertEqual(context["capabilities"], {"drop": ["ALL"]})
        self.assertIs(context["readOnlyRootFilesystem"], True)
        for volume in pod["volumes"]:
            self.assertEqual(volume.keys(), {"name", "configMap"})
        for name in ("hostNetwork", "hostPID", "hostIPC"):
            self.assertNotIn(name, pod)
        self.assertIs(pod["automountServiceAccountToken"], False)


class BaseTest(Manifests, unittest.TestCase):

    folder = "base"


class ExampleTest(Manifests, unittest.TestCase):

    folder = "overlays/example"

    def test_the_monitor_selects_the_service(self):
        rendered = self.rendered
        monitor = rendered.kind("ServiceMonitor")["spec"]
        service = rendered.kind("Service")
        self.assertLessEqual(
            monitor["selector"]["matchLabels"].items(),
            service["metadata"]["labels"].items(),
        )
        ports = {port["name"] for port in service["spec"]["ports"]}
        self.assertEqual([e["port"] for e in monitor["endpoints"]], ["http"])
        self.assertIn("http", ports)

    def test_a_field_that_a_monitor_does_not_have_is_found(self):
        monitor = copy.deepcopy(self.rendered.kind("ServiceMonitor"))
        check_schema(monitor)
        monitor["spec"]["selectors"] = monitor["spec"]["selector"]
        with self.assertRaises(UnknownField):
            check_schema(monitor)


class AllTest(unittest.TestCase):
    """An overlay of all that there is, the rules among it."""

    COMPONENTS = ("http-probes", "service-monitor")

    @classmethod
    def setUpClass(cls):
        # Within the tree, as kustomize takes no absolute path.
        folder = pathlib.Path(
            cls.enterClassContext(tempfile.TemporaryDirectory(dir=BUILD))
        )
        base = os.path.relpath(KUBERNETES / BaseTest.folder, folder)
        rules = subprocess.check_output([KUBERNETES / "prometheus-rules.sh"])
        (folder / "rules.yaml").write_bytes(rules)
        (folder / "kustomization.yaml").write_text(yaml.safe_dump({
            "resources": [base, "rules.yaml"],
            "components": [
                f"{base}/../components/{name}" for name in cls.COMPONENTS
            ],
        }))
        cls.rendered = Rendered(folder)

    def test_every_resource_is_what_its_schema_says(self):
        for resource in self.rendered.resources:
            check_schema(resource)

    def test_probes_need_no_tls(self):
        container = self.rendered.container
        paths = {}
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            self.assertNotIn("grpc", container[probe])
            get = container[probe]["httpGet"]
            self.assertEqual(get.keys(), {"path", "port"})
            self.assertEqual(get["port"], "http")
            paths[probe] = get["path"]
        self.assertEqual(
            paths,
            {
                "startupProbe": "/readyz",
                "readinessProbe": "/readyz",
                "livenessProbe": "/healthz",
            },
        )

    def test_a_monitor_may_have_a_token(self):
        file = KUBERNETES / "components/service-monitor/service-monitor.yaml"
        text = file.read_text()
        commented = re.search(
            r"^( +)# authorization:\n(\1#   .*\n)+", text, re.M
        )
        monitor = yaml.safe_load(
            text.replace(commented[0], commented[0].replace("# ", ""))
        )
        (endpoint,) = monitor["spec"]["endpoints"]
        self.assertEqual(
            endpoint["authorization"]["credentials"].keys(), {"name", "key"}
        )
        check_schema(monitor)

    def test_rules_are_those_of_prometheus(self):
        rules = {
            resource["metadata"]["name"]: resource["spec"]
            for resource in self.rendered.resources
            if resource["kind"] == "PrometheusRule"
        }
        files = (ROOT / "deploy/prometheus/rules").glob("*.yml")
        self.assertEqual(
            rules,
            {
                f"ratecard-{file.stem}": yaml.safe_load(file.read_text())
                for file in files
            },
        )
        self.assertIn("ratecard-alerts", rules)

    def test_rules_ask_for_the_job_that_the_operator_gives(self):
        # It is named after the Service, unless a label of that says otherwise.
        monitor = self.rendered.kind("ServiceMonitor")
        self.assertNotIn("jobLabel", monitor["spec"])
        jobs = {
            job
            for resource in self.rendered.resources
            if resource["kind"] == "PrometheusRule"
            for job in re.findall(r'job="([^"]*)"', str(resource["spec"]))
        }
        self.assertEqual(
            jobs, {self.rendered.kind("Service")["metadata"]["name"]}
        )


class ServedTest(unittest.TestCase):
    """The example, as its pods have it, on the real server."""

    # 40,000 uncached tokens, 80,000 cached, 8,000 of output, per million:
    #   40,000 × 1.40 + 80,000 × 0.14 + 8,000 × 11.20 = 156,800
    #   40,000 × 2.40 + 80,000 × 0.14 + 8,000 × 11.20 = 196,800
    CONTRACT_NANOS = 156_800_000
    CHANGED_NANOS = 196_800_000

    def test_a_catalog_over_the_built_in_one_is_read_again(self):
        rendered = Rendered(ExampleTest.folder)
        maps = rendered.config_maps()
        scratch = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory())
        )
        config = scratch / "config"
        MountedConfigMap(config, maps["/etc/ratecard"]["data"])
        data = maps["/etc/ratecard-catalog"]["data"]
        catalog = MountedConfigMap(scratch / "catalog", data)

        places = {
            **{path: str(ROOT / here) for path, here in BUILT_IN.items()},
            "/etc/ratecard-catalog": str(scratch / "catalog"),
        }
        paths = field(
            print_config(rendered.config_text()), "dir"
        ).split(",")
        here = ",".join(places[path] for path in paths)
        (argument,) = rendered.container["args"]
        with Server(
            argument.replace("/etc/ratecard", str(config)),
            f"--set=catalog.dir={here}",
            "--set=catalog.reload_interval=1s",
        ) as server:
            self.assertEqual(self.cost(server), self.CONTRACT_NANOS)
            catalog.update(
                {
                    name: text.replace('price: "1.40"', 'price: "2.40"')
                    for name, text in data.items()
                }
            )
            wait_for(
                lambda: self.cost(server) == self.CHANGED_NANOS,
                "the changed price",
            )

    def cost(self, server):
        usage = v1("Usage")(
            input_tokens=120_000, cache_read_tokens=80_000, output_tokens=8_000
        )
        request = v1("EstimateCostRequest")(
            model="gpt-5.2-codex", usage=usage
        )
        total = server.estimates.EstimateCost(request).estimate.total
        return total.units * 10**9 + total.nanos


if __name__ == "__main__":
    unittest.main()
