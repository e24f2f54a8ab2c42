/* list.h -- the figures of each suite, in the order in which they are made. FIGURE(NAME) is made of
 * the data that figures_NAME() writes (part.h), by the script plots/NAME.gp; data and pictures are
 * called NAME too.
 */
#ifndef AC_BENCH_FIGURES_LIST_H
#define AC_BENCH_FIGURES_LIST_H

#define FIGURES_OF_STRATEGIES(FIGURE) \
    FIGURE(cost)                      \
    FIGURE(excess)                    \
    FIGURE(cpu_tasks)                 \
    FIGURE(cpu_limit)                 \
    FIGURE(memory)                    \
    FIGURE(wall_limit)                \
    FIGURE(gantt)                     \
    FIGURE(order)                     \
    FIGURE(lateness)

#define FIGURES_OF_PEERS(FIGURE) \
    FIGURE(peers_wall)           \
    FIGURE(peers_cpu)            \
    FIGURE(peers_memory)

#define FIGURES_OF_EXEC(FIGURE) FIGURE(exec_cost)

#define FIGURES_OF_REQUESTS_AND_COMPUTING(FIGURE) \
    FIGURE(http_cost)                             \
    FIGURE(cpu_cost)

#define FIGURES_OF_WORK(FIGURE) \
    FIGURES_OF_EXEC(FIGURE)     \
    FIGURES_OF_REQUESTS_AND_COMPUTING(FIGURE)

#define FIGURES_OF_ADOPTION(FIGURE) FIGURE(adoption_cost)

#endif
