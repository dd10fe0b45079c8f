/** A server and command whose faults are asked for by its first argument: what the sandbox is to find. */
export const trialSource = {
  'go.mod': 'module example.com/trial\n\ngo 1.24\n',
  'main.go': `package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

var held [][]byte

func main() {
	fault := "none"
	if len(os.Args) > 1 {
		fault = os.Args[1]
	}
	fmt.Println("begins with the fault", fault)
	switch fault {
	case "--version":
		fmt.Println("1.2.3")
		return
	case "probe":
		if _, err := http.Get("http://127.0.0.1:8080/healthz"); err != nil {
			fail("probe", err)
		}
		return
	case "crashes":
		var nothing *int
		*nothing = 1
	case "exits":
		fail("gives up", nil)
	case "aborts":
		syscall.Kill(syscall.Getpid(), syscall.SIGKILL)
		time.Sleep(time.Hour)
	case "hangs":
		time.Sleep(time.Hour)
	case "writes-to-its-root":
		if err := os.WriteFile("/state", []byte("x"), 0o600); err != nil {
			fail("write", err)
		}
	case "needs-root":
		if os.Getuid() != 0 {
			fail("only root may start this", nil)
		}
	case "needs-capabilities":
		if err := os.Chown("/tmp", 12, 12); err != nil {
			fail("chown", err)
		}
	case "many-variables":
		if len(os.Environ()) > 1000 {
			fail("too many variables", nil)
		}
	case "one-at-a-time":
		lock, _ := os.OpenFile("/tmp/lock", os.O_CREATE|os.O_RDWR, 0o600)
		if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
			fail("another one runs", err)
		}
	case "stale-lock":
		if _, err := os.Stat("/tmp/lock"); err == nil {
			fail("/tmp/lock is left from before", nil)
		}
		os.WriteFile("/tmp/lock", nil, 0o600)
	case "eats-memory":
		for range 64 {
			block := make([]byte, 4<<20)
			for at := range block {
				block[at] = 1
			}
			held = append(held, block)
		}
	case "writes-and-executes":
		page, err := syscall.Mmap(-1, 0, 4096, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
		if err == nil {
			err = syscall.Mprotect(page, syscall.PROT_READ|syscall.PROT_EXEC)
		}
		if err != nil {
			fail("may not execute what it wrote", err)
		}
	case "ends-later":
		go func() {
			time.Sleep(100 * time.Millisecond)
			fail("ends a moment later", nil)
		}()
	}
	server := &http.Server{Addr: ":8080", Handler: handler(fault)}
	if fault == "ignores-sigterm" {
		signal.Ignore(syscall.SIGTERM)
	} else if fault != "leaves-sigterm-alone" {
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
		defer stop()
		go func() {
			<-ctx.Done()
			server.Shutdown(context.Background())
		}()
	}
	fmt.Println(server.ListenAndServe())
}

func handler(fault string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if fault == "unwell" {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		fmt.Fprintln(w, "ok")
	}
}

func fail(what string, err error) {
	fmt.Fprintln(os.Stderr, what, err)
	os.Exit(3)
}
`,
};
