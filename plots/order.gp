# order.gp DATA OUT -- the place of each result among the results, against its task's among the pulls.
call ARG0[1:strlen(ARG0)-8]."style.gp" ARG1 ARG2 860 280
DATA = ARG1
tasks = 0
stats DATA using (i = see(strcol("strategy")), clock = strcol("clock"), \
    tasks = tasks > column("take_place") ? tasks : column("take_place"), i) nooutput
count = words(shown)
middle = (count + 1)/2
set multiplot layout 1,count margins 0.09,0.985,0.24,0.75 spacing 0.025,0 title message font title_font
set ylabel "place among results"
set xrange [0:tasks+1]
set yrange [0:tasks+1]
set xtics 0,tasks/2.0
set ytics 0,tasks/2.0
set format "%.0f"
do for [s=1:count] {
    set xlabel s == middle ? "place among pulls (N=".sprintf("%d", tasks).", ".clock." clock)" : ""
    set title strategy(s) textcolor lt look(strategy(s))
    plot x with lines lc rgb "#BBBBBB" lw 1, \
        DATA using (strcol("strategy") eq strategy(s) ? column("pull_place") : NaN):"take_place" \
            with points lt look(strategy(s)) pt 7 ps 0.4
    unset ylabel
    set format y ""
}
unset multiplot
