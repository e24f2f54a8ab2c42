/* line_tasks.c -- see line_tasks.h. */
#include "line_tasks.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "../engine/memory.h"

struct ac_line_kept {
    struct ac_line_kept *next;
    size_t length;
    uint64_t number;
    char text[];
};

/* Cuts the \r of a line that ends as on Windows. False: the line is blank. */
static bool line_counts(char separator, char *line, size_t *length)
{
    if (separator == '\0')
        return true;
    if (*length && line[*length - 1] == '\r')
        line[--*length] = '\0';
    return strspn(line, " \t") < *length;
}

/* The next line that makes a task: enum ac_supply or a negative errno. */
static int line_read(struct ac_line_tasks *tasks, char **line, size_t *length)
{
    const struct ac_line_wish *wish = &tasks->wish;
    int answer;
    while ((answer = ac_lines_next(&tasks->lines, line, length)) == AC_LINES_LINE) {
        if (!line_counts(wish->separator, *line, length))
            continue;
        tasks->read++;
        if (!wish->skip || !wish->skip(*line, *length))
            break;
        tasks->skipped++;
    }
    return answer == AC_LINES_NONE ? AC_SUPPLY_EVENT : answer;
}

/* Keeps lines until there are no more, or too many. AC_SUPPLY_END: all are kept. */
static int line_keep_all(struct ac_line_tasks *tasks)
{
    char *line;
    size_t length;
    int answer;
    while ((answer = line_read(tasks, &line, &length)) == AC_SUPPLY_TASK) {
        if (tasks->kept_count++ == tasks->wish.most)
            return -E2BIG;
        struct ac_line_kept *kept = ac_malloc(sizeof *kept + length + 1);
        if (!kept)
            return -ENOMEM;
        kept->next = NULL;
        kept->length = length;
        kept->number = tasks->read;
        memcpy(kept->text, line, length + 1);
        *tasks->kept_end = kept;
        tasks->kept_end = &kept->next;
    }
    return answer;
}

static void line_drop_first(struct ac_line_tasks *tasks)
{
    struct ac_line_kept *first = tasks->kept;
    tasks->kept = first->next;
    ac_free(first);
}

static int line_give(struct ac_line_tasks *tasks, struct ac_item *item, const char *line,
                     size_t length, uint64_t number)
{
    struct ac_line *own = item->own;
    own->text = ac_malloc(length + 1);
    if (!own->text)
        return -ENOMEM;
    memcpy(own->text, line, length + 1);
    own->has_nul = strlen(line) < length;
    tasks->given++;
    item->number = (uint32_t)number;
    return AC_SUPPLY_TASK;
}

/* The first line that is kept, once all are. */
static int line_give_kept(struct ac_line_tasks *tasks, struct ac_item *item)
{
    int answer = line_keep_all(tasks);
    const struct ac_line_kept *first = tasks->kept;
    if (answer != AC_SUPPLY_END || !first)
        return answer;
    answer = line_give(tasks, item, first->text, first->length, first->number);
    line_drop_first(tasks);
    return answer;
}

int ac_line_tasks_next(struct ac_line_tasks *tasks, struct ac_item *item)
{
    char *line;
    size_t length;
    if (tasks->wish.most)
        return line_give_kept(tasks, item);
    int answer = line_read(tasks, &line, &length);
    return answer == AC_SUPPLY_TASK ? line_give(tasks, item, line, length, tasks->read) : answer;
}

static void line_on_more(struct ac_lines *lines)
{
    struct ac_line_tasks *tasks = lines->data;
    tasks->more(tasks);
}

int ac_line_tasks_open(struct ac_line_tasks *tasks, const struct ac_line_wish *wish,
                       void (*more)(struct ac_line_tasks *tasks))
{
    *tasks = (struct ac_line_tasks){.wish = *wish, .more = more};
    tasks->kept_end = &tasks->kept;
    int error = ac_lines_open(&tasks->lines, wish->uv, wish->input, wish->separator, line_on_more);
    tasks->lines.data = tasks;
    return error;
}

void ac_line_tasks_close(struct ac_line_tasks *tasks)
{
    while (tasks->kept)
        line_drop_first(tasks);
    ac_lines_close(&tasks->lines);
}

int64_t ac_line_tasks_count(int file, char separator)
{
    struct ac_lines lines;
    char *line;
    size_t length;
    int answer;
    int64_t count = 0;
    ac_lines_open(&lines, NULL, file, separator, NULL);
    lseek(file, 0, SEEK_SET);
    while ((answer = ac_lines_next(&lines, &line, &length)) == AC_LINES_LINE)
        count += line_counts(separator, line, &length);
    ac_lines_close(&lines);
    return answer < 0 ? answer : count;
}
