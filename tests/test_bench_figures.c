/* test_bench_figures.c -- the data of the figures, from planted rows, traces and histograms, and the
 * pictures that gnuplot draws of them. */
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../harness/base/spawn.h"
#include "../harness/bench/figures/figures.h"
#include "../harness/bench/figures/part.h"
#include "../harness/bench/suite.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"

static char folder[] = "/tmp/test_bench_figures_XXXXXX";

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

static int remove_folder(void **state)
{
    (void)state;
    return nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* The path of a file in the folder; overwritten by the next call. */
static const char *inside(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) && !mkdir(inside("traces"), 0777) && !mkdir(inside("histograms"), 0777)
               ? 0
               : -1;
}

static void set(struct rows *rows, size_t row, const char *column, double value)
{
    char *text = text_format("%.0f", value);
    rows_set(rows, row, column, text);
    free(text);
}

static size_t plant(struct rows *rows, const char *stage, const char *strategy, double tasks,
                    double limit)
{
    size_t row = rows_add(rows);
    char *point = text_format("%.0f,%.0f", tasks, limit);
    rows_set(rows, row, "stage", stage);
    rows_set(rows, row, "cell", strategy);
    rows_set(rows, row, "strategy", strategy);
    rows_set(rows, row, "point", point);
    rows_set(rows, row, "exit", "0");
    set(rows, row, "ideal_ns", 1e9);
    free(point);
    return row;
}

static size_t plant_cost(struct rows *rows, const char *strategy, double tasks, double limit,
                         double wall_ns, double cpu_ns)
{
    size_t row = plant(rows, "large", strategy, tasks, limit);
    set(rows, row, "wall_ns", wall_ns);
    set(rows, row, "excess_ns", wall_ns - 1e9);
    set(rows, row, "cpu_user_ns", cpu_ns / 2);
    set(rows, row, "cpu_sys_ns", cpu_ns / 2);
    set(rows, row, "peak_rss_bytes", 2e6);
    return row;
}

/* What a writer makes of a set. */
static struct figures_data written(figures_writer *write, const struct rows *rows)
{
    struct figures_source workload = {folder, *rows};
    struct figures_data data = {.title = {0}};
    assert_null(write(&workload, &data));
    return data;
}

/* Takes the data, which must have this title and hold these lines; the lines end with NULL. */
static void check_data(struct figures_data data, const char *title, const char *const lines[])
{
    assert_string_equal(text_chars(&data.title), title);
    for (; *lines; lines++)
        if (!strstr(text_chars(&data.tsv), *lines))
            fail_msg("no '%s' in:\n%s", *lines, text_chars(&data.tsv));
    text_free(&data.title);
    text_free(&data.tsv);
}

#define LINES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void figures_without_rows_say_why(void **state)
{
    (void)state;
#define WRITER(name) figures_##name,
    figures_writer *const writers[] = {FIGURES_OF_STRATEGIES(WRITER)};
    struct figures_source workload = {.dir = folder};
    rows_init(&workload.rows, bench_columns);
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        struct figures_data data = {.title = {0}};
        const char *why = writers[i](&workload, &data);
        assert_non_null(why);
        assert_true(strlen(why) > 10);
        text_free(&data.title);
        text_free(&data.tsv);
    }
    rows_free(&workload.rows);
}

/* The point with the most tasks at which callback keeps the ideal; failed rows do not count. */
static void figures_cost_chooses_its_point(void **state)
{
    (void)state;
    struct rows rows;
    rows_init(&rows, bench_columns);
    plant_cost(&rows, "callback", 100, 10, 1.001e9, 2e6);
    plant_cost(&rows, "callback", 1000, 10, 1.001e9, 4e6);
    plant_cost(&rows, "callback", 1000, 100, 1.001e9, 5e6);
    plant_cost(&rows, "polling", 1000, 100, 1.002e9, 1e9);
    plant_cost(&rows, "callback", 1000000, 100, 2e9, 2e9); /* not within 1 % */
    rows_set(&rows, plant_cost(&rows, "callback", 100000, 9, 1e9, 1e9), "exit", "1");
    check_data(written(figures_cost, &rows),
               "The same second for everyone, at very different costs: N=1k, limit 100",
               LINES("\ncallback\t1001000000\t5000000\t2000000\n",
                     "\npolling\t1002000000\t1000000000\t2000000"));
    plant_cost(&rows, "callback", 2000, 1, 1e9, 5e6); /* alone: nothing to find */
    check_data(written(figures_cost, &rows), "What each strategy costs: N=2k, limit 1",
               LINES("\ncallback\t1000000000"));
    rows_free(&rows);
}

