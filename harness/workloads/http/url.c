/* url.c -- see url.h. */
#include "url.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

/* The length of its scheme; 0: it has none. */
static size_t url_scheme(const char *url)
{
    size_t length =
        strspn(url, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
    return strncmp(url + length, "://", 3) == 0 ? length : 0;
}

int ac_url_check(const char *url)
{
    size_t length = url_scheme(url);
    if (!length)
        return -EINVAL;
    bool is_http = (length == 4 && strncasecmp(url, "http", 4) == 0) ||
                   (length == 5 && strncasecmp(url, "https", 5) == 0);
    return is_http ? 0 : -EPROTONOSUPPORT;
}

/* Whether what stands from `begin` on can be a host: what follows its last colon is a port, or the end of an IPv6
 * address. If not, a password may have a slash in it. */
static bool url_is_host(const char *begin, const char *end)
{
    while (end > begin && end[-1] >= '0' && end[-1] <= '9')
        end--;
    return !memchr(begin, ':', (size_t)(end - begin)) || end[-1] == ':' ||
           memchr(begin, '[', (size_t)(end - begin));
}

void ac_url_hide(char *url)
{
    size_t scheme = url_scheme(url);
    char *begin = scheme ? url + scheme + 3 : url;
    begin += strspn(begin, "/");
    char *end = begin + strcspn(begin, "/?#");
    char *at = memrchr(begin, '@', (size_t)(end - begin));
    if (!scheme || (!at && !url_is_host(begin, end)))
        at = strrchr(begin, '@');
    if (at)
        memmove(begin, at + 1, strlen(at + 1) + 1);
}
