// Command fulcio serves Fulcio's certificate authority, with a key that lives as long as it does, at the address that is its
// first argument, and prints "serving" once it listens. The other arguments: the configuration file, the certificate log's address and the file of
// its public key. Fulcio's own program listens on all interfaces for its metrics, which no setting stops.
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	ctclient "github.com/google/certificate-transparency-go/client"
	"github.com/google/certificate-transparency-go/jsonclient"
	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"github.com/sigstore/fulcio/pkg/ca/ephemeralca"
	"github.com/sigstore/fulcio/pkg/config"
	"github.com/sigstore/fulcio/pkg/generated/protobuf"
	"github.com/sigstore/fulcio/pkg/server"
	v1 "github.com/sigstore/protobuf-specs/gen/pb-go/common/v1"
	"github.com/sigstore/sigstore/pkg/signature"
	"google.golang.org/grpc/metadata"
)

func main() {
	address, configFile, logAddress, logKeyFile := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	settings := must(config.Load(configFile))
	algorithms := must(signature.NewAlgorithmRegistryConfig([]v1.PublicKeyDetails{
		v1.PublicKeyDetails_PKIX_ECDSA_P256_SHA_256,
	}))
	logKey := must(os.ReadFile(logKeyFile))
	client := &http.Client{Timeout: 30 * time.Second}
	log := must(ctclient.New(logAddress, client, jsonclient.Options{PublicKey: string(logKey)}))
	authority := server.NewGRPCCAServer(
		log, must(ephemeralca.NewEphemeralCA()), algorithms, server.NewIssuerPool(settings),
	)
	mux := runtime.NewServeMux(runtime.WithMetadata(bearer))
	if err := protobuf.RegisterCAHandlerServer(context.Background(), mux, authority); err != nil {
		panic(err)
	}
	listener := must(net.Listen("tcp", address))
	fmt.Println("serving")
	panic(http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(config.With(r.Context(), settings)))
	})))
}

// bearer hands on the token that cosign sends in a header.
func bearer(_ context.Context, r *http.Request) metadata.MD {
	return metadata.Pairs(server.MetadataOIDCTokenKey, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
