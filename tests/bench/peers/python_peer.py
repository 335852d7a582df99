"""A peer in Python: see compare.py.

  python_peer.py genai-prices|litellm
"""

import os
import sys
import time


def genai_prices():
    from genai_prices import Usage, calc_price

    usage = Usage(
        input_tokens=120_000, cache_read_tokens=80_000, output_tokens=8_000)
    return lambda: calc_price(
        usage, model_ref="gpt-5.2-codex", provider_id="openai").total_price


def litellm():
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    from litellm import cost_per_token

    return lambda: sum(cost_per_token(
        model="gpt-5.2-codex", prompt_tokens=120_000, completion_tokens=8_000,
        cache_read_input_tokens=80_000))


def main(name):
    estimate = {"genai-prices": genai_prices, "litellm": litellm}[name]()
    print(float(estimate() * 10**9), flush=True)
    for line in sys.stdin:
        start = time.process_time()
        for _ in range(int(line)):
            estimate()
        print(time.process_time() - start, flush=True)


main(sys.argv[1])
