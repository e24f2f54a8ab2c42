/* check.c -- see check.h. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

bool under_valgrind(void)
{
    const char *preloaded = getenv("LD_PRELOAD");
    return getenv("AC_UNDER_VALGRIND") || (preloaded && strstr(preloaded, "vgpreload"));
}

bool under_instruments(void)
{
#ifdef __SANITIZE_ADDRESS__
    return true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
    return true;
#endif
#endif
    return under_valgrind();
}

bool under_coverage(void)
{
#ifdef AC_COVERAGE
    return true;
#else
    return false;
#endif
}

bool long_form(void)
{
    return getenv("AC_TEST_FULL") != NULL;
}

void skip_because(const char *why)
{
    print_message("skipped: %s\n", why);
    skip();
}

unsigned repetitions(unsigned times)
{
    return under_valgrind() ? times / 20 + 1 : times;
}
