# excess.gp DATA OUT -- what each strategy adds to the ideal wall time, against N.
here = ARG0[1:strlen(ARG0)-9]
call here."style.gp" ARG1 ARG2 860 380
DATA = ARG1
x_axis = "tasks, N"
y_axis = "excess over the ideal"
unit = "s"
scale = 1e-9
set lmargin 12
set rmargin 16
load here."lines.gp"
