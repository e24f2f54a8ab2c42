/* Peer.java -- N sleeping tasks, at most LIMIT at once, as Java 17's users write it: a
 * ScheduledExecutorService sleeps without a thread a task, results come by a blocking queue.
 *
 * executor: LIMIT tasks are scheduled; for each result taken, the next one is.
 * semaphore: a producer thread acquires a permit before it schedules a task, which releases it at its end.
 * each: all N are scheduled at once, no limit.
 * Timers: nanoseconds, never early; one heap of deadlines under one lock, one thread that waits on it.
 * Usage: java Peer MODE TASKS LIMIT SLEEP TICK. Exit: 1 a wrong result, 2 wrong usage. */

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

public final class Peer {
    static final String MODES = "executor, semaphore, each";
    static final long MOST = 1_000_000_000_000_000_000L;

    record Result(long number, long place) {}

    final long tasks, sleepNs, tickNs; // sleepNs -1: task i sleeps 1/i s
    final AtomicLong inFlight = new AtomicLong(), maxInFlight = new AtomicLong();
    final AtomicLong finished = new AtomicLong();
    final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    final BlockingQueue<Result> results = new LinkedBlockingQueue<>();
    long done, sum, outOfOrder, latest;

    Peer(long tasks, long sleepNs, long tickNs) {
        this.tasks = tasks;
        this.sleepNs = sleepNs;
        this.tickNs = tickNs;
    }

    long durationNs(long number) {
        long ns = sleepNs < 0 ? 1_000_000_000 / number : sleepNs;
        return (ns + tickNs - 1) / tickNs * tickNs;
    }

    void launch(long number, Runnable atEnd) {
        long now = inFlight.incrementAndGet();
        if (now > maxInFlight.get()) {
            maxInFlight.accumulateAndGet(now, Math::max);
        }
        scheduler.schedule(() -> {
            inFlight.decrementAndGet();
            results.add(new Result(number, finished.incrementAndGet()));
            atEnd.run();
        }, durationNs(number), TimeUnit.NANOSECONDS);
    }

    void take() throws InterruptedException {
        Result result = results.take();
        done++;
        sum += result.number();
        if (result.place() < latest) {
            outOfOrder++;
        } else {
            latest = result.place();
        }
    }

    void executor(long slots) throws InterruptedException {
        for (long number = 1; number <= tasks; number++) {
            if (number > slots) {
                take();
            }
            launch(number, () -> {});
        }
        while (done < tasks) {
            take();
        }
    }

    void semaphore(int slots) throws InterruptedException {
        Semaphore permits = new Semaphore(slots);
        Thread producer = new Thread(() -> {
            for (long number = 1; number <= tasks; number++) {
                permits.acquireUninterruptibly();
                launch(number, permits::release);
            }
        });
        producer.start();
        while (done < tasks) {
            take();
        }
        producer.join();
    }

    void each() throws InterruptedException {
        for (long number = 1; number <= tasks; number++) {
            launch(number, () -> {});
        }
        while (done < tasks) {
            take();
        }
    }

    public static void main(String[] args) throws InterruptedException, IOException {
        if (args.length != 5) {
            fail(2, "usage: java Peer MODE TASKS LIMIT SLEEP TICK; MODE: " + MODES);
        }
        String mode = args[0];
        if (!List.of(MODES.split(", ")).contains(mode)) {
            fail(2, "MODE is '" + mode + "', allowed: " + MODES);
        }
        long tasks = whole("TASKS", args[1], 0, 100_000_000);
        long limit = whole("LIMIT", args[2], 0, MOST);
        long sleepNs = args[3].equals("1/i") ? -1 : whole("SLEEP", args[3], 0, MOST);
        long tickNs = whole("TICK", args[4], 1, MOST);
        boolean limited = !mode.equals("each");
        int slots = (int) (limit > 0 ? Math.min(limit, tasks) : tasks);

        Peer peer = new Peer(tasks, sleepNs, tickNs);
        long start = System.nanoTime();
        switch (mode) {
            case "executor" -> peer.executor(slots);
            case "semaphore" -> peer.semaphore(slots);
            default -> peer.each();
        }
        long wallNs = System.nanoTime() - start;
        long peak = peakRssBytes();
        peer.scheduler.shutdown();

        long maxInFlight = peer.maxInFlight.get();
        if (peer.done != tasks || peer.sum != tasks * (tasks + 1) / 2) {
            fail(1, mode + " took " + peer.done + " results of " + tasks + ", their sum is " + peer.sum);
        }
        if (limited && limit > 0 && maxInFlight > limit) {
            fail(1, mode + " had " + maxInFlight + " in flight, limit " + limit);
        }
        System.out.println("peer\tmode\ttasks\tlimit\tsleep\ttick_ns\tdone\tsum\tmax_in_flight\t"
                + "out_of_order\twall_ns\tpeak_rss_bytes\njava\t" + mode + "\t" + tasks + "\t"
                + (limited ? limit : "null") + "\t" + args[3] + "\t" + tickNs + "\t" + peer.done + "\t"
                + peer.sum + "\t" + maxInFlight + "\t" + peer.outOfOrder + "\t" + wallNs + "\t" + peak);
        if (System.out.checkError()) {
            fail(1, "cannot write the row");
        }
    }

    static long whole(String what, String text, long least, long most) {
        long number = text.matches("[0-9]{1,18}") || text.equals("" + MOST) ? Long.parseLong(text) : -1;
        if (number < least || number > most) {
            fail(2, what + " is '" + text + "', allowed: " + least + ".." + most);
        }
        return number;
    }

    static long peakRssBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        return 0;
    }

    static void fail(int status, String message) {
        System.err.println("java: " + message);
        System.exit(status);
    }
}
