# queues.gp TABLE OUT -- time of a priority queue's operation against its size, a panel for each load;
# TABLE is table.tsv of `make queues`.
call ARG0[1:strlen(ARG0)-9]."style.gp" ARG1 ARG2 860 640
DATA = ARG1
loads = "exponential uniform equal harmonic at_once"
array says[5] = ["exponential sleeps, 1 s on average", "uniform sleeps, up to 2 s", "equal sleeps of 1 s", \
    "1/i sleeps, limit = tasks sleeping", "1/i sleeps, no limit: all in, all out"]
queues = "production heap2 heap4 pairing radix wheel wheel_ms"
array names[7] = ["binary heap and line (suite's)", "binary heap", "4-ary heap", "pairing heap", "radix heap", \
    "timing wheel, tick 1 ns", "wheel, tick 1 ms: order differs"]
array line[7] = [3, 7, 1, 4, 5, 2, 8]
of(load, queue, value) = strcol("load") eq word(loads, load) && strcol("queue") eq word(queues, queue) ? value : NaN
most = 100
stats DATA using (most = column("high_ns") > most ? column("high_ns") : most) nooutput
set logscale xy
set xrange [10:*] noextend
set format x "%.0s%c"
set xtics 100
set mxtics 10
set yrange [8:most*1.1]
set format y "%.0f"
set multiplot title "Priority queues: time of a pop and its push, by how many tasks sleep\nmedian of the rounds; bars from the least to the greatest" font title_font
do for [p=1:5] {
    column_at = (p - 1)%3
    row_at = (p - 1)/3
    set lmargin at screen 0.085 + column_at*0.315
    set rmargin at screen 0.085 + column_at*0.315 + 0.265
    set tmargin at screen 0.855 - row_at*0.445
    set bmargin at screen 0.855 - row_at*0.445 - 0.315
    set title says[p]
    set ylabel column_at == 0 ? "ns an operation" : "" offset 0.7,0
    set xlabel row_at == 1 || p == 3 ? "tasks sleeping" : ""
    plot for [q=1:7] DATA using (of(p, q, column("sleeping"))):"median_ns":"low_ns":"high_ns" with yerrorbars lt line[q] pt 0 lw 1, \
        for [q=1:7] DATA using (of(p, q, column("sleeping"))):"median_ns" with linespoints lt line[q]
}
set border 0
unset tics
unset xlabel
unset ylabel
unset logscale
set lmargin at screen 0.69
set rmargin at screen 0.98
set title ""
set tmargin at screen 0.44
set bmargin at screen 0.02
set key inside left center Left reverse samplen 3 spacing 1.25 maxrows 7
set xrange [0:1]
set yrange [0:1]
plot for [q=1:7] NaN with linespoints lt line[q] title names[q]
unset multiplot
