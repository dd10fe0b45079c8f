package main

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/uuid"
)

func TestGreetingNamesTheVersionAndTheRequest(t *testing.T) {
	recorder := httptest.NewRecorder()
	newHandler("v1.2.3").ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/", nil))
	var got greeting
	if err := json.Unmarshal(recorder.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Version != "v1.2.3" {
		t.Errorf("version = %q, want v1.2.3", got.Version)
	}
	if _, err := uuid.Parse(got.Request); err != nil || got.Request != recorder.Header().Get("X-Request-Id") {
		t.Errorf("request = %q (%v), header = %q", got.Request, err, recorder.Header().Get("X-Request-Id"))
	}
}

func TestUnknownPathIsNotFound(t *testing.T) {
	recorder := httptest.NewRecorder()
	newHandler("").ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/nothing", nil))
	if recorder.Code != http.StatusNotFound {
		t.Errorf("status = %d, want 404", recorder.Code)
	}
}

func TestServeAnswersHealthAndStopsWhenAsked(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, listener, newHandler("")) }()
	response, err := http.Get("http://" + listener.Addr().String() + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK {
		t.Errorf("status = %d, want 200", response.StatusCode)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("serve: %v", err)
	}
}
