# memory.gp DATA OUT -- peak memory against N, with the fitted bytes per task.
here = ARG0[1:strlen(ARG0)-9]
call here."style.gp" ARG1 ARG2 860 380
DATA = ARG1
x_axis = "tasks, N"
y_axis = "peak memory"
unit = "B"
scale = 1
set lmargin 12
set rmargin 22
load here."lines.gp"
