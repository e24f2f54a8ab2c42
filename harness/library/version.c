/* version.c -- see version.h. */
#include "version.h"

const char *ac_version(void)
{
    return AC_VERSION;
}
