// exec.go -- a command for each line of stdin, at most LIMIT at once, as Go's users write it: a
// goroutine for each job behind a semaphore, and os/exec. Each job's two outputs are captured, and
// printed whole when it ends.
// Usage: exec LIMIT COMMAND [ARG...]; the line is the last argument. exec --version names Go's.
// Exit: 1 a job failed, 2 wrong usage.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == "--version" {
		fmt.Println(runtime.Version())
		return
	}
	if len(os.Args) < 3 {
		fail("usage: exec LIMIT COMMAND [ARG...]")
	}
	limit, err := strconv.Atoi(os.Args[1])
	if err != nil || limit < 1 {
		fail("LIMIT is '%s', allowed: from 1", os.Args[1])
	}
	var running sync.WaitGroup
	var printing sync.Mutex
	var failed atomic.Int64
	slots := make(chan struct{}, limit)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		line := lines.Text()
		slots <- struct{}{}
		running.Add(1)
		go func() {
			defer running.Done()
			var out, errors bytes.Buffer
			job := exec.Command(os.Args[2], append(os.Args[3:len(os.Args):len(os.Args)], line)...)
			job.Stdout, job.Stderr = &out, &errors
			if job.Run() != nil {
				failed.Add(1)
			}
			<-slots
			printing.Lock()
			defer printing.Unlock()
			out.WriteTo(os.Stdout)
			errors.WriteTo(os.Stderr)
		}()
	}
	running.Wait()
	if lines.Err() != nil || failed.Load() > 0 {
		os.Exit(1)
	}
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "exec: "+format+"\n", args...)
	os.Exit(2)
}
