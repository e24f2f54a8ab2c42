/* test_cli_quiz.c -- the quiz: the same from the same seed, and its answers against runs of the program itself.
 */
#include <stdlib.h>
#include <string.h>

#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/report.h"

enum { SEEDS = 12, MOST = 64 }; /* with up to a million tasks each; strategies of a set */

/* One question as it was printed with its answers; each part is a line, and copied. */
struct asked {
    char text[400], answer[4000], command[160];
};

/* The line that begins with `start`, from there on, without it. */
static void copy_line(char *to, size_t room, const char *block, const char *start)
{
    const char *at = strstr(block, start);
    assert_non_null(at);
    at += strlen(start);
    size_t length = strcspn(at, "\n");
    assert_true(length < room);
    memcpy(to, at, length);
    to[length] = '\0';
}

/* Question `number`, from 1. */
static struct asked read_question(const char *output, unsigned number)
{
    struct asked asked;
    char start[16], letter[8];
    const char *block = output;
    for (unsigned i = 1; i < number; i++) {
        block = strstr(block, "\n\n");
        assert_non_null(block);
        block += 2;
    }
    snprintf(start, sizeof start, "%u. ", number);
    assert_int_equal(strncmp(block, start, strlen(start)), 0);
    copy_line(asked.text, sizeof asked.text, block, start);
    copy_line(asked.command, sizeof asked.command, block, "   see it: as-completed ");
    const char *answer = strstr(block, "   answer: ");
    assert_non_null(answer);
    snprintf(letter, sizeof letter, "   %c) ", answer[strlen("   answer: ")]);
    assert_in_range(answer[strlen("   answer: d. ")], 'A', 'Z'); /* a sentence of its own */
    copy_line(asked.answer, sizeof asked.answer, block, letter);
    return asked;
}

/* What a strategy reports under the options of `command`, which is a comparison. */
static json_t *report_as(const char *command, const struct ac_strategy *strategy)
{
    char words[256];
    const char *options = strstr(command, " -n");
    assert_non_null(options);
    if (!(strategy->flags & AC_NO_LIMIT)) {
        snprintf(words, sizeof words, "run -s %s%s", strategy->name, options);
        return report_of(words);
    }
    char tasks[64];
    copy_line(tasks, sizeof tasks, options, " -n ");
    *strchr(tasks, ' ') = '\0';
    const char *rest = strchr(strstr(options, "-l ") + 3, ' ');
    snprintf(words, sizeof words, "run -s %s -n %s%s", strategy->name, tasks, rest);
    return report_of(words);
}

static void check_limit(const struct asked *asked)
{
    unsigned long tasks = strtoul(strstr(asked->command, "-n ") + 3, NULL, 10);
    unsigned long limit = strtoul(asked->answer, NULL, 10);
    for (unsigned long l = limit - 1; l <= limit; l++) {
        char words[128];
        snprintf(words, sizeof words, "run -s callback -n %lu -l %lu --clock virtual", tasks, l);
        json_t *report = report_of(words);
        json_int_t wall_ns = report_whole(report, "wall_ns");
        assert_true(l < limit ? wall_ns > 1000000000 : wall_ns == 1000000000);
        json_decref(report);
    }
}

static bool is_control(const struct ac_strategy *strategy)
{
    return strategy->flags & AC_CONTROL;
}

static void check_holds(const struct asked *asked)
{
    const char *field = strstr(asked->text, "in flight") ? "max_in_flight" : "max_waiting";
    const char *most = NULL;
    json_int_t highest = -1;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        if (is_control(*s))
            continue;
        json_t *report = report_as(asked->command, *s);
        if (report_whole(report, field) > highest) {
            highest = report_whole(report, field);
            most = (*s)->name;
        }
        json_decref(report);
    }
    assert_string_equal(asked->answer, most);
}

/* Checks a set of strategies in words: each of `names` is in it or not, as `in` says. */
static void check_set(const char *answer, unsigned count, const char *const *names, const bool *in)
{
    unsigned there = 0;
    for (unsigned i = 0; i < count; i++)
        there += in[i];
    if (there == 0)
        assert_string_equal(answer, "none of them");
    else if (there == count)
        assert_string_equal(answer, "all of them");
    else
        for (unsigned i = 0; i < count; i++)
            assert_true(!strstr(answer, names[i]) == !in[i]);
}

static void check_idle(const struct asked *asked)
{
    const char *names[MOST];
    bool idle[MOST];
    unsigned count = 0;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        if (is_control(*s) || (*s)->flags & AC_NO_LIMIT)
            continue;
        json_t *report = report_as(asked->command, *s);
        assert_true(count < MOST);
        names[count] = (*s)->name;
        idle[count++] = json_number_value(json_object_get(report, "idle_slots")) > 0.0005;
        json_decref(report);
    }
    check_set(asked->answer, count, names, idle);
}

