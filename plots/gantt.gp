# gantt.gp DATA OUT -- which task held which slot, and when, for each strategy.
call ARG0[1:strlen(ARG0)-8]."style.gp" ARG1 ARG2 860 640
DATA = ARG1
array lanes[32]
array says[32]
tasks = 0
end_s = 0
larger(a, b) = a > b ? a : b
stats DATA using (i = see(strcol("strategy")), lanes[i] = column("max_in_flight"), \
    tasks = larger(tasks, column("task")), end_s = larger(end_s, column("finish_ns")*1e-9), \
    clock = strcol("clock"), says[i] = sprintf("at most %s waiting, %s in flight, %s unread", \
        strcol("max_waiting"), strcol("max_in_flight"), strcol("max_unread")), i) nooutput
mine(s, value) = strcol("strategy") eq strategy(s) ? value : NaN
set xrange [0:1.02*end_s]
if (end_s < 1.2) { set xtics 0,0.25 }
set format x "%.2f s"
set grid noytics
set rmargin 4
set lmargin 7
rows = (words(shown) + 1)/2
set multiplot layout rows,2 title message."\nN=".sprintf("%d", tasks).", ".clock." clock; a bar is a task in its slot, from launch to finish" \
    font title_font
do for [s=1:words(shown)] {
    half = lanes[s] > 20 ? 0.5 : 0.44
    set style fill solid 1.0 border rgb lanes[s] > 20 ? "#F0A070" : "white"
    set title strategy(s).": ".says[s] textcolor rgb "#333333"
    set yrange [lanes[s]+0.5:0.5] reverse
    set ytics 1, larger(lanes[s]-1, 1)
    set ylabel "slot" offset 2,0
    plot DATA using (mine(s, column("launch_ns")*1e-9)):"lane":(column("launch_ns")*1e-9): \
        (column("finish_ns")*1e-9):(column("lane")-half):(column("lane")+half) \
        with boxxyerror lt look(strategy(s)) dt solid lw 0.5
}
unset multiplot
