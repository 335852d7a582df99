// A Go client of grpc-go, with generated code, against a running ratecardd.
//
// Environment:
//
//	RATECARD_ADDRESS  Where it serves.
//	RATECARD_IPV6     Where another does, on IPv6.
//	RATECARD_UNIX     Where another does, on a UNIX socket.
package interop

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	statuspb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/genproto/googleapis/type/money"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/encoding/gzip"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	api "ratecard/v1"
)

const patience = 30 * time.Second

// The model is neither too new nor retired then.
var asOf = timestamppb.New(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))

func connect(t *testing.T, place string,
	options ...grpc.DialOption) *grpc.ClientConn {
	t.Helper()
	options = append(options,
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	channel, err := grpc.Dial(os.Getenv(place), options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { channel.Close() })
	return channel
}

func estimates(t *testing.T) api.EstimateServiceClient {
	return api.NewEstimateServiceClient(connect(t, "RATECARD_ADDRESS"))
}

func within(t *testing.T, limit time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	t.Cleanup(cancel)
	return ctx
}

func inputRequest(model string, tokens int64) *api.EstimateCostRequest {
	return &api.EstimateCostRequest{
		Model: model,
		Usage: &api.Usage{InputTokens: proto.Int64(tokens)},
		AsOf:  asOf,
	}
}

// 40,000 × $1.75 + 80,000 × $0.175 + 8,000 × $14, per million: $0.196.
func codexRequest() *api.EstimateCostRequest {
	request := inputRequest("gpt-5.2-codex", 120_000)
	request.Usage.CacheReadTokens = proto.Int64(80_000)
	request.Usage.OutputTokens = proto.Int64(8_000)
	return request
}

const codexNanos = 196_000_000

func expectTotal(t *testing.T, total *money.Money, units, nanos int64) {
	t.Helper()
	if total.GetCurrencyCode() != "USD" || total.GetUnits() != units ||
		int64(total.GetNanos()) != nanos {
		t.Errorf("total is %v, not %d.%09d USD", total, units, nanos)
	}
}

func expectCode(t *testing.T, err error, code codes.Code) {
	t.Helper()
	if status.Code(err) != code {
		t.Fatalf("%v, not %v", err, code)
	}
}

// ErrorInfo and BadRequest of a status.
func details(refusal *status.Status) (info *errdetails.ErrorInfo,
	badRequest *errdetails.BadRequest) {
	for _, detail := range refusal.Details() {
		switch kind := detail.(type) {
		case *errdetails.ErrorInfo:
			info = kind
		case *errdetails.BadRequest:
			badRequest = kind
		}
	}
	return info, badRequest
}

// Expects an error within a reply to be about an unknown model.
func expectModelNotFound(t *testing.T, refusal *statuspb.Status) {
	t.Helper()
	info, _ := details(status.FromProto(refusal))
	if info.GetReason() != "MODEL_NOT_FOUND" {
		t.Errorf("%v is no MODEL_NOT_FOUND", refusal)
	}
}

func expectCodexTotal(t *testing.T, channel *grpc.ClientConn) {
	t.Helper()
	reply, err := api.NewEstimateServiceClient(channel).EstimateCost(
		within(t, patience), codexRequest())
	if err != nil {
		t.Fatal(err)
	}
	expectTotal(t, reply.Estimate.Total, 0, codexNanos)
}

func TestEstimatesACost(t *testing.T) {
	expectCodexTotal(t, connect(t, "RATECARD_ADDRESS"))
}

func TestConnectsOverIPv6AndUNIXSockets(t *testing.T) {
	expectCodexTotal(t, connect(t, "RATECARD_IPV6"))
	expectCodexTotal(t, connect(t, "RATECARD_UNIX"))
}

func TestCompressesRequests(t *testing.T) {
	expectCodexTotal(t, connect(t, "RATECARD_ADDRESS",
		grpc.WithDefaultCallOptions(grpc.UseCompressor(gzip.Name))))
}

func TestQuantitiesAbove2To53StayExact(t *testing.T) {
	// (2^53 + 1) × $1.75 per million is $15,762,598,695.79673775.
	const tokens = 1<<53 + 1
	request := inputRequest("gpt-5.2-codex", tokens)
	request.View = api.EstimateView_ESTIMATE_VIEW_FULL
	reply, err := estimates(t).EstimateCost(within(t, patience), request)
	if err != nil {
		t.Fatal(err)
	}
	lines := reply.Estimate.Lines
	if len(lines) != 1 || lines[0].Quantity != tokens {
		t.Errorf("lines are %v", lines)
	}
	expectTotal(t, reply.Estimate.Total, 15_762_598_695, 796_737_750)
}

func TestErrorsSayWhichFieldIsWrong(t *testing.T) {
	_, err := estimates(t).EstimateCost(within(t, patience),
		inputRequest("gpt-5.2-codex", -1))
	expectCode(t, err, codes.InvalidArgument)
	info, badRequest := details(status.Convert(err))
	if info.GetDomain() != "ratecard.dev" ||
		info.GetReason() != "NEGATIVE_QUANTITY" {
		t.Errorf("info is %v", info)
	}
	violations := badRequest.GetFieldViolations()
	if len(violations) != 1 || violations[0].Field != "usage.input_tokens" {
		t.Errorf("violations are %v", violations)
	}
}

func TestChecksAFit(t *testing.T) {
	// 300,000 of at most 272,000 input tokens.
	reply, err := estimates(t).CheckContextFit(within(t, patience),
		&api.CheckContextFitRequest{
			Model:           "gpt-5.2-codex",
			InputTokens:     proto.Int64(300_000),
			MaxOutputTokens: proto.Int64(10_000),
		})
	if err != nil {
		t.Fatal(err)
	}
	if reply.Fit.Verdict != api.FitVerdict_FIT_VERDICT_DOES_NOT_FIT {
		t.Errorf("verdict is %v", reply.Fit.Verdict)
	}
	violations := reply.Fit.Violations
	if len(violations) != 1 ||
		violations[0].Limit != api.LimitKind_LIMIT_KIND_INPUT ||
		violations[0].ExcessTokens != 28_000 {
		t.Errorf("violations are %v", violations)
	}
}

func TestABadItemKeepsNoneOfABatch(t *testing.T) {
	reply, err := estimates(t).BatchEstimateCosts(within(t, patience),
		&api.BatchEstimateCostsRequest{Requests: []*api.EstimateCostRequest{
			codexRequest(), inputRequest("gpt-5.2-codx", 1), codexRequest(),
		}})
	if err != nil {
		t.Fatal(err)
	}
	if len(reply.Results) != 3 {
		t.Fatalf("results are %v", reply.Results)
	}
	expectModelNotFound(t, reply.Results[1].GetError())
	expectTotal(t, reply.Results[0].GetEstimate().GetTotal(), 0, codexNanos)
	expectTotal(t, reply.Results[2].GetEstimate().GetTotal(), 0, codexNanos)
}

// Sends items whose place is in the id and the usage; each hundredth is refused.
func sendItems(stream api.EstimateService_StreamEstimateCostsClient,
	count int) error {
	for index := 0; index < count; index++ {
		model := "gpt-5.2-codex"
		if index%100 == 0 {
			model = "gpt-5.2-codx"
		}
		if err := stream.Send(&api.StreamEstimateCostsRequest{
			ItemId:  fmt.Sprint("item ", index),
			Request: inputRequest(model, int64(index+1)),
		}); err != nil {
			return err
		}
	}
	return stream.CloseSend()
}

func TestStreamsEstimates(t *testing.T) {
	const count = 1_000
	stream, err := estimates(t).StreamEstimateCosts(within(t, patience))
	if err != nil {
		t.Fatal(err)
	}
	sent := make(chan error, 1)
	go func() { sent <- sendItems(stream, count) }()
	results := map[string]*api.StreamEstimateCostsResponse{}
	for {
		result, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		results[result.ItemId] = result
	}
	if err := <-sent; err != nil {
		t.Fatal(err)
	}
	if len(results) != count {
		t.Fatalf("%d results, not %d", len(results), count)
	}
	for index := 0; index < count; index++ {
		result := results[fmt.Sprint("item ", index)]
		if index%100 == 0 {
			expectModelNotFound(t, result.GetError())
		} else {
			// An input token costs 1,750 nanos.
			expectTotal(t, result.GetEstimate().GetTotal(), 0,
				1_750*int64(index+1))
		}
	}
}

// The stream of a watch whose first revision was read.
func watch(t *testing.T,
	ctx context.Context) api.CatalogService_WatchCatalogClient {
	t.Helper()
	news, err := api.NewCatalogServiceClient(
		connect(t, "RATECARD_ADDRESS")).WatchCatalog(ctx,
		&api.WatchCatalogRequest{})
	if err != nil {
		t.Fatal(err)
	}
	first, err := news.Recv()
	if err != nil {
		t.Fatal(err)
	}
	if first.Revision.ModelCount == 0 {
		t.Errorf("revision is %v", first.Revision)
	}
	return news
}

func TestWatchesTheCatalogUntilItCancels(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	news := watch(t, ctx)
	cancel()
	_, err := news.Recv()
	expectCode(t, err, codes.Canceled)
}

func TestADeadlineEndsAWatch(t *testing.T) {
	// Long enough for the first revision, and there is no second one.
	news := watch(t, within(t, 2*time.Second))
	_, err := news.Recv()
	expectCode(t, err, codes.DeadlineExceeded)
}

func TestPricesTheBytesOfAResponse(t *testing.T) {
	payload := `{
		"object": "chat.completion",
		"model": "gpt-5.2-codex",
		"choices": [],
		"usage": {
			"prompt_tokens": 120000,
			"prompt_tokens_details": {"cached_tokens": 80000},
			"completion_tokens": 8000,
			"total_tokens": 128000
		}
	}`
	reply, err := api.NewUsageServiceClient(
		connect(t, "RATECARD_ADDRESS")).PriceUsage(within(t, patience),
		&api.PriceUsageRequest{
			Payload: []byte(payload), Provider: "openai", AsOf: asOf,
		})
	if err != nil {
		t.Fatal(err)
	}
	expectTotal(t, reply.Estimate.Total, 0, codexNanos)
}

func TestRepliesAbove4MiBNeedAHigherLimit(t *testing.T) {
	request := codexRequest()
	request.View = api.EstimateView_ESTIMATE_VIEW_FULL
	batch := &api.BatchEstimateCostsRequest{}
	for len(batch.Requests) < 10_000 {
		batch.Requests = append(batch.Requests, request)
	}
	_, err := estimates(t).BatchEstimateCosts(within(t, patience), batch)
	expectCode(t, err, codes.ResourceExhausted)
	reply, err := estimates(t).BatchEstimateCosts(within(t, patience), batch,
		grpc.MaxCallRecvMsgSize(64<<20))
	if err != nil {
		t.Fatal(err)
	}
	if proto.Size(reply) <= 4<<20 || len(reply.Results) != 10_000 {
		t.Errorf("%d bytes, %d results", proto.Size(reply), len(reply.Results))
	}
	for _, result := range reply.Results {
		expectTotal(t, result.GetEstimate().GetTotal(), 0, codexNanos)
	}
}

func TestTheServerRefusesRequestsAbove4MiB(t *testing.T) {
	_, err := api.NewUsageServiceClient(
		connect(t, "RATECARD_ADDRESS")).PriceUsage(within(t, patience),
		&api.PriceUsageRequest{Payload: make([]byte, 4<<20)})
	expectCode(t, err, codes.ResourceExhausted)
}

func TestHealthIsKnownByService(t *testing.T) {
	health := grpc_health_v1.NewHealthClient(connect(t, "RATECARD_ADDRESS"))
	reply, err := health.Check(within(t, patience),
		&grpc_health_v1.HealthCheckRequest{
			Service: "ratecard.v1.EstimateService",
		})
	if err != nil {
		t.Fatal(err)
	}
	if reply.Status != grpc_health_v1.HealthCheckResponse_SERVING {
		t.Errorf("status is %v", reply.Status)
	}
	_, err = health.Check(within(t, patience),
		&grpc_health_v1.HealthCheckRequest{Service: "nobody"})
	expectCode(t, err, codes.NotFound)
}
