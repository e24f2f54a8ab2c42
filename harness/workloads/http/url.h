/* url.h -- what a text must have to be a URL of ours, and how a URL is shown. */
#ifndef AC_HTTP_URL_H
#define AC_HTTP_URL_H

/* 0; -EINVAL: it does not begin with a scheme and "//"; -EPROTONOSUPPORT: the scheme is neither http nor https.
 * The rest is libcurl's to judge. */
int ac_url_check(const char *url);

/* Cuts the user and the password out of a URL, for people to see, or of what should have been one. */
void ac_url_hide(char *url);

#endif
