# gantt.gp DATA OUT -- which task held which slot, and when, for each strategy.
call ARG0[1:strlen(ARG0)-8]."style.gp" ARG1 ARG2 860 640
DATA = ARG1
array lanes[7] = [0, 0, 0, 0, 0, 0, 0]
array says[7]
tasks = 0
stats DATA using (i = place(strcol("strategy")), lanes[i] = column("max_in_flight"), \
    tasks = tasks > column("task") ? tasks : column("task"), clock = strcol("clock"), \
    says[i] = sprintf("at most %s waiting, %s in flight, %s unread", strcol("max_waiting"), \
        strcol("max_in_flight"), strcol("max_unread")), i) nooutput
mine(s, value) = strcol("strategy") eq strategy(s) ? value : NaN
set xrange [0:1.02]
set xtics 0,0.25
set format x "%.2f s"
set grid noytics
set rmargin 4
set lmargin 7
set multiplot layout 3,2 title "Ten slots are done as soon as a hundred: task 1 alone takes the second\nN=".sprintf("%d", tasks).", ".clock." clock; a bar is a task in its slot, from launch to finish" \
    font title_font
do for [s=1:6] { if (lanes[s]) {
    half = lanes[s] > 20 ? 0.5 : 0.44
    set style fill solid 1.0 border rgb lanes[s] > 20 ? "#F0A070" : "white"
    set title strategy(s).": ".says[s] textcolor rgb "#333333"
    set yrange [lanes[s]+0.5:0.5] reverse
    set ytics 1, lanes[s]-1
    set ylabel "slot" offset 2,0
    plot DATA using (mine(s, column("launch_ns")*1e-9)):"lane":(column("launch_ns")*1e-9): \
        (column("finish_ns")*1e-9):(column("lane")-half):(column("lane")+half) \
        with boxxyerror lt s dt solid lw 0.5
} }
unset multiplot
