/* http.h -- the part of requests: its stages, and what tables and figures need to know of them. */
#ifndef AC_BENCH_WORK_HTTP_H
#define AC_BENCH_WORK_HTTP_H

/* The stages, as in the column `stage`. */
#define HTTP_ONE       "one by one"   /* limit 1: each says what its requests took */
#define HTTP_GETS      "gets"         /* at other limits: ours, the rivals, and the A/A row */
#define HTTP_CALLS     "system calls" /* few of them under strace */
#define HTTP_MANY      "many gets"    /* ours that keep a limit: memory beside N */
#define HTTP_UNBOUNDED "without a limit"
#define HTTP_DELAYS    "delays" /* a server that replies so late as was drawn, and stamps */

#define HTTP_HIDDEN \
    "delays, with a limit of its own" /* of aiohttp, which has one if nothing is said */

#define HTTP_STAGES \
    HTTP_ONE, HTTP_GETS, HTTP_CALLS, HTTP_MANY, HTTP_UNBOUNDED, HTTP_DELAYS, HTTP_HIDDEN

#define HTTP_REFERENCE "curl" /* what the others are compared with: the same libcurl */
#define HTTP_AGAIN     "curl again"
#define HTTP_AIOHTTP   "aiohttp"
#define HTTP_OWN_LIMIT \
    "aiohttp, its own limit" /* of 100 connections, which it has if nothing is said */
#define HTTP_NODE "node"
#define HTTP_GO   "go"
#define HTTP_WRK  "wrk" /* asks one URL as fast as it can: what the server gives */

#define HTTP_CURL_MOST 300     /* what curl -Z of these years takes at most */
#define HTTP_DELAY_US  3000000 /* the longest that a reply waits */
#define HTTP_QUICK_US  100000  /* and of a quick bench */

/* The targets, of strategies with a limit that are told of finishes. */
#define HTTP_WALL_10      0.80   /* 1.25 times the requests a second of curl */
#define HTTP_WALL_100     0.9091 /* 1.1 times */
#define HTTP_CPU_10       0.80
#define HTTP_CPU_100      0.90
#define HTTP_MOST_CALLS   5
#define HTTP_MEDIAN_NS    200000
#define HTTP_IDEAL_TARGET 1.03

#endif
