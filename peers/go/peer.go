// peer.go -- N sleeping tasks, at most LIMIT at once, as Go's users write it: goroutines and channels.
//
// semaphore: a buffered channel holds the slots; one is acquired before each `go`, so at most LIMIT
// goroutines exist.
// pool: LIMIT workers range over a channel of jobs, and send to a channel of results.
// each: a goroutine for each of the N tasks, no limit.
// Timers: time.Sleep takes nanoseconds and is never early; but an idle runtime waits in epoll_wait,
// which counts whole milliseconds: a sleep of 100 us takes 1 ms when nothing else runs. Sleep(0)
// returns at once.
// Usage: peer MODE TASKS LIMIT SLEEP TICK. Exit: 1 a wrong result, 2 wrong usage.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const modes = "semaphore, pool, each"

type result struct{ number, place int64 }

// The workload: 1..tasks; sleep 0 ns or more, -1: task i sleeps 1/i s.
var tasks, limit, sleep, tick int64

var inFlight, maxInFlight, finished atomic.Int64

func task(number int64) result {
	now := inFlight.Add(1)
	for most := maxInFlight.Load(); now > most && !maxInFlight.CompareAndSwap(most, now); {
		most = maxInFlight.Load()
	}
	time.Sleep(duration(number))
	inFlight.Add(-1)
	return result{number, finished.Add(1)}
}

func duration(number int64) time.Duration {
	ns := sleep
	if ns < 0 {
		ns = 1e9 / number
	}
	return time.Duration((ns + tick - 1) / tick * tick)
}

func semaphore(slots int64, results chan<- result) {
	sem := make(chan struct{}, slots)
	for number := int64(1); number <= tasks; number++ {
		sem <- struct{}{}
		go func(number int64) {
			results <- task(number)
			<-sem
		}(number)
	}
	for ; slots > 0; slots-- {
		sem <- struct{}{} // each slot has been given back
	}
	close(results)
}

func pool(workers int64, results chan<- result) {
	var running sync.WaitGroup
	jobs := make(chan int64)
	for ; workers > 0; workers-- {
		running.Add(1)
		go func() {
			defer running.Done()
			for number := range jobs {
				results <- task(number)
			}
		}()
	}
	for number := int64(1); number <= tasks; number++ {
		jobs <- number
	}
	close(jobs)
	running.Wait()
	close(results)
}

func each(results chan<- result) {
	var running sync.WaitGroup
	for number := int64(1); number <= tasks; number++ {
		running.Add(1)
		go func(number int64) {
			defer running.Done()
			results <- task(number)
		}(number)
	}
	running.Wait()
	close(results)
}

func main() {
	mode := parse(os.Args)
	slots := tasks
	if limit > 0 && limit < tasks {
		slots = limit
	}
	var done, sum, outOfOrder, latest int64
	results := make(chan result, 1024)
	start := time.Now()
	switch mode {
	case "semaphore":
		go semaphore(slots, results)
	case "pool":
		go pool(slots, results)
	case "each":
		go each(results)
	default:
		fail(2, "MODE is '%s', allowed: %s", mode, modes)
	}
	for r := range results {
		done++
		sum += r.number
		if r.place < latest {
			outOfOrder++
		} else {
			latest = r.place
		}
	}
	wall := time.Since(start)
	peak := peakRSS()

	shown := strconv.FormatInt(limit, 10)
	if mode == "each" {
		shown = "null"
	} else if limit > 0 && maxInFlight.Load() > limit {
		fail(1, "%s had %d in flight, limit %d", mode, maxInFlight.Load(), limit)
	}
	if done != tasks || sum != tasks*(tasks+1)/2 {
		fail(1, "%s took %d results of %d, their sum is %d", mode, done, tasks, sum)
	}
	_, err := fmt.Printf("peer\tmode\ttasks\tlimit\tsleep\ttick_ns\tdone\tsum\tmax_in_flight\tout_of_order\twall_ns\tpeak_rss_bytes\n"+
		"go\t%s\t%d\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\n", mode, tasks, shown, os.Args[4], tick,
		done, sum, maxInFlight.Load(), outOfOrder, wall.Nanoseconds(), peak)
	if err != nil {
		fail(1, "cannot write the row: %v", err)
	}
}

func parse(args []string) (mode string) {
	if len(args) != 6 {
		fail(2, "usage: peer MODE TASKS LIMIT SLEEP TICK; MODE: %s", modes)
	}
	tasks = whole("TASKS", args[2], 0, 1e8)
	limit = whole("LIMIT", args[3], 0, 1e18)
	if sleep = -1; args[4] != "1/i" {
		sleep = whole("SLEEP", args[4], 0, 1e18)
	}
	tick = whole("TICK", args[5], 1, 1e18)
	return args[1]
}

func whole(what, text string, least, most uint64) int64 {
	number, err := strconv.ParseUint(text, 10, 64)
	if err != nil || number < least || number > most {
		fail(2, "%s is '%s', allowed: %d..%d", what, text, least, most)
	}
	return int64(number)
}

func peakRSS() (bytes int64) {
	status, _ := os.ReadFile("/proc/self/status")
	if _, after, found := strings.Cut(string(status), "VmHWM:"); found {
		fmt.Sscan(after, &bytes)
	}
	return bytes * 1024
}

func fail(status int, format string, args ...any) {
	fmt.Fprintf(os.Stderr, "go: "+format+"\n", args...)
	os.Exit(status)
}
