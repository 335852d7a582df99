// A Node client of @grpc/grpc-js, with the .proto files loaded as they are,
// against a running ratecardd. Runs in the root of the repository.
//
// Environment:
//   RATECARD_ADDRESS  Where it serves.
//   RATECARD_IPV6     Where another does, on IPv6.
//   RATECARD_UNIX     Where another does, on a UNIX socket.
"use strict";

const assert = require("node:assert");
const { once } = require("node:events");
const fs = require("node:fs");
const { after, test } = require("node:test");
const { promisify } = require("node:util");

const grpc = require("@grpc/grpc-js");
const health = require("grpc-health-check");
const loader = require("@grpc/proto-loader");
const protobuf = require("protobufjs");

const PATIENCE_MS = 30_000;
const PROTOS = ["proto", "build/release/proto/google-protos"];
// The model is neither too new nor retired then.
const AS_OF = { seconds: Date.UTC(2026, 2, 1) / 1_000 };

const { ratecard } = grpc.loadPackageDefinition(
  loader.loadSync(
    ["estimate", "usage", "catalog"].map(
      (service) => `ratecard/v1/${service}_service.proto`,
    ),
    {
      includeDirs: PROTOS,
      keepCase: true,
      longs: String, // A number of JavaScript is exact to 2^53 only.
      enums: String,
      defaults: true,
      oneofs: true,
    },
  ),
);

// Details of errors are messages in an Any, which grpc-js leaves as bytes.
const details = new protobuf.Root();
details.resolvePath = (origin, target) =>
  PROTOS.map((folder) => `${folder}/${target}`).find(fs.existsSync);
details.loadSync([
  "google/rpc/error_info.proto",
  "google/rpc/error_details.proto",
  "google/rpc/status.proto",
]);

// Messages by name, of a google.rpc.Status.
function unpack(status) {
  return Object.fromEntries(
    status.details.map(({ type_url, value }) => {
      const name = type_url.split("/").pop();
      return [name, details.lookupType(name).decode(value)];
    }),
  );
}

// The same, of an error that a call ended with.
function detailsOf(error) {
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  return unpack(details.lookupType("google.rpc.Status").decode(bytes));
}

const clients = [];
after(() => clients.forEach((client) => client.close()));

function connect(Service, place = "RATECARD_ADDRESS", options = {}) {
  const client = new Service(
    process.env[place],
    grpc.credentials.createInsecure(),
    options,
  );
  clients.push(client);
  return client;
}

function within(milliseconds = PATIENCE_MS) {
  return { deadline: Date.now() + milliseconds };
}

function call(client, method, request) {
  return promisify(client[method]).call(client, request, within());
}

const estimates = connect(ratecard.v1.EstimateService);
const usages = connect(ratecard.v1.UsageService);
const catalog = connect(ratecard.v1.CatalogService);

function inputRequest(model, tokens) {
  return { model, usage: { input_tokens: tokens }, as_of: AS_OF };
}

// 40,000 × $1.75 + 80,000 × $0.175 + 8,000 × $14, per million: $0.196.
const CODEX = {
  model: "gpt-5.2-codex",
  usage: {
    input_tokens: 120_000,
    cache_read_tokens: 80_000,
    output_tokens: 8_000,
  },
  as_of: AS_OF,
};
const CODEX_TOTAL = { currency_code: "USD", units: "0", nanos: 196_000_000 };

async function codexTotal(client) {
  return (await call(client, "EstimateCost", CODEX)).estimate.total;
}

test("estimates a cost", async () => {
  assert.deepStrictEqual(await codexTotal(estimates), CODEX_TOTAL);
});

test("connects over IPv6 and UNIX sockets", async () => {
  for (const place of ["RATECARD_IPV6", "RATECARD_UNIX"]) {
    const client = connect(ratecard.v1.EstimateService, place);
    assert.deepStrictEqual(await codexTotal(client), CODEX_TOTAL);
  }
});

test("compresses requests", async () => {
  const client = connect(ratecard.v1.EstimateService, undefined, {
    "grpc.default_compression_algorithm": grpc.compressionAlgorithms.gzip,
  });
  assert.deepStrictEqual(await codexTotal(client), CODEX_TOTAL);
});

test("quantities above 2^53 stay exact, as strings", async () => {
  // (2^53 + 1) × $1.75 per million is $15,762,598,695.79673775.
  const tokens = "9007199254740993";
  const { estimate } = await call(estimates, "EstimateCost", {
    ...inputRequest("gpt-5.2-codex", tokens),
    view: "ESTIMATE_VIEW_FULL",
  });
  assert.deepStrictEqual(
    estimate.lines.map((line) => line.quantity),
    [tokens],
  );
  assert.deepStrictEqual(estimate.total, {
    currency_code: "USD",
    units: "15762598695",
    nanos: 796_737_750,
  });
});

test("errors say which field is wrong", async () => {
  await assert.rejects(
    call(estimates, "EstimateCost", inputRequest("gpt-5.2-codex", -1)),
    (error) => {
      assert.strictEqual(error.code, grpc.status.INVALID_ARGUMENT);
      const {
        "google.rpc.ErrorInfo": info,
        "google.rpc.BadRequest": badRequest,
      } = detailsOf(error);
      assert.strictEqual(info.domain, "ratecard.dev");
      assert.strictEqual(info.reason, "NEGATIVE_QUANTITY");
      assert.deepStrictEqual(
        badRequest.fieldViolations.map(({ field }) => field),
        ["usage.input_tokens"],
      );
      return true;
    },
  );
});

