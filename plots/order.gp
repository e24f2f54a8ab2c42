# order.gp DATA OUT -- the place of each result among the results, against its task's among the pulls.
call ARG0[1:strlen(ARG0)-8]."style.gp" ARG1 ARG2 860 280
DATA = ARG1
array tasks[7] = [0, 0, 0, 0, 0, 0, 0]
stats DATA using (i = place(strcol("strategy")), clock = strcol("clock"), \
    tasks[i] = tasks[i] > column("take_place") ? tasks[i] : column("take_place"), i) nooutput
set multiplot layout 1,5 margins 0.09,0.985,0.24,0.75 spacing 0.025,0 title \
    "Without a limit the shortest come first; with one, results keep near the order of the pulls" \
    font title_font
set ylabel "place among results"
do for [s=1:5] { if (tasks[s]) {
    set xrange [0:tasks[s]+1]
    set yrange [0:tasks[s]+1]
    set xtics 0,tasks[s]/2
    set ytics 0,tasks[s]/2
    set xlabel s == 3 ? "place among pulls (N=".sprintf("%d", tasks[s]).", ".clock." clock)" : ""
    set title strategy(s) textcolor lt s
    plot x with lines lc rgb "#BBBBBB" lw 1, \
        DATA using (strcol("strategy") eq strategy(s) ? column("pull_place") : NaN):"take_place" \
            with points lt s pt 7 ps 0.4
    unset ylabel
    set format y ""
} }
unset multiplot
