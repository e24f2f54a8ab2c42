# adoption_cost.gp DATA OUT -- CPU time a task, by hand and with the library, for three jobs.
call ARG0[1:strlen(ARG0)-16]."style.gp" ARG1 ARG2 860 320
DATA = ARG1
array panel[3] = ["tasks that do nothing", "timers of 1 ms", "echoes on loopback"]
array field[3] = ["nothing", "timer", "echo"]
array unit[3] = [1e-3, 1e-3, 1e-3]
says(p, value) = sprintf("%.2f µs", value)
columns = 3
rows = 1
left = 0.17
step = 0.28
wide = 0.18
load ARG0[1:strlen(ARG0)-16]."bars.gp"
