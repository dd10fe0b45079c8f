// Command timestamps serves sigstore's timestamp authority, with a key that lives as long as it does, at the port of 127.0.0.1 that
// is its only argument. The authority's own program listens on all interfaces for its metrics, which no setting stops.
package main

import (
	"os"
	"strconv"
	"time"

	"github.com/sigstore/timestamp-authority/v2/pkg/server"
	"github.com/spf13/viper"
)

func main() {
	port, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	viper.Set("timestamp-signer", "memory")
	viper.Set("timestamp-signer-hash", "sha256")
	viper.Set("default-policy-oid", "1.3.6.1.4.1.57264.2")
	viper.Set("accepted-policy-oids", []string{"1.3.6.1.4.1.57264.2"})
	viper.Set("max-request-body-size", 1<<20)
	authority := server.NewRestAPIServer("127.0.0.1", port, []string{"http"}, false, time.Minute, time.Minute)
	if err := authority.Serve(); err != nil {
		panic(err)
	}
}
