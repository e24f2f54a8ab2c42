/* command.c -- see command.h. */
#include "command.h"

#include "../../harness/base/text.h"

static void add_limit(struct text *text, const struct world *w)
{
    if (w->strategy->flags & (AC_NO_LIMIT | AC_SERIAL))
        return;
    text_printf(text, " -l %u", w->limit);
    for (uint32_t i = 0; i < w->change_count; i++)
        text_printf(text, ",%ums:%u", w->changes[i].at_ms, w->changes[i].limit);
    if (w->strategy->flags & AC_QUEUES)
        text_printf(text, " --queue %u", w->queue);
}

static void add_tasks(struct text *text, const struct world *w)
{
    if (w->endless)
        text_add(text, " -n endless");
    text_add(text, w->count ? " --sleeps " : " -n 0");
    for (uint32_t i = 0; i < w->count; i++)
        text_printf(text, "%s%ums", i ? "," : "", w->sleeps_ms[i]);
    for (uint32_t i = 0; i < w->count; i++)
        if (w->fails[i])
            text_printf(text, " --fail-task %u", i + 1);
}

static void add_ends(struct text *text, const struct world *w)
{
    if (w->on_error != AC_CONTINUE)
        text_printf(text, " --on-error %s", w->on_error == AC_STOP ? "stop" : "now");
    if (w->on_error != AC_CONTINUE && w->errors_allowed)
        text_printf(text, ",fail=%u", w->errors_allowed + 1);
    if (w->task_timeout_ms)
        text_printf(text, " --task-timeout %ums", w->task_timeout_ms);
    if (w->for_ms)
        text_printf(text, " --for %ums", w->for_ms);
    if (w->take)
        text_printf(text, " --take %u", w->take);
    if (w->close_at_ms)
        text_printf(text, " --close-at %ums", w->close_at_ms);
    if (w->drain && (w->take || w->close_at_ms))
        text_add(text, " --drain");
    if (w->timeout_ms)
        text_printf(text, " --timeout %ums", w->timeout_ms);
}

char *world_command(const struct world *w)
{
    struct text text = {NULL, 0, 0};
    text_printf(&text, "run -s %s --clock virtual", w->strategy->name);
    add_limit(&text, w);
    add_tasks(&text, w);
    add_ends(&text, w);
    if (w->every_ms)
        text_printf(&text, " --every %ums", w->every_ms);
    if (w->adds)
        text_printf(&text, " --adds %u", w->adds);
    if (w->consume_ms)
        text_printf(&text, " --consume %ums", w->consume_ms);
    if (w->ordered)
        text_add(&text, " --ordered");
    if (w->window)
        text_printf(&text, " --%s %u", w->ordered ? "window" : "unread", w->window);
    if (w->poll_interval_ms)
        text_printf(&text, " --poll-interval %ums", w->poll_interval_ms);
    return text.chars;
}

static bool refuses(const struct world *w)
{
    uint32_t number = 0;
    while (number < w->count && !w->refused[number])
        number++;
    return number < w->count;
}

bool world_is_command(const struct world *w)
{
    return !w->cancelled && !refuses(w);
}

static void add_unsaid(struct text *text, const struct world *w)
{
    if (w->cancelled)
        text_add(text, "; no option says that tasks fail with ECANCELED");
    if (refuses(w))
        text_add(text, "; no option says that these cannot be started:");
    for (uint32_t i = 0; i < w->count; i++)
        if (w->refused[i])
            text_printf(text, " %u", i + 1);
}

char *world_complaint(const struct world *w, const struct world_outcome *outcome)
{
    struct text text = {NULL, 0, 0};
    text_printf(&text, "%s: ", w->strategy->name);
    if (outcome->breach)
        text_printf(&text, "breach of '%s': task %u", outcome->fault, outcome->fault_task);
    else if (outcome->fault_task)
        text_printf(&text, "task %u %s", outcome->fault_task, outcome->fault);
    else
        text_printf(&text, "tasks %s", outcome->fault);
    add_unsaid(&text, w);
    return text.chars;
}