/* A title tells its finding where the rows carry it, and not elsewhere. */
static void figures_claim_what_the_rows_carry(void **state)
{
    (void)state;
    struct rows rows;
    rows_init(&rows, bench_columns);
    for (double tasks = 100; tasks <= 10000; tasks *= 10) {
        plant_cost(&rows, "callback", tasks, 10, 1e9 + 1e5, 1e6 + tasks);
        plant_cost(&rows, "semaphore", tasks, 10, 1e9 + 1e3 * tasks, 1e6 + tasks);
    }
    check_data(written(figures_excess, &rows),
               "semaphore makes every task before it starts the first: that delay grows with N",
               LINES("1\treal clock, limit 10\tsemaphore\t100\t100000\t100000\t100000\tnull",
                     "\tsemaphore\t10000\t10000000\t10000000\t10000000\tsemaphore\t"));
    check_data(written(figures_cpu_tasks, &rows), "CPU time against N", LINES("callback\t100\t"));
    for (double tasks = 100; tasks <= 10000; tasks *= 10)
        plant_cost(&rows, "polling", tasks, 10, 1e9, 1e9);
    check_data(written(figures_cpu_tasks, &rows),
               "polling keeps a core busy for as long as the run takes; the others pay per task",
               LINES("polling\t100\t1000000000\t"));
    rows_free(&rows);
}

/* The smallest limit whose ideal is the best one. */
static void figures_wall_limit_marks_the_knee(void **state)
{
    (void)state;
    static const double ideals[] = {5e9, 2.6e9, 1e9, 1e9, 1e9};
    struct rows rows;
    rows_init(&rows, bench_columns);
    for (int limit = 5; limit > 0; limit--) /* in any order */
        set(&rows, plant(&rows, "wall-limit", "callback", 100, limit), "ideal_ns",
            ideals[limit - 1]);
    set(&rows, plant(&rows, "limits", "callback", 100, 2), "wall_ns", 2.7e9);
    check_data(written(figures_wall_limit, &rows),
               "A limit of 3 is enough for 100 tasks: then task 1's second is all that is left",
               LINES("\nideal\t100\t1\t5000000000\tN=100\nideal\t100\t2\t2600000000\tnull\n",
                     "\nknee\t100\t3\t1000000000\tlimit 3 is enough for N=100\n",
                     "\nreal\t100\t2\t2700000000\tnull\n"));
    rows_free(&rows);
}

/* Three tasks of 1, 1/2 and 1/3 s, all at once and two at a time. */
static void plant_traces(void)
{
    file_write(inside("traces/unbounded-real.tsv"),
               "t_ns\tevent\ttask\n0\tpull\t1\n0\tlaunch\t1\n0\tpull\t2\n0\tlaunch\t2\n0\tpull\t3\n"
               "0\tlaunch\t3\n333\tfinish\t3\n333\ttake\t3\n500\tfinish\t2\n500\ttake\t2\n"
               "1000\tfinish\t1\n1000\ttake\t1\n");
    file_write(inside("traces/semaphore-real.tsv"),
               "t_ns\tevent\ttask\n0\tpull\t1\n0\tpull\t2\n0\tpull\t3\n0\tlaunch\t1\n0\tlaunch\t2\n"
               "500\tfinish\t2\n500\tlaunch\t3\n833\tfinish\t3\n834\ttake\t2\n834\ttake\t3\n"
               "1000\tfinish\t1\n1001\ttake\t1\n");
}

static void figures_gantt_gives_each_task_its_lane(void **state)
{
    (void)state;
    struct rows rows;
    rows_init(&rows, bench_columns);
    plant_traces();
    check_data(written(figures_gantt, &rows),
               "2 slots are done as soon as 3: task 1 alone takes the second",
               LINES("unbounded\treal\t3\t3\t0\t0\t333\t333\t0\t3\t1\n",
                     "semaphore\treal\t1\t1\t0\t0\t1000\t1001\t3\t2\t2\n",
                     "semaphore\treal\t2\t2\t0\t0\t500\t834\t3\t2\t2\n",
                     "semaphore\treal\t3\t2\t0\t500\t833\t834\t3\t2\t2\n"));
    rows_free(&rows);
}

