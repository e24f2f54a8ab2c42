# counts.gp DATA OUT HEIGHT -- how many tasks wait, are in flight and are unread; a panel for each run.
call "plots/style.gp" ARG1 ARG2 860 ARG3
DATA = ARG1
array says[9]
panels = 0
end_s = 0
most = 0
larger(a, b) = a > b ? a : b
stats DATA using (p = column("panel"), says[p] = strcol("title"), panels = larger(panels, p), \
    end_s = larger(end_s, column("t_ns")*1e-9), most = larger(most, column("waiting")), \
    most = larger(most, column("unread")), most = larger(most, column("in_flight")), p) nooutput
mine(p, name) = column("panel") == p ? column(name) : NaN
set xrange [0:1.01*end_s]
set yrange [0:1.08*most]
set format x "%g s"
set ylabel "tasks" offset 1.5,0
set label 1 "waiting: solid" at screen 0.30,0.84 center textcolor rgb "#CC79A7"
set label 2 "in flight: dashed" at screen 0.50,0.84 center textcolor rgb "#0072B2"
set label 3 "unread: dotted" at screen 0.70,0.84 center textcolor rgb "#D55E00"
set multiplot layout 1,panels margins 0.075,0.985,0.1,0.68 spacing 0.05 title message font title_font
do for [p=1:panels] {
    set title says[p] textcolor rgb "#333333"
    plot DATA using (column("t_ns")*1e-9):(mine(p, "waiting")) with steps lc rgb "#CC79A7" lw 2 dt solid, \
        DATA using (column("t_ns")*1e-9):(mine(p, "in_flight")) with steps lc rgb "#0072B2" lw 2 dt (10,3), \
        DATA using (column("t_ns")*1e-9):(mine(p, "unread")) with steps lc rgb "#D55E00" lw 2 dt (3,3)
    unset ylabel
    unset label
}
unset multiplot
