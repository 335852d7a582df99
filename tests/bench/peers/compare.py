"""Time for one estimate of each peer, as a ratio to ours, slice by slice.

A peer reads numbers, a line each, makes so many estimates and answers with the
processor time that they took, in seconds; first it prints its total, in nanos of
a dollar, for the request that all are asked for: 120,000 input tokens of which
80,000 are cached, and 8,000 output tokens, on gpt-5.2-codex. By the published
prices that is 40,000 × $1.75 + 80,000 × $0.175 + 8,000 × $14, each per million:
$0.196.
"""

import math
import statistics
import subprocess
import sys

BUILD = "build/peers"
HERE = "tests/bench/peers"
PYTHON = f"{BUILD}/python/bin/python"
OURS = ["build/release/tests/bench/estimate_peer"]
PEERS = {
    "PyPI genai-prices": [PYTHON, f"{HERE}/python_peer.py", "genai-prices"],
    "PyPI litellm cost_per_token": [PYTHON, f"{HERE}/python_peer.py", "litellm"],
    "npm @pydantic/genai-prices": ["node", f"{BUILD}/node/genai_prices.mjs"],
}
RIGHT_NANOS = 196_000_000
SLICES = 24
SLICE_SECONDS = 0.02


class Peer:

    def __init__(self, command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.total_nanos = float(self.process.stdout.readline())
        self.count = 1
        self.seconds(1000)
        while self.seconds(self.count) < SLICE_SECONDS:
            self.count *= 2

    def seconds(self, count):
        self.process.stdin.write(f"{count}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def slice(self):
        """Nanoseconds for one estimate."""
        return self.seconds(self.count) / self.count * 1e9

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def interval(values):
    """The 95% confidence interval of the median, by order statistics."""
    values = sorted(values)
    reach = 0.98 * math.sqrt(len(values))
    middle = (len(values) - 1) / 2
    return values[max(0, round(middle - reach))], values[
        min(len(values) - 1, round(middle + reach))]


def main(names):
    unknown = set(names) - set(PEERS)
    if unknown:
        sys.exit(f"no peer {sorted(unknown)}; there are {sorted(PEERS)}")
    print(f"{'peer':30} {'ns':>10} {'ours, ns':>10} {'times as long':>14}"
          f" {'95% interval':>21}  total")
    for name in names or PEERS:
        peer, ours = Peer(PEERS[name]), Peer(OURS)
        assert ours.total_nanos == RIGHT_NANOS, ours.total_nanos
        pairs = []
        for i in range(SLICES):
            pair = {}
            for one in (peer, ours) if i % 2 else (ours, peer):
                pair[one] = one.slice()
            pairs.append((pair[peer], pair[ours]))
        ratios = [theirs / mine for theirs, mine in pairs]
        low, high = interval(ratios)
        right = abs(peer.total_nanos - RIGHT_NANOS) < 0.5
        print(f"{name:30} {statistics.median(p for p, _ in pairs):10.0f}"
              f" {statistics.median(o for _, o in pairs):10.0f}"
              f" {statistics.median(ratios):14.2f}"
              f" [{low:8.2f} – {high:8.2f}]"
              f"  {'right' if right else f'{peer.total_nanos / 1e9:.6f}'}")
        peer.stop()
        ours.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
