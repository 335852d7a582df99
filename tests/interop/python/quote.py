import sys

import grpc
from ratecard.v1 import estimate_service_pb2 as api
from ratecard.v1 import estimate_service_pb2_grpc as api_grpc

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:50051"
with grpc.insecure_channel(address) as channel:
    estimates = api_grpc.EstimateServiceStub(channel)
    request = api.EstimateCostRequest(model="gpt-5.2-codex")
    request.usage.input_tokens = 120_000
    request.usage.cache_read_tokens = 80_000
    request.usage.output_tokens = 8_000
    total = estimates.EstimateCost(request, timeout=5).estimate.total
    print(f"{total.units}.{total.nanos:09d} {total.currency_code}")
