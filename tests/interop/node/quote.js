const grpc = require("@grpc/grpc-js");
const loader = require("@grpc/proto-loader");

const { ratecard } = grpc.loadPackageDefinition(
  loader.loadSync("ratecard/v1/estimate_service.proto", {
    includeDirs: ["proto", "build/release/proto/google-protos"],
    keepCase: true,
    longs: String, // A number of JavaScript is exact to 2^53 only.
    enums: String,
    defaults: true,
    oneofs: true,
  }),
);

const estimates = new ratecard.v1.EstimateService(
  process.argv[2] ?? "127.0.0.1:50051",
  grpc.credentials.createInsecure(),
);
const request = {
  model: "gpt-5.2-codex",
  usage: {
    input_tokens: 120_000,
    cache_read_tokens: 80_000,
    output_tokens: 8_000,
  },
};
const deadline = Date.now() + 5_000;
estimates.EstimateCost(request, { deadline }, (error, reply) => {
  if (error) throw error;
  const { units, nanos, currency_code } = reply.estimate.total;
  console.log(`${units}.${String(nanos).padStart(9, "0")} ${currency_code}`);
  estimates.close();
});
