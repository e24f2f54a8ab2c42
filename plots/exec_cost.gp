# exec_cost.gp DATA OUT -- commands under each strategy and the rivals: CPU a job, the next start, unread, as bars.
call ARG0[1:strlen(ARG0)-12]."style.gp" ARG1 ARG2 860 340
DATA = ARG1
array panel[3] = ["CPU time a job that sleeps", "from a finish to the next start", "unread, with a slow reader"]
array field[3] = ["job_cpu_ns", "late_p50_ns", "max_unread"]
array unit[3] = [1e-9, 1e-9, 1.0]
seconds(s) = s >= 0.9995 ? sprintf("%.2f s", s) : s >= 0.0995 ? sprintf("%.0f ms", s*1e3) : \
    s >= 0.9995e-3 ? sprintf("%.2f ms", s*1e3) : sprintf("%.0f µs", s*1e6)
says(p, value) = p == 3 ? sprintf("%.0f results", value) : seconds(value)
columns = 3
rows = 1
left = 0.13
step = 0.29
wide = 0.19
load ARG0[1:strlen(ARG0)-12]."bars.gp"
