# late.gp DATA OUT HEIGHT -- how long after it was due each task was seen to be finished, for each run.
call "plots/style.gp" ARG1 ARG2 860 ARG3
DATA = ARG1
array says[9]
panels = 0
larger(a, b) = a > b ? a : b
stats DATA using (p = column("panel"), says[p] = strcol("title"), panels = larger(panels, p), p) nooutput
asked_ns(task) = floor(1e9/task)
late_us(p) = column("panel") == p ? \
    (column("finish_ns") - column("launch_ns") - asked_ns(column("task")))*1e-3 : NaN
set title message font title_font
set xlabel "finished, s from the start"
set ylabel "late, us"
set xrange [0:1.05]
set yrange [-10:*]
set key top right
colours = "#0072B2 #D55E00"
plot for [p=1:panels] DATA using (column("finish_ns")*1e-9):(late_us(p)) with points pt 7 ps 0.5 lc rgb word(colours, p) title says[p]