/* Whether the takes of a trace are in the order of its pulls. */
static bool is_in_order(const char *trace)
{
    const char *take = trace;
    for (const char *pull = trace; (pull = strstr(pull, "\tpull\t")); pull += 6) {
        take = strstr(take, "\ttake\t");
        assert_non_null(take);
        take += 6;
        if (strtoul(pull + 6, NULL, 10) != strtoul(take, NULL, 10))
            return false;
    }
    return true;
}

static void check_order(const struct asked *asked)
{
    const char *names[MOST];
    bool out[MOST];
    unsigned count = 0;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        if (is_control(*s))
            continue;
        struct program program = program_run("run -s %s%s --trace /dev/stdout --format none",
                                             (*s)->name, strstr(asked->command, " -n"));
        PROGRAM_CHECK(program, program.status == 0);
        assert_true(count < MOST);
        names[count] = (*s)->name;
        out[count++] = !is_in_order(program.output);
        program_free(&program);
    }
    check_set(asked->answer, count, names, out);
}

static void quiz_answers_are_what_the_program_does(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        void (*check)(const struct asked *asked);
    } kinds[] = {{"smallest limit", check_limit},
                 {"Which strategy has the most", check_holds},
                 {"differ from the order of the pulls", check_order},
                 {"leave slots idle", check_idle}};
    for (unsigned seed = 1; seed <= repetitions(SEEDS); seed++) {
        struct program program = program_run("quiz --seed %u --answers", seed);
        PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
        unsigned seen = 0;
        for (unsigned i = 1; i <= 4; i++) {
            struct asked asked = read_question(program.output, i);
            for (unsigned k = 0; k < 4; k++)
                if (strstr(asked.text, kinds[k].words)) {
                    kinds[k].check(&asked);
                    seen |= 1u << k;
                }
        }
        assert_int_equal(seen, 15);
        program_free(&program);
    }
}

/* The first number of tasks that this seed draws takes 1.000 s, as it is printed, with one limit less too. */
static void quiz_reason_is_seen_in_what_it_prints(void **state)
{
    (void)state;
    struct program program = program_run("quiz --seed 21 --answers");
    PROGRAM_CHECK(program, program.status == 0 && strstr(program.output, "the ideal is 1."));
    PROGRAM_CHECK(program, !strstr(program.output, "the ideal is 1.000 s"));
    program_free(&program);
}

static void quiz_without_answers_is_the_same_without_them(void **state)
{
    (void)state;
    struct program bare = program_run("quiz --seed 5");
    struct program full = program_run("quiz --seed 5 --answers");
    PROGRAM_CHECK(bare, bare.status == 0 && !*bare.errors && !strstr(bare.output, "answer"));
    char *kept = calloc(1, strlen(full.output) + 1);
    for (const char *line = full.output; *line;) {
        size_t length = strcspn(line, "\n") + 1;
        bool answer =
            strncmp(line, "   answer: ", 11) == 0 || strncmp(line, "   see it: ", 11) == 0;
        if (!answer)
            strncat(kept, line, length);
        line += length;
    }
    assert_string_equal(bare.output, kept);
    free(kept);
    program_free(&bare);
    program_free(&full);
}

static void quiz_is_the_same_from_the_same_seed_and_1_is_the_first(void **state)
{
    (void)state;
    struct program none = program_run("quiz");
    struct program one = program_run("quiz --seed 1");
    struct program two = program_run("quiz --seed=2");
    struct program last = program_run("quiz --seed 18446744073709551615 --answers");
    assert_string_equal(none.output, one.output);
    assert_string_not_equal(one.output, two.output);
    PROGRAM_CHECK(last, last.status == 0);
    program_free(&none);
    program_free(&one);
    program_free(&two);
    program_free(&last);
}

static void quiz_refuses_other_words_in_a_line(void **state)
{
    (void)state;
    static const struct {
        const char *words, *says;
    } refused[] = {{"--seed x", "'x'"},
                   {"--seed -1", "'-1'"},
                   {"--seed 18446744073709551616", "from 0 to"},
                   {"--seed", "needs a value"},
                   {"--answers=yes", "takes no value"},
                   {"--tasks 3", "unknown option '--tasks': see --help"},
                   {"-n 3", "unknown option '-n'"},
                   {"please", "'please'"}};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct program program = program_run("quiz %s", refused[i].words);
        PROGRAM_CHECK(program,
                      program.status == 2 && program.errors_lines == 1 && !*program.output);
        PROGRAM_CHECK(program, strstr(program.errors, refused[i].says));
        program_free(&program);
    }
    struct program help = program_run("quiz --help");
    PROGRAM_CHECK(help, help.status == 0 && strstr(help.output, "as-completed quiz"));
    program_free(&help);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quiz_answers_are_what_the_program_does),
        cmocka_unit_test(quiz_reason_is_seen_in_what_it_prints),
        cmocka_unit_test(quiz_without_answers_is_the_same_without_them),
        cmocka_unit_test(quiz_is_the_same_from_the_same_seed_and_1_is_the_first),
        cmocka_unit_test(quiz_refuses_other_words_in_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