/* The one is not taken for the other, nor left out without a word. */
static void figures_refuse_a_trace_in_chromes_format(void **state)
{
    (void)state;
    struct figures_source workload = {folder, {0}};
    struct figures_data data = {.title = {0}};
    char said[512] = "";
    FILE *file = tmpfile();
    int kept = dup(STDERR_FILENO);
    plant_traces();
    file_write(inside("traces/semaphore-real.tsv"), "{\"traceEvents\":[\n{\"ph\":\"M\"}\n]}\n");
    assert_true(file && kept >= 0 && dup2(fileno(file), STDERR_FILENO) >= 0);
    figures_gantt(&workload, &data);
    dup2(kept, STDERR_FILENO);
    close(kept);
    rewind(file);
    assert_true(fread(said, 1, sizeof said - 1, file) > 0);
    fclose(file);
    assert_int_equal(data.error, -EINVAL);
    assert_non_null(strstr(said, "semaphore-real.tsv: must begin with t_ns, event, task"));
    assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
    text_free(&data.title);
    text_free(&data.tsv);
}

static void figures_order_counts_places(void **state)
{
    (void)state;
    struct rows rows;
    rows_init(&rows, bench_columns);
    plant_traces();
    check_data(written(figures_order, &rows), "In which order the results come",
               LINES("unbounded\treal\t1\t1\t3\n", "unbounded\treal\t3\t3\t1\n",
                     "semaphore\treal\t1\t1\t3\n", "semaphore\treal\t3\t3\t2\n"));
    rows_free(&rows);
}

/* Of two points the one that more strategies have; shares that end with 1. */
static void figures_lateness_sums_the_shares(void **state)
{
    (void)state;
    struct rows rows;
    rows_init(&rows, bench_columns);
    file_write(inside("histograms/callback-200-10.tsv"), "measure\tupper_ns\tcount\n");
    file_write(inside("histograms/callback-100-10.tsv"),
               "measure\tupper_ns\tcount\nlateness\t8\t1\nlateness\t16\t3\ndelivery\t4\t4\n");
    file_write(inside("histograms/unbounded-100-10.tsv"),
               "measure\tupper_ns\tcount\nlateness\t900\t4\ndelivery\t800\t4\n");
    check_data(written(figures_lateness, &rows),
               "unbounded launches everything before it looks: its results come late",
               LINES("1\tN=100, limit 10\tcallback\t8\t0\n1\tN=100, limit 10\tcallback\t8\t0.25\n"
                     "1\tN=100, limit 10\tcallback\t16\t1\n\n",
                     "2\tN=100, limit 10\tcallback\t4\t0\n2\tN=100, limit 10\tcallback\t4\t1\n"));
    rows_free(&rows);
}

/* The pictures of all that is planted, with the titles of their data. */
static void figures_are_drawn_from_their_data(void **state)
{
    (void)state;
    static const char *const drawn[] = {"cost", "excess", "gantt", "order", "lateness"};
    struct rows rows;
    rows_init(&rows, bench_columns);
    plant_traces();
    for (double tasks = 100; tasks <= 1000; tasks *= 10)
        for (size_t i = 0; i < 5; i++)
            plant_cost(&rows, ac_strategies[i]->name, tasks, 10, 1.001e9, 2e6);
    assert_int_equal(rows_create(&rows, inside("rows.tsv")), 0);
    for (size_t row = 0; row < rows.count; row++)
        assert_int_equal(rows_append(&rows, row, inside("rows.tsv")), 0);
    rows_free(&rows);
    assert_int_equal(spawn_open(), 0);
    assert_int_equal(bench_figures(folder, false), 0);
    for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++) {
        char *data = text_format("plots/%s.tsv", drawn[i]), *picture, *title;
        title = file_read(inside(data), NULL);
        strcpy(strchr(data, '.'), ".svg");
        picture = file_read(inside(data), NULL);
        assert_true(title && picture && strstr(picture, "</svg>"));
        title[strcspn(title, "\n'")] = '\0'; /* SVG writes ' in another way */
        if (!strstr(picture, title + 2))
            fail_msg("%s does not say '%s'", data, title + 2);
        strcpy(strchr(data, '.'), ".png");
        assert_true(file_exists(inside(data)));
        free(data);
        free(title);
        free(picture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_without_rows_say_why),
        cmocka_unit_test(figures_cost_chooses_its_point),
        cmocka_unit_test(figures_claim_what_the_rows_carry),
        cmocka_unit_test(figures_wall_limit_marks_the_knee),
        cmocka_unit_test(figures_gantt_gives_each_task_its_lane),
        cmocka_unit_test(figures_refuse_a_trace_in_chromes_format),
        cmocka_unit_test(figures_order_counts_places),
        cmocka_unit_test(figures_lateness_sums_the_shares),
        cmocka_unit_test(figures_are_drawn_from_their_data),
    };
    return cmocka_run_group_tests_name("bench_figures", tests, make_folder, remove_folder);
}
