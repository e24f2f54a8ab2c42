# exec_cost.gp DATA OUT -- commands under each strategy and the rivals: CPU a job, the next start, unread, as bars.
call ARG0[1:strlen(ARG0)-12]."style.gp" ARG1 ARG2 860 340
DATA = ARG1
count = 0
stats DATA using (count = count + 1, 0) nooutput
array panel[3] = ["CPU time a job that sleeps", "from a finish to the next start", "unread, with a slow reader"]
array field[3] = ["job_cpu_ns", "late_p50_ns", "max_unread"]
array unit[3] = [1e-9, 1e-9, 1.0]
seconds(s) = s >= 0.9995 ? sprintf("%.2f s", s) : s >= 0.0995 ? sprintf("%.0f ms", s*1e3) : \
    s >= 0.9995e-3 ? sprintf("%.2f ms", s*1e3) : sprintf("%.0f µs", s*1e6)
says(p, value) = p == 3 ? sprintf("%.0f results", value) : seconds(value)
set multiplot title message font title_font
set yrange [count - 0.4:-0.6]
set border 2
set grid noxtics noytics
unset xtics
unset ytics
set tmargin at screen 0.78
set bmargin at screen 0.04
do for [p=1:3] {
    set title panel[p] offset 0,0.3
    set lmargin at screen 0.13 + (p-1)*0.29
    set rmargin at screen 0.13 + (p-1)*0.29 + 0.19
    most = 0
    stats DATA using (most = column(field[p])*unit[p] > most ? column(field[p])*unit[p] : most) nooutput
    set xrange [0:most > 0 ? most : 1]
    plot DATA using (column(field[p])*unit[p]/2):0:(0):(column(field[p])*unit[p]):(column(0)-0.36): \
            (column(0)+0.36):(look(strcol("who"))) \
            with boxxyerror lc variable fs solid noborder, \
        DATA using (p == 1 ? 0 : NaN):0:(strcol("who")) with labels right offset -0.5,0, \
        DATA using (column(field[p])*unit[p]):0:(says(p, column(field[p])*unit[p])) \
            with labels left offset 0.5,0
}
unset multiplot
