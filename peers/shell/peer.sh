#!/bin/sh
# peer.sh -- many sleeps at once from the shell: a whole process for each task (a shell, and its sleep).
#
# Usage:  peer.sh MODE TASKS LIMIT SLEEP TICK (peers/README.md says what they are)
# Modes:  xargs     xargs -P LIMIT
#         parallel  GNU parallel -j LIMIT, ungrouped
# Counts: a task writes a line to one pipe when it begins and one when it ends, which is its result:
#         what is in flight is counted from these lines, and none can be taken out of order. The wall
#         time includes starting xargs or parallel, by date's clock; memory is null: many processes.
# Timers: coreutils' sleep takes fractions and keeps them to the ns; a process costs far more.
set -u

fail() {
    echo "peer.sh: $2" >&2
    exit "$1"
}

# whole NAME TEXT LEAST MOST
whole() {
    case $2 in
        '' | *[!0-9]* | ????????????????*) ;;
        *) if [ "$2" -ge "$3" ] && [ "$2" -le "$4" ]; then return; fi ;;
    esac
    fail 2 "$1 '$2' is not a whole number from $3 to $4"
}

# Each task's number and its sleep in seconds.
workload() {
    awk -v tasks="$tasks" -v sleep="$sleep" -v tick="$tick" 'BEGIN {
        for (number = 1; number <= tasks; number++) {
            ns = sleep == "1/i" ? int(1e9 / number) : sleep
            printf "%d %.9f\n", number, int((ns + tick - 1) / tick) * tick / 1e9
        }
    }'
}

run_xargs() {
    # Every task's own shell expands these.
    # shellcheck disable=SC2016
    xargs -r -n 2 -P "$limit" sh -c 'echo "begin $1"; sleep "$2" && echo "end $1"' sh
}

run_parallel() {
    parallel --ungroup --colsep ' ' -j "$limit" 'echo begin {1}; sleep {2} && echo end {1}'
}

count() {
    awk '$1 == "begin" && ++in_flight > most { most = in_flight }
         $1 == "end" { in_flight--; done++; sum += $2 }
         END { printf "%d %.0f %d\n", done, sum, most }'
}

[ $# -eq 5 ] || fail 2 "the arguments are: MODE TASKS LIMIT SLEEP TICK"
mode=$1 tasks=$2 limit=$3 sleep=$4 tick=$5
case $mode in
    xargs | parallel) command -v "$mode" >/dev/null || fail 1 "$mode is not there: run make deps-peers" ;;
    *) fail 2 "no mode is called '$mode': xargs, parallel" ;;
esac
whole TASKS "$tasks" 0 100000000
whole LIMIT "$limit" 0 1000000
[ "$sleep" = 1/i ] || whole SLEEP "$sleep" 0 100000000000000
whole TICK "$tick" 1 100000000000000

start=$(date +%s%N)
counted=$(workload | "run_$mode" | count)
wall_ns=$(($(date +%s%N) - start))

read -r ended sum most <<END
$counted
END
if [ "$ended" -ne "$tasks" ] || [ "$sum" -ne $((tasks * (tasks + 1) / 2)) ]; then
    fail 1 "$mode took $ended results of $tasks, their sum is $sum"
fi
if [ "$limit" -gt 0 ] && [ "$most" -gt "$limit" ]; then
    fail 1 "$mode had $most in flight, limit $limit"
fi
printf 'peer\tmode\ttasks\tlimit\tsleep\ttick_ns\tdone\tsum\tmax_in_flight\tout_of_order\twall_ns\tpeak_rss_bytes\n'
printf 'shell\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t0\t%s\tnull\n' \
    "$mode" "$tasks" "$limit" "$sleep" "$tick" "$ended" "$sum" "$most" "$wall_ns"
