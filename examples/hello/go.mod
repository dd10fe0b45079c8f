module github.com/slipway-dev/slipway/examples/hello

go 1.25

require github.com/google/uuid v1.6.0
