"""The systemd unit, as systemd itself judges it."""

import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
UNIT = ROOT / "deploy/systemd/ratecardd.service"
# Of exposure, in tenths: under 2.0.
MOST_EXPOSED = 19


def analyze(*arguments):
    return subprocess.run(
        ["systemd-analyze", "--no-pager", *arguments],
        text=True,
        capture_output=True,
        check=False,
    )


class UnitTest(unittest.TestCase):

    def test_systemd_finds_nothing_wrong_with_it(self):
        directory = self.enterContext(tempfile.TemporaryDirectory())
        copy = pathlib.Path(directory) / UNIT.name
        # It asks for programs that are there, and for no pages of a manual that
        # may not be installed.
        text = UNIT.read_text()
        copy.write_text(
            text.replace("/usr/bin/ratecardd", os.environ["RATECARDD"])
        )
        result = analyze("verify", "--man=no", str(copy))
        self.assertEqual(result.stdout + result.stderr, "")
        self.assertEqual(result.returncode, 0)

    def test_exposes_less_than_2(self):
        result = analyze(
            "security", "--offline=true", f"--threshold={MOST_EXPOSED}",
            str(UNIT),
        )
        print(result.stdout.strip().splitlines()[-1])
        self.assertEqual(result.returncode, 0, result.stdout)

    def test_a_unit_that_is_not_confined_exposes_more(self):
        directory = self.enterContext(tempfile.TemporaryDirectory())
        bare = pathlib.Path(directory) / UNIT.name
        bare.write_text("[Service]\nExecStart=/usr/bin/ratecardd\n")
        result = analyze(
            "security", "--offline=true", f"--threshold={MOST_EXPOSED}",
            str(bare),
        )
        self.assertNotEqual(result.returncode, 0, result.stdout)


if __name__ == "__main__":
    unittest.main()
