/* test_http_random.c -- random runs of `http` beside an oracle: what each row must say is known from its URL.
 *
 * Each URL has one row, or none where the run ends before, the server has heard of it as often as it was tried, the
 * exit status is right, no connection is left, and what was in flight is counted by the server. Nothing here
 * depends on how long anything takes. `make test-full` has 500 runs; one that fails says its seed and its command.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../harness/base/text.h"
#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/http.h"
#include "support/machine.h"
#include "support/random.h"

enum {
    MOST = 40,
    TRIES = 4,
    RUNS = 20,
    RUNS_FULL = 500,
    LARGE = 200000,
    MAX_BODY = 50000,
    RESENT = 6
};

enum kind {
    REPLIES,      /* with `status` and `bytes` */
    COMES_LATER,  /* that after `value` ms */
    IS_TRIED,     /* so, and with 503 to its first `value` requests */
    IS_ELSEWHERE, /* `value` redirects away */
    IS_CUT,       /* by its server, before its end */
    IS_RESET,     /* before its begin */
    IS_GARBAGE,
    IS_REFUSED,
    IS_NO_URL,
    STALLS,
    KINDS
};

/* What is known before. */
struct plan {
    const struct ac_strategy *strategy;
    unsigned seed, urls, limit; /* the highest limit in force; 0: none */
    bool ordered, timeout, stop, now, location, max_body;
    unsigned take;    /* 0: all */
    unsigned retries; /* how often one is tried again, at most */
    char words[512];
    struct plan_url {
        enum kind kind;
        unsigned status, value;
        uint64_t bytes;
        const char *manner; /* of its connection */
    } url[MOST + 1];
};

static struct plan plan;
static struct program program;
static struct http_rows rows;
static unsigned asked[MOST + 1]; /* requests that the server has answered, or would have */
static unsigned refused;         /* a port */

