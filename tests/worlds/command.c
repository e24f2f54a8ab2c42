/* command.c -- see command.h. */
#include "command.h"

#include "../../harness/common/text.h"

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

char *world_complaint(const struct world *w, const struct world_outcome *outcome)
{
    const char *name = w->strategy->name;
    if (outcome->breach)
        return text_format("%s: breach of '%s': task %u", name, outcome->fault,
                           outcome->fault_task);
    if (outcome->fault_task)
        return text_format("%s: task %u %s", name, outcome->fault_task, outcome->fault);
    return text_format("%s: tasks %s", name, outcome->fault);
}
