# cpu_cost.gp DATA OUT -- tasks that compute: the wall over the work, for two costs, in two pools and on the loop.
call ARG0[1:strlen(ARG0)-11]."style.gp" ARG1 ARG2 860 460
DATA = ARG1
array panel[6] = ["10 µs, pool of 2", "10 µs, pool of 4", "10 µs, on the loop", "1 ms, pool of 2", "1 ms, pool of 4", "1 ms, on the loop"]
array field[6] = ["short_2", "short_4", "short_inline", "long_2", "long_4", "long_inline"]
array unit[6] = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
says(p, value) = sprintf("%.2f times", value)
columns = 3
rows = 2
left = 0.13
step = 0.29
wide = 0.18
load ARG0[1:strlen(ARG0)-11]."bars.gp"
