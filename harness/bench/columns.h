/* columns.h -- the columns of rows.tsv, in which a bench keeps everything that it measured.
 *
 * They lie in DIR/rows.tsv, one line a process. Tables and figures are made from that file alone. Its first
 * columns say where a row belongs; the rest is the row that the measured process printed. Beside it lie
 * DIR/traces/STRATEGY-virtual.tsv and STRATEGY-real.tsv (N=100, limit 10), and
 * DIR/histograms/STRATEGY-N-LIMIT.tsv (measure, upper_ns, count; real clock).
 */
#ifndef AC_BENCH_COLUMNS_H
#define AC_BENCH_COLUMNS_H

/* The values of the column `stage`:
 *
 *   verdict       rounds in a drawn order, real clock: the strategies, floor, "callback again"
 *   serial        serial once at N=100, real clock
 *   python        the blog's Python; cell = its mode
 *   large         real clock, one round: the strategies and floor
 *   limits        callback at N=100 and few limits, real clock
 *   growth-n      virtual clock: N grows at one limit
 *   growth-limit  virtual clock: the limit grows at one N
 *   per-task      virtual clock: CPU per task at two N and two limits, beside floor and the bare cells
 *   memory        virtual clock: resident memory as N grows, of those that should not
 *   wall-limit    virtual clock, callback: limits 1 to 20, where the wall is the ideal
 *   trace         the runs that wrote DIR/traces, both clocks
 *
 * `point` is N,LIMIT as planned, "100,10" (also for unbounded, whose own `limit` is null); `cell` is
 * the strategy, or "callback again"; `clock`, `tasks`, `limit`, `wall_ns`... are the process's own.
 * A row counts only if its `exit` is 0. */

/* In order; ends with NULL. */
extern const char *const bench_columns[];

#endif
