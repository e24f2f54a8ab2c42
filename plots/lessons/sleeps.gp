# sleeps.gp DATA OUT HEIGHT -- how long each task was in flight, against its number, for each run.
call "plots/style.gp" ARG1 ARG2 860 ARG3
DATA = ARG1
array says[9]
panels = 0
larger(a, b) = a > b ? a : b
stats DATA using (p = column("panel"), says[p] = strcol("title"), panels = larger(panels, p), p) nooutput
mine(p) = column("panel") == p ? (column("finish_ns") - column("launch_ns"))*1e-6 : NaN
set title message font title_font
set xlabel "task i, which asked for 1/i s"
set ylabel "in flight, ms"
set xrange [100:1000]
set yrange [0:11]
set key top right
colours = "#0072B2 #D55E00"
plot for [p=1:panels] DATA using "task":(mine(p)) smooth unique with lines lw 2 dt solid lc rgb word(colours, p) title says[p]
