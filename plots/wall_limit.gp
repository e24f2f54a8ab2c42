# wall_limit.gp DATA OUT -- wall time against the limit: the ideal, its knee, and what was measured.
call ARG0[1:strlen(ARG0)-13]."style.gp" ARG1 ARG2 860 380
DATA = ARG1
x(series) = strcol("series") eq series ? column("limit") : NaN
wall_s(n) = column("wall_ns")*1e-9
knees = 0
height(n) = (knees = knees + 1, 2.6 - 0.8*knees)
knee_colour = "#D55E00"
set title message font title_font
set xlabel "limit, tasks in flight"
set ylabel "wall time"
set format y "%.0f s"
set xrange [-0.6:20.5]
set yrange [0:*]
set xtics 1,1
set grid noxtics
set key top right
plot DATA using (x("ideal")):(wall_s(0)) with lines lc rgb "#555555" lw 1.4 title "ideal", \
    DATA using (x("real")):(wall_s(0)) with points lt 3 ps 0.9 title "callback, measured", \
    DATA using (x("knee")):(wall_s(0)) with points pt 6 ps 2.5 lw 2 lc rgb knee_colour \
        title "the smallest limit that takes no longer", \
    DATA using (x("knee")):(wall_s(0) + 0.25):(0):(strcol("series") eq "knee" ? height(0) : NaN) \
        with vectors nohead lc rgb knee_colour lw 1, knees = 0, \
    DATA using (x("knee")):(strcol("series") eq "knee" ? wall_s(0) + 0.25 + height(0) : NaN): \
        (strcol("name")) with labels left offset 0.5,0 textcolor rgb knee_colour, \
    DATA using (x("ideal")):(wall_s(0)):(strcol("name")) with labels right offset -0.8,0 \
        textcolor rgb "#555555"
