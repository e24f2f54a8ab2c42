/* steps.c -- see steps.h. */
#include "steps.h"

#define NOT_COUNTED __attribute__((no_sanitize("coverage")))

static uint64_t allowed = UINT64_MAX, left = UINT64_MAX;
static bool used_up;

NOT_COUNTED void page_steps_allow(uint64_t most)
{
    allowed = left = most;
}

NOT_COUNTED uint64_t page_steps_made(void)
{
    return allowed - left;
}

NOT_COUNTED bool page_steps_used_up(void)
{
    return used_up;
}

/* So that what there is can be read. */
__attribute__((noinline)) NOT_COUNTED static void use_up(void)
{
    page_steps_allow(UINT64_MAX);
    used_up = true;
    __builtin_trap();
}

/* What the compiler calls; its name is the compiler's. */
void __sanitizer_cov_trace_pc(void);

NOT_COUNTED void __sanitizer_cov_trace_pc(void)
{
    if (!left--)
        use_up();
}
