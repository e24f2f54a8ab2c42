// cpu.go -- TASKS that compute for COST_NS each, on THREADS threads, as Go's users write it: a
// goroutine a thread takes numbers from a channel, and puts results on another.
// Usage: cpu THREADS TASKS COST_NS. cpu --version names Go's.
// How: a task mixes a number (SplitMix64) so often that it takes COST_NS, as was tried out before.
// Prints a header and a row: tasks, threads, cost_ns, wall_ns from the first task to the last result, and
// a checksum, without which the work could be left out.
// Exit: 2 wrong usage.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"time"
)

const tryTime = 50 * time.Millisecond

func main() {
	if len(os.Args) == 2 && os.Args[1] == "--version" {
		fmt.Println(runtime.Version())
		return
	}
	if len(os.Args) != 4 {
		fail("usage: cpu THREADS TASKS COST_NS")
	}
	threads, tasks, cost := number("THREADS"), number("TASKS"), number("COST_NS")
	runtime.GOMAXPROCS(threads)
	steps := int(float64(cost)/stepTime() + 0.5)
	if steps < 1 {
		steps = 1
	}
	start := time.Now()
	sum := computeAll(threads, tasks, steps)
	wall := time.Since(start)
	fmt.Println("tasks\tthreads\tcost_ns\twall_ns\tchecksum")
	fmt.Printf("%d\t%d\t%d\t%d\t%016x\n", tasks, threads, cost, wall.Nanoseconds(), sum)
}

func compute(number uint64, steps int) uint64 {
	for i := 0; i < steps; i++ {
		number += 0x9e3779b97f4a7c15
		number = (number ^ number>>30) * 0xbf58476d1ce4e5b9
		number = (number ^ number>>27) * 0x94d049bb133111eb
		number ^= number >> 31
	}
	return number
}

var kept uint64

// What a step takes, in ns: the least of some tries.
func stepTime() float64 {
	steps, least := 1000, 0.0
	for begin := time.Now(); time.Since(begin) < tryTime; {
		start := time.Now()
		kept += compute(kept, steps)
		took := float64(time.Since(start).Nanoseconds()) / float64(steps)
		if least == 0 || took < least {
			least = took
		}
	}
	return least
}

func computeAll(threads, tasks, steps int) uint64 {
	numbers, results := make(chan uint64), make(chan uint64)
	for i := 0; i < threads; i++ {
		go func() {
			for number := range numbers {
				results <- compute(number, steps)
			}
		}()
	}
	go func() {
		for i := 1; i <= tasks; i++ {
			numbers <- uint64(i)
		}
		close(numbers)
	}()
	var sum uint64
	for i := 0; i < tasks; i++ {
		sum += <-results
	}
	return sum
}

func number(name string) int {
	word := os.Args[map[string]int{"THREADS": 1, "TASKS": 2, "COST_NS": 3}[name]]
	value, err := strconv.Atoi(word)
	if err != nil || value < 1 {
		fail("%s is '%s', allowed: from 1", name, word)
	}
	return value
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "cpu: "+format+"\n", args...)
	os.Exit(2)
}
