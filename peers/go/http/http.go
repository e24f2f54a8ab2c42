// http.go -- GETs each URL of stdin, at most LIMIT at once, as Go's users write it: a goroutine for
// each request behind a semaphore, and net/http, which keeps LIMIT connections. Bodies are read, and
// dropped.
// Usage: http [--times] LIMIT; --times prints what each request took, in ns, a line each. http
// --version names Go's.
// Exit: 1 a request failed, 2 wrong usage.
package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	words := os.Args[1:]
	if len(words) == 1 && words[0] == "--version" {
		fmt.Println(runtime.Version())
		return
	}
	times := len(words) > 0 && words[0] == "--times"
	if times {
		words = words[1:]
	}
	if len(words) != 1 {
		fail("usage: http [--times] LIMIT")
	}
	limit, err := strconv.Atoi(words[0])
	if err != nil || limit < 1 {
		fail("LIMIT is '%s', allowed: from 1", words[0])
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: limit}}
	var running sync.WaitGroup
	var printing sync.Mutex
	var failed atomic.Int64
	slots := make(chan struct{}, limit)
	lines, out := bufio.NewScanner(os.Stdin), bufio.NewWriter(os.Stdout)
	for lines.Scan() {
		url := lines.Text()
		slots <- struct{}{}
		running.Add(1)
		go func() {
			defer running.Done()
			start := time.Now()
			if !get(client, url) {
				failed.Add(1)
			}
			took := time.Since(start)
			<-slots
			if times {
				printing.Lock()
				fmt.Fprintln(out, took.Nanoseconds())
				printing.Unlock()
			}
		}()
	}
	running.Wait()
	out.Flush()
	if lines.Err() != nil || failed.Load() > 0 {
		os.Exit(1)
	}
}

func get(client *http.Client, url string) bool {
	answer, err := client.Get(url)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return err == nil && answer.StatusCode == http.StatusOK
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "http: "+format+"\n", args...)
	os.Exit(2)
}
