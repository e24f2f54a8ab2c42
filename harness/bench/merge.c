/* merge.c -- see merge.h. */
#include "merge.h"
#include "../base/spawn.h"
#include "../base/statistics.h"
#include "../base/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What names the cell of a row. */
static json_t *merge_parameters(const struct rows *rows, size_t row)
{
    static const char *const named[] = {"stage", "point", "cell"};
    json_t *parameters = json_object();
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        json_object_set_new(parameters, named[i], json_string(rows_get(rows, row, named[i])));
    return parameters;
}

static json_t *merge_find(const json_t *results, const json_t *parameters)
{
    size_t index;
    json_t *entry;
    json_array_foreach(results, index, entry)
    {
        if (json_equal(json_object_get(entry, "parameters"), parameters))
            return entry;
    }
    return NULL;
}

/* hyperfine gives user and system time as means over the runs. */
static void merge_average(json_t *entry, const json_t *one, const char *key, double runs)
{
    double before = json_number_value(json_object_get(entry, key));
    double now = json_number_value(json_object_get(one, key));
    json_object_set_new(entry, key, json_real(before + (now - before) / runs));
}

static void merge_count_again(json_t *entry)
{
    const json_t *times = json_object_get(entry, "times");
    size_t count = json_array_size(times);
    double *values = text_resize(NULL, (count + 1) * sizeof *values), sum = 0, squares = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i] = json_number_value(json_array_get(times, i));
    double mean = sum / (double)count;
    for (size_t i = 0; i < count; i++)
        squares += (values[i] - mean) * (values[i] - mean);
    json_object_set_new(entry, "mean", json_real(mean));
    json_object_set_new(entry, "stddev",
                        count > 1 ? json_real(sqrt(squares / (double)(count - 1))) : json_null());
    json_object_set_new(entry, "median", json_real(statistics_median(values, count)));
    json_object_set_new(entry, "min", json_real(values[0]));
    json_object_set_new(entry, "max", json_real(values[count - 1]));
    free(values);
}

static void merge_add(json_t *all, json_t *one, const struct rows *rows, size_t row)
{
    json_t *results = json_object_get(all, "results"), *parameters = merge_parameters(rows, row);
    json_t *entry = merge_find(results, parameters);
    if (!entry) {
        json_object_set_new(one, "parameters", parameters);
        json_array_append(results, one);
        return;
    }
    json_decref(parameters);
    json_t *times = json_object_get(entry, "times");
    json_array_extend(times, json_object_get(one, "times"));
    json_array_extend(json_object_get(entry, "exit_codes"), json_object_get(one, "exit_codes"));
    merge_average(entry, one, "user", (double)json_array_size(times));
    merge_average(entry, one, "system", (double)json_array_size(times));
    merge_count_again(entry);
}

static void merge_seconds(struct rows *rows, size_t row, const char *column, const json_t *value)
{
    rows_printf(rows, row, column, "%.9g", json_number_value(value));
}

static void merge_fill_row(const json_t *one, struct rows *rows, size_t row)
{
    merge_seconds(rows, row, "hyperfine_wall_s", json_array_get(json_object_get(one, "times"), 0));
    merge_seconds(rows, row, "hyperfine_user_s", json_object_get(one, "user"));
    merge_seconds(rows, row, "hyperfine_sys_s", json_object_get(one, "system"));
    const json_t *code = json_array_get(json_object_get(one, "exit_codes"), 0);
    if (json_is_integer(code))
        rows_printf(rows, row, "exit", "%d", (int)json_integer_value(code));
    else
        rows_set(rows, row, "exit", "ended by a signal");
}

/* NULL where it is no JSON, or far more than hyperfine has to say of one run. */
static json_t *merge_load(const char *path)
{
    struct stat status;
    bool fits = stat(path, &status) == 0 && status.st_size <= (off_t)SPAWN_MOST_BYTES;
    return fits ? json_load_file(path, 0, NULL) : NULL;
}

int merge_cell(json_t *all, const char *path, struct rows *rows, size_t row)
{
    json_t *file = merge_load(path);
    json_t *one = json_array_get(json_object_get(file, "results"), 0);
    int error = json_array_size(json_object_get(one, "times")) == 1 ? 0 : -EINVAL;
    if (!error) {
        merge_fill_row(one, rows, row);
        merge_add(all, one, rows, row);
    }
    json_decref(file);
    return error;
}
