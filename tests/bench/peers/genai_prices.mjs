// A peer in JavaScript: see compare.py.

import readline from 'node:readline'

import { calcPrice } from '@pydantic/genai-prices'

const usage = {
  input_tokens: 120_000,
  cache_read_tokens: 80_000,
  output_tokens: 8_000,
}
const estimate = () =>
  calcPrice(usage, 'gpt-5.2-codex', { providerId: 'openai' }).total_price

console.log(estimate() * 1e9)
for await (const line of readline.createInterface({ input: process.stdin })) {
  const start = process.cpuUsage()
  for (let i = 0; i < Number(line); ++i) {
    estimate()
  }
  const { user, system } = process.cpuUsage(start)
  console.log((user + system) / 1e6)
}
