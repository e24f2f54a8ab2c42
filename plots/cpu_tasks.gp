# cpu_tasks.gp DATA OUT -- CPU time against N, on the real clock and of the work alone.
here = ARG0[1:strlen(ARG0)-12]
call here."style.gp" ARG1 ARG2 860 380
DATA = ARG1
x_axis = "tasks, N"
y_axis = "CPU time"
unit = "s"
scale = 1e-9
set lmargin 12
set rmargin 15
load here."lines.gp"