test("checks a fit", async () => {
  // 300,000 of at most 272,000 input tokens.
  const { fit } = await call(estimates, "CheckContextFit", {
    model: "gpt-5.2-codex",
    input_tokens: 300_000,
    max_output_tokens: 10_000,
  });
  assert.strictEqual(fit.verdict, "FIT_VERDICT_DOES_NOT_FIT");
  assert.deepStrictEqual(
    fit.violations.map((v) => [v.limit, v.excess_tokens]),
    [["LIMIT_KIND_INPUT", "28000"]],
  );
});

function assertModelNotFound(status) {
  const { "google.rpc.ErrorInfo": info } = unpack(status);
  assert.strictEqual(info.reason, "MODEL_NOT_FOUND");
}

test("a bad item keeps none of a batch", async () => {
  const { results } = await call(estimates, "BatchEstimateCosts", {
    requests: [CODEX, inputRequest("gpt-5.2-codx", 1), CODEX],
  });
  assert.deepStrictEqual(
    results.map(({ result }) => result),
    ["estimate", "error", "estimate"],
  );
  assert.deepStrictEqual(results[2].estimate.total, CODEX_TOTAL);
  assertModelNotFound(results[1].error);
});

test("streams estimates", async () => {
  const stream = estimates.StreamEstimateCosts(within());
  const results = new Map();
  stream.on("data", (result) => results.set(result.item_id, result));
  const ended = once(stream, "end");
  for (let index = 0; index < 1_000; ++index) {
    const model = index % 100 ? "gpt-5.2-codex" : "gpt-5.2-codx";
    const sent = stream.write({
      item_id: `item ${index}`,
      request: inputRequest(model, index + 1),
    });
    if (!sent) await once(stream, "drain");
  }
  stream.end();
  await ended;

  assert.strictEqual(results.size, 1_000);
  for (let index = 0; index < 1_000; ++index) {
    const { estimate, error } = results.get(`item ${index}`);
    if (index % 100) {
      // An input token costs 1,750 nanos.
      assert.strictEqual(estimate.total.nanos, 1_750 * (index + 1));
    } else {
      assertModelNotFound(error);
    }
  }
});

// What a watch ends with, after the first revision was read and `then` called.
async function endOfWatch(options, then) {
  const news = catalog.WatchCatalog({}, options);
  const ended = once(news, "end").catch((error) => error);
  const [{ revision }] = await once(news, "data");
  assert.ok(revision.model_count > 0);
  then(news);
  return ended;
}

test("watches the catalog until it cancels", async () => {
  const error = await endOfWatch(within(), (news) => news.cancel());
  assert.strictEqual(error.code, grpc.status.CANCELLED);
});

test("a deadline ends a watch", async () => {
  // Long enough for the first revision, and there is no second one.
  const error = await endOfWatch(within(2_000), () => {});
  assert.strictEqual(error.code, grpc.status.DEADLINE_EXCEEDED);
});

test("prices the bytes of a response", async () => {
  const response = {
    object: "chat.completion",
    model: "gpt-5.2-codex",
    choices: [],
    usage: {
      prompt_tokens: 120_000,
      prompt_tokens_details: { cached_tokens: 80_000 },
      completion_tokens: 8_000,
      total_tokens: 128_000,
    },
  };
  const reply = await call(usages, "PriceUsage", {
    payload: Buffer.from(JSON.stringify(response)),
    provider: "openai",
    as_of: AS_OF,
  });
  assert.deepStrictEqual(reply.estimate.total, CODEX_TOTAL);
  assert.strictEqual(reply.extracted.usage.cache_read_tokens, "80000");
});

test("replies above 4 MiB need a higher limit", async () => {
  const batch = {
    requests: Array(10_000).fill({ ...CODEX, view: "ESTIMATE_VIEW_FULL" }),
  };
  await assert.rejects(call(estimates, "BatchEstimateCosts", batch), {
    code: grpc.status.RESOURCE_EXHAUSTED,
  });
  const client = connect(ratecard.v1.EstimateService, undefined, {
    "grpc.max_receive_message_length": 64 << 20,
  });
  const { results } = await call(client, "BatchEstimateCosts", batch);
  assert.strictEqual(results.length, 10_000);
  for (const { estimate } of results) {
    assert.deepStrictEqual(estimate.total, CODEX_TOTAL);
  }
});

test("the server refuses requests above 4 MiB", async () => {
  await assert.rejects(
    call(usages, "PriceUsage", { payload: Buffer.alloc(4 << 20) }),
    { code: grpc.status.RESOURCE_EXHAUSTED },
  );
});

test("health is known by service", async () => {
  const Health = grpc.makeGenericClientConstructor(health.service, "Health");
  const client = connect(Health);
  const { status } = await call(client, "Check", {
    service: "ratecard.v1.EstimateService",
  });
  assert.strictEqual(status, "SERVING");
  await assert.rejects(call(client, "Check", { service: "nobody" }), {
    code: grpc.status.NOT_FOUND,
  });
});
