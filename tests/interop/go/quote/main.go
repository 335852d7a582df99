package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/proto"

	api "ratecard/v1"
)

func main() {
	address := "127.0.0.1:50051"
	if len(os.Args) > 1 {
		address = os.Args[1]
	}
	channel, err := grpc.Dial(address,
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	defer channel.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	reply, err := api.NewEstimateServiceClient(channel).EstimateCost(ctx,
		&api.EstimateCostRequest{
			Model: "gpt-5.2-codex",
			Usage: &api.Usage{
				InputTokens:     proto.Int64(120_000),
				CacheReadTokens: proto.Int64(80_000),
				OutputTokens:    proto.Int64(8_000),
			},
		})
	if err != nil {
		log.Fatal(err)
	}
	total := reply.Estimate.Total
	fmt.Printf("%d.%09d %s\n", total.Units, total.Nanos, total.CurrencyCode)
}
