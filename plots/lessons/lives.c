/* lives.c -- a trace as the rows that a picture of a lesson needs: lives ROWS STRATEGY PANEL TITLE TRACE
 *
 * ROWS is `tasks`: a row for each task that was launched, with its slot, until when it held the slot
 * by the strategy's rule, and how it ended. Or it is `counts`: a row for each instant, with how many
 * tasks wait, are in flight, and are unread then. Each row begins with PANEL and TITLE. Before panel
 * 1 stands the header.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../harness/base/complain.h"
#include "../../harness/bench/figures/traced.h"
#include "../../strategies/strategies.h"

static void add_tasks(const struct traced *traced, const char *start, struct text *tsv)
{
    for (uint32_t task = 1; task <= traced->lives.most; task++) {
        const struct ac_life *life = &traced->lives.lives[task];
        if (!life->slot)
            continue;
        text_add(tsv, start);
        traced_add(traced, task, tsv);
        text_printf(tsv, "\t%" PRIu64 "\t%s\n", traced_ns(traced, life->free),
                    life->finish == AC_NEVER ? "null"
                                             : ac_event_names[traced->records[life->finish].event]);
    }
}

static void add_counts(const struct traced *traced, const char *start, struct text *tsv)
{
    struct ac_follow counts = {.keeps = true};
    struct ac_stay stay;
    const struct ac_record *records = traced->records;
    for (uint32_t i = 0; i < traced->count; i++) {
        if (!ac_follow(&counts, records[i].t_ns, records[i].event, records[i].number, &stay))
            break;
        if (i + 1 == traced->count || records[i + 1].t_ns != records[i].t_ns)
            text_printf(tsv, "%s%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\n", start,
                        records[i].t_ns, counts.waiting, counts.in_flight, counts.unread);
    }
    ac_follow_close(&counts);
}

int main(int count, char **words)
{
    complain_program = "lives";
    int place = count == 6 ? figures_strategy(words[2]) : -1;
    if (place < 0) {
        complain("usage: lives tasks|counts STRATEGY PANEL TITLE TRACE");
        return 2;
    }
    const struct ac_strategy *strategy = ac_strategies[place];
    bool tasks = strcmp(words[1], "tasks") == 0;
    struct figures_data data = {.error = 0};
    struct traced traced;
    traced_open(&traced, &data, words[5], strategy, strategy->slot);
    if (strcmp(words[3], "1") == 0)
        text_printf(&data.tsv, "panel\ttitle\t%s\n",
                    tasks ? TRACED_COLUMNS "\tfree_ns\thow" : "t_ns\twaiting\tin_flight\tunread");
    char *start = text_format("%s\t%s\t", words[3], words[4]);
    (tasks ? add_tasks : add_counts)(&traced, start, &data.tsv);
    free(start);
    traced_close(&traced);
    fputs(text_chars(&data.tsv), stdout);
    text_free(&data.tsv);
    return text_finish_stdout() || data.error;
}
