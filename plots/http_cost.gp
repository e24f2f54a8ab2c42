# http_cost.gp DATA OUT -- requests under each strategy and the rivals: how many a second, CPU a request, the wall with late replies.
call ARG0[1:strlen(ARG0)-12]."style.gp" ARG1 ARG2 860 400
DATA = ARG1
array panel[4] = ["requests/s, limit 10", "requests/s, limit 100", "CPU a request, limit 10", "replies that are late: wall"]
array field[4] = ["requests_10", "requests_100", "cpu_ns", "delays_ns"]
array unit[4] = [1.0, 1.0, 1e-9, 1e-9]
seconds(s) = s >= 0.9995 ? sprintf("%.2f s", s) : s >= 0.0995 ? sprintf("%.0f ms", s*1e3) : s >= 0.9995e-3 ? sprintf("%.2f ms", s*1e3) : sprintf("%.0f µs", s*1e6)
says(p, value) = p <= 2 ? sprintf("%.0f", value) : seconds(value)
columns = 4
rows = 1
left = 0.17
step = 0.21
wide = 0.12
load ARG0[1:strlen(ARG0)-12]."bars.gp"
