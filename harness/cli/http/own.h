/* own.h -- what the parts of `http` share, beside the session: its transfers, and how they are told of. */
#ifndef AC_CLI_HTTP_OWN_H
#define AC_CLI_HTTP_OWN_H

#include "../../workloads/http/http.h"
#include "../lines/session.h"

extern struct ac_http ac_http_own; /* the workload: one for each process */

/* For struct ac_session_command: the kinds of ends. */
unsigned ac_http_kinds(const struct ac_counts *counts, struct ac_kind *kinds);

#endif