#define CHECK(condition)                                                                          \
    do {                                                                                          \
        if (!(condition))                                                                         \
            fail_msg("seed %u: %s, in: http %s (%u URLs; status %d; stderr '%.300s')", plan.seed, \
                     #condition, plan.words, plan.urls, program.status, program.errors);          \
    } while (0)

/* --- the plan --- */

static bool chance(struct random_draws *draws, unsigned percent)
{
    return draw_below(draws, 100) < percent;
}

static unsigned below(struct random_draws *draws, unsigned bound)
{
    return (unsigned)draw_below(draws, bound);
}

static void add_word(const char *format, unsigned value)
{
    size_t used = strlen(plan.words);
    snprintf(plan.words + used, sizeof plan.words - used, format, value);
}

static void draw_limit(struct random_draws *draws)
{
    unsigned flags = plan.strategy->flags;
    plan.limit = 1 + below(draws, 9);
    add_word("-l %u", plan.limit);
    for (unsigned i = 1; i < 3 && chance(draws, 30); i++) {
        unsigned limit = 1 + below(draws, 9);
        add_word(",%ums", i * (1 + below(draws, 40)) + 40 * (i - 1));
        add_word(":%u", limit);
        plan.limit = limit > plan.limit ? limit : plan.limit;
    }
    add_word(" ", 0);
    plan.limit = flags & AC_SERIAL ? 1 : flags & AC_NO_LIMIT ? 0 : plan.limit;
}

/* At most one of the ways to end early. */
static void draw_ends(struct random_draws *draws)
{
    unsigned way = below(draws, 8);
    if (way == 0) {
        plan.stop = true;
        add_word("--on-error stop ", 0);
    } else if (way == 1) {
        plan.now = true;
        add_word("--on-error now,fail=2 ", 0);
    } else if (way == 2) {
        plan.take = 1 + below(draws, plan.urls);
        add_word("--take %u ", plan.take);
    } else if (way == 3) {
        plan.timeout = true;
        add_word("--task-timeout 400ms ", 0);
    } else if (way == 4) {
        plan.retries = 1 + below(draws, TRIES - 1);
        add_word("--retries %u --retry-delay 1ms ", plan.retries);
    }
}

static void draw_options(struct random_draws *draws)
{
    unsigned bound = 1 + below(draws, 12);
    plan.ordered = chance(draws, 40) && !plan.retries;
    plan.location = chance(draws, 50);
    plan.max_body = chance(draws, 30);
    if (plan.ordered)
        add_word("--ordered ", 0);
    if (plan.location)
        add_word("--location ", 0);
    if (plan.max_body)
        add_word("--max-body %u ", MAX_BODY);
    if (chance(draws, 25) && !(plan.strategy->flags & (AC_HOLDS_ALL | AC_NO_LIMIT))) {
        add_word(plan.ordered && chance(draws, 50) ? "--window %u " : "--unread %u ", bound);
        plan.limit = plan.limit && plan.limit < bound ? plan.limit : bound;
    }
    if (chance(draws, 15))
        add_word("--every 2ms ", 0);
    if (plan.strategy->flags & AC_QUEUES && chance(draws, 50))
        add_word("--queue %u ", 1 + below(draws, 6));
    if (plan.strategy->flags & AC_POLLED && chance(draws, 50))
        add_word("--poll-interval %ums ", 1 + below(draws, 5));
}

static void draw_url(struct random_draws *draws, struct plan_url *url)
{
    static const char *const manners[] = {"ok", "ok", "ok", "ok", "chunked", "close", "last"};
    static const unsigned statuses[] = {200, 200, 200, 201, 404, 500, 503, 429, 410};
    url->kind = chance(draws, 50) ? REPLIES : (enum kind)below(draws, KINDS);
    url->status = statuses[below(draws, chance(draws, 70) ? 4 : 9)];
    url->bytes = below(draws, chance(draws, 20) ? LARGE : 3000);
    url->manner = chance(draws, 4) ? "close-before" : manners[below(draws, 7)];
    url->value = 1 + below(draws, url->kind == COMES_LATER ? 15 : TRIES);
    if (url->kind == STALLS && !plan.timeout)
        url->kind = REPLIES;
    if (url->kind == IS_CUT) /* a chunked body has no length that could be wrong */
        url->manner = "ok";
    if (url->kind == IS_TRIED || url->kind == IS_CUT || url->status >= 400)
        url->bytes %= 3000; /* one reason to fail is enough */
}

static void draw_plan(unsigned seed)
{
    struct random_draws draws = {seed};
    unsigned strategies = 0;
    while (ac_strategies[strategies])
        strategies++;
    plan = (struct plan){.seed = seed, .urls = below(&draws, MOST + 1)};
    plan.urls += !plan.urls;
    plan.strategy = ac_strategies[draw_below(&draws, strategies)];
    snprintf(plan.words, sizeof plan.words, "-s %s ", plan.strategy->name);
    draw_limit(&draws);
    draw_ends(&draws);
    draw_options(&draws);
    for (unsigned i = 1; i <= plan.urls; i++)
        draw_url(&draws, &plan.url[i]);
}

/* Behind its path stands its number, by which the server's log knows it. */
static void add_url(struct text *text, const struct plan_url *url, unsigned number)
{
    const char *const forms[KINDS] = {
        [REPLIES] = "",
        [COMES_LATER] = "/delay/%u",
        [IS_TRIED] = "/tries/%u",
        [IS_ELSEWHERE] = "/redirect/%u",
        [IS_CUT] = number % 2 ? "/short/%u" : "/reset/%u",
        [IS_RESET] = "/reset",
        [IS_GARBAGE] = "/garbage",
        [STALLS] = number % 2 ? "/stall" : "/stall/%u",
    };
    if (url->kind == IS_NO_URL) {
        text_add(text, number % 2 ? "no url at all\n" : "ftp://127.0.0.1/\n");
        return;
    }
    bool is_refused = url->kind == IS_REFUSED;
    text_printf(text, "http://127.0.0.1:%u", is_refused ? refused : http_server.port);
    if (!is_refused && url->kind != IS_ELSEWHERE)
        text_printf(text, "/bytes/%lu/status/%u/%s", (unsigned long)url->bytes + 10, url->status,
                    url->manner);
    if (!is_refused)
        text_printf(text, forms[url->kind], url->value);
    text_printf(text, "?%u\n", number);
}

static char *plan_lines(void)
{
    struct text text = {.chars = NULL};
    for (unsigned i = 1; i <= plan.urls; i++)
        add_url(&text, &plan.url[i], i);
    char *lines = text_copy(text_chars(&text));
    text_free(&text);
    return lines;
}

/* --- what must be --- */

/* What a row must say. */
struct expected {
    bool fails;
    unsigned status, tries; /* how often the server hears of it */
    uint64_t least, most;   /* bytes */
};

static struct expected of_a_reply(const struct plan_url *url, unsigned status, unsigned redirects)
{
    uint64_t bytes = url->kind == IS_ELSEWHERE ? 3 : url->bytes + 10;
    struct expected e = {status >= 400, status, 1 + redirects, bytes, bytes};
    if (plan.max_body && bytes > MAX_BODY) {
        e.fails = true;
        e.least = 0;
    }
    return e;
}

static struct expected of_a_failure(unsigned status, uint64_t most, unsigned tries)
{
    return (struct expected){true, status, tries, 0, most};
}

static struct expected of_url(const struct plan_url *url, unsigned number)
{
    unsigned most = plan.retries + 1;
    switch (url->kind) {
    case IS_TRIED:
        return of_a_reply(url, url->value < most ? url->status : 503, 0);
    case IS_ELSEWHERE:
        return of_a_reply(url, plan.location ? 200 : 302, plan.location ? url->value : 0);
    case IS_CUT:
        return of_a_failure(url->status, number % 2 ? url->bytes + 10 : url->value, 1);
    case IS_RESET:
    case IS_GARBAGE:
        return of_a_failure(0, 100, 1);
    case IS_REFUSED:
    case IS_NO_URL:
        return of_a_failure(0, 0, 0);
    case STALLS:
        return of_a_failure(number % 2 ? 0 : url->status, url->value, 1);
    default:
        return of_a_reply(url, url->status, 0);
    }
}

static void check_row(const struct http_row *row)
{
    const struct plan_url *url = &plan.url[row->number];
    struct expected e = of_url(url, row->number);
    if (plan.timeout && *row->error) /* on a busy machine any of them may be late */
        return;
    if (row->status != e.status || row->bytes < e.least || row->bytes > e.most ||
        (*row->error != '\0') != e.fails)
        fail_msg("seed %u, row %u: %s, status %u, %lu bytes, '%s'; in: http %s", plan.seed,
                 row->number, row->url, row->status, (unsigned long)row->bytes, row->error,
                 plan.words);
}

static void read_log(void)
{
    char *log = server_log(&http_server), *rest = log;
    memset(asked, 0, sizeof asked);
    for (char *line; rest && *(line = strsep(&rest, "\n"));) {
        char how, path[256];
        CHECK(sscanf(line, "%*u %*u %*u %c %255s", &how, path) == 2);
        unsigned long number = strchr(path, '?') ? strtoul(strchr(path, '?') + 1, NULL, 10) : 0;
        CHECK(number >= 1 && number <= plan.urls);
        CHECK(how == 'e' || how == 'd' || how == 'l');
        asked[number] += how != 'd';
    }
    free(log);
}

/* Where a kept connection breaks before any answer, it is libcurl that sends the request again. */
static void check_requests(const struct http_row *row)
{
    const struct plan_url *url = &plan.url[row->number];
    struct expected e = of_url(url, row->number);
    unsigned most = plan.retries + 1;
    bool again = e.status == 429 || e.status >= 500 || url->kind == IS_CUT || url->kind == IS_RESET;
    unsigned once = again ? e.tries * most : url->kind == IS_TRIED ? url->value + 1 : e.tries;
    unsigned resent = url->kind == IS_RESET ? RESENT * most : once;
    if (asked[row->number] < once || asked[row->number] > resent)
        fail_msg("seed %u, row %u: %s: asked %u times, and not %u; in: http %s", plan.seed,
                 row->number, row->url, asked[row->number], once, plan.words);
}

static void check_rows(void)
{
    unsigned failed = 0;
    bool early = plan.take || plan.stop || plan.now;
    for (unsigned i = 0; i < rows.count; i++) {
        const struct http_row *row = &rows.rows[i];
        CHECK(row->number <= plan.urls);
        CHECK(!plan.ordered || i == 0 || rows.rows[i - 1].number < row->number);
        check_row(row);
        if (!plan.timeout)
            check_requests(row);
        failed += *row->error != '\0';
    }
    CHECK(early || rows.count == plan.urls);
    CHECK(!plan.take || rows.count == plan.take);
    CHECK(!early || rows.count == plan.urls || failed || plan.take);
    CHECK(plan.take ? program.status <= 1 : program.status == (failed != 0));
    CHECK(program.errors_lines <= 1);
}

static void run_one(unsigned seed)
{
    draw_plan(seed);
    char *lines = plan_lines();
    server_zero(&http_server);
    program = http_run_in((struct program){.pid = 0}, lines, "%s", plan.words);
    rows = http_rows(&program);
    server_await(&http_server, "open", 0);
    read_log();
    check_rows();
    if (plan.limit)
        CHECK(server_count(&http_server, "most_in_flight") <= plan.limit);
    http_rows_free(&rows);
    program_free(&program);
    free(lines);
}

static void http_random_runs_are_as_the_oracle_says(void **state)
{
    (void)state;
    const char *only = getenv("SEED");
    unsigned first = only ? (unsigned)strtoul(only, NULL, 10) : 1;
    unsigned last = only ? first : long_form() ? RUNS_FULL : RUNS;
    refused = server_refused_port();
    for (unsigned seed = first; seed <= last; seed++)
        run_one(seed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(http_random_runs_are_as_the_oracle_says),
    };
    return cmocka_run_group_tests(tests, http_begin, http_end);
}
