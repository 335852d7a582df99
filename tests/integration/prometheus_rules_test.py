"""The rules of deploy/prometheus, as promtool reads and tries them."""

import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
RULES = ROOT / "deploy/prometheus/rules"


def promtool(*arguments):
    return subprocess.run(
        ["promtool", *arguments], text=True, capture_output=True, check=False
    )


class PrometheusRulesTest(unittest.TestCase):

    def test_configuration_and_rules_are_valid(self):
        result = promtool(
            "check", "config", ROOT / "deploy/prometheus/prometheus.yml"
        )
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("rules/alerts.yml", result.stdout)
        self.assertIn("rules/recording.yml", result.stdout)
        result = promtool("check", "rules", "--lint-fatal",
                          *sorted(RULES.glob("*.yml")))
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_alerts_fire_when_they_should(self):
        result = promtool(
            "test", "rules", ROOT / "tests/prometheus/alerts_test.yml"
        )
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_every_alert_is_described_and_tried(self):
        text = (RULES / "alerts.yml").read_text()
        tests = (ROOT / "tests/prometheus/alerts_test.yml").read_text()
        runbook = (ROOT / "deploy/RUNBOOK.md").read_text()
        alerts = re.split(r"^      - alert: ", text, flags=re.M)[1:]
        self.assertGreater(len(alerts), 20)
        for alert in alerts:
            name = alert.split("\n", 1)[0]
            with self.subTest(name):
                self.assertRegex(alert, r"severity: (critical|warning|info)\n")
                for annotation in ("summary", "description"):
                    self.assertRegex(alert, rf"\n +{annotation}: \S")
                self.assertRegex(
                    alert,
                    rf"\n +runbook_url: \S*deploy/RUNBOOK.md#{name.lower()}\n",
                )
                self.assertRegex(runbook, rf"(?m)^#+ {name}$")
                tried = re.findall(
                    rf"alertname: {name}\n +exp_alerts:( \[\])?\n", tests
                )
                self.assertIn("", tried, "never fires in a test")
                self.assertIn(" []", tried, "never is silent in a test")


if __name__ == "__main__":
    unittest.main()
