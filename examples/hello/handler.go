package main

import (
	"encoding/json"
	"log/slog"
	"net/http"

	"github.com/google/uuid"
)

type greeting struct {
	Message string `json:"message"`
	Version string `json:"version"`
	Request string `json:"request"`
}

// newHandler answers / with a greeting and /healthz with "ok".
func newHandler(version string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		if _, err := w.Write([]byte("ok\n")); err != nil {
			slog.Warn("healthz", "error", err)
		}
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		id := uuid.NewString()
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Request-Id", id)
		if err := json.NewEncoder(w).Encode(greeting{"Hello from a small image.", version, id}); err != nil {
			slog.Warn("greeting", "error", err)
		}
	})
	return mux
}
