# cpu_limit.gp DATA OUT -- CPU time against the limit.
here = ARG0[1:strlen(ARG0)-12]
call here."style.gp" ARG1 ARG2 860 380
DATA = ARG1
x_axis = "limit, tasks in flight"
y_axis = "CPU time"
unit = "s"
scale = 1e-9
set lmargin 12
set rmargin 16
load here."lines.gp"
