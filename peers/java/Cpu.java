/* Cpu.java -- TASKS that compute for COST_NS each, on THREADS threads, as Java's users write it: an
 * executor with a fixed pool, and results as they complete.
 * Usage: java Cpu THREADS TASKS COST_NS. java Cpu --version names Java's.
 * How: a task mixes a number (SplitMix64) so often that it takes COST_NS, as was tried out before, when
 * the compiler had seen it.
 * Prints a header and a row: tasks, threads, cost_ns, wall_ns from the first task to the last result, and
 * a checksum, without which the work could be left out.
 * Exit: 1 a task failed, 2 wrong usage. */

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

public final class Cpu {
    static final long TRY_NS = 200_000_000;
    static long kept;

    static long compute(long number, long steps) {
        for (long i = 0; i < steps; i++) {
            number += 0x9e3779b97f4a7c15L;
            number = (number ^ number >>> 30) * 0xbf58476d1ce4e5b9L;
            number = (number ^ number >>> 27) * 0x94d049bb133111ebL;
            number ^= number >>> 31;
        }
        return number;
    }

    /* What a step takes, in ns: the least of some tries. */
    static double stepTime() {
        long steps = 1000, begin = System.nanoTime();
        double least = Double.MAX_VALUE;
        while (System.nanoTime() - begin < TRY_NS) {
            long start = System.nanoTime();
            kept += compute(kept, steps);
            least = Math.min(least, (double) (System.nanoTime() - start) / steps);
        }
        return least;
    }

    static long computeAll(int threads, long tasks, long steps)
            throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        ExecutorCompletionService<Long> results = new ExecutorCompletionService<>(pool);
        long sum = 0;
        for (long i = 1; i <= tasks; i++) {
            long number = i;
            results.submit(() -> compute(number, steps));
        }
        for (long i = 0; i < tasks; i++) {
            sum += results.take().get();
        }
        pool.shutdown();
        return sum;
    }

    static long number(String name, String word) {
        try {
            long value = Long.parseLong(word);
            if (value >= 1) {
                return value;
            }
        } catch (NumberFormatException ignored) {
            // said below
        }
        System.err.printf("cpu: %s is '%s', allowed: from 1%n", name, word);
        System.exit(2);
        return 0;
    }

    public static void main(String[] words) throws InterruptedException, ExecutionException {
        if (words.length == 1 && words[0].equals("--version")) {
            System.out.println("java " + System.getProperty("java.version"));
            return;
        }
        if (words.length != 3) {
            System.err.println("cpu: usage: Cpu THREADS TASKS COST_NS");
            System.exit(2);
        }
        int threads = (int) number("THREADS", words[0]);
        long tasks = number("TASKS", words[1]), costNs = number("COST_NS", words[2]);
        long steps = Math.max(1, Math.round(costNs / stepTime()));
        long start = System.nanoTime();
        long sum = computeAll(threads, tasks, steps);
        long wallNs = System.nanoTime() - start;
        System.out.println("tasks\tthreads\tcost_ns\twall_ns\tchecksum");
        System.out.printf("%d\t%d\t%d\t%d\t%016x%n", tasks, threads, costNs, wallNs, sum);
    }
}
