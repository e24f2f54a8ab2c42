# work.mk -- the benches of real work: their programs, and what they are measured beside. docs/real-work.md

.PHONY: bench-exec deps-exec need-exec bench-work bench-work-full deps-work need-work

# What runs the same commands: xargs is there wherever Debian is; without one of the others it is left out.
DEPS_EXEC := parallel $(call unless_found,go,golang-go)

# libcurl, the server, and what makes the same requests and computes the same.
DEPS_WORK := $(DEPS_EXEC) libcurl4-openssl-dev nginx-light strace wrk $(call unless_found,curl,curl) python3 python3-aiohttp \
             $(call unless_found,node,nodejs) $(call unless_found,javac,default-jdk-headless)

deps-exec: ## install what the bench of commands is measured beside (apt)
	$(call install,$(DEPS_EXEC))

# nginx would be started by its package, now and at each boot, and take port 80. So a policy forbids that (invoke-rc.d(8)) while it is
# installed, and it is disabled. Where nginx was there before, or a policy is, that is left as it is.
deps-work: ## install what the bench of real work needs, and is measured beside (apt); starts no daemon
	@$(forbid_daemons); $(call installing,$(DEPS_WORK))

define forbid_daemons
policy=/usr/sbin/policy-rc.d root=; \
if command -v apt-get >/dev/null && [ ! -x /usr/sbin/nginx ]; then \
    if [ "$$(id -u)" != 0 ]; then root=sudo; fi; \
    made=; if [ ! -e $$policy ]; then made=$$policy; printf '#!/bin/sh\nexit 101\n' | $$root tee $$made >/dev/null; $$root chmod 755 $$made; fi; \
    trap '$$root rm -f $$made; [ ! -x /usr/sbin/nginx ] || $$root update-rc.d nginx disable' EXIT; \
    trap 'exit 130' INT TERM; \
fi
endef

# The programs of the benches: one runs what is measured and prints a row, one is the job, one starts a server beside, and
# one is a server.
WORK_PROGRAMS := $(patsubst %,$(BUILD)/work-%,meter job served delays)

$(BUILD)/work-meter $(BUILD)/work-served: $(BUILD)/work-%: $(BUILD)/obj/harness/bench/work/programs/%.o $(BUILD)/driver.a $(GROUND)
	$(call LINK,libuv jansson) -lm

$(BUILD)/work-delays: $(BUILD)/obj/harness/bench/work/programs/delays.o $(BUILD)/base.a
	$(call LINK,libuv)

# Without libraries: it is to start quickly.
$(BUILD)/work-job: $(BUILD)/obj/harness/bench/work/programs/job.o
	@echo "  LINK $@" >&2
	$(Q)$(CC) $(filter-out -MMD -MP,$(FLAGS)) $(LDFLAGS) -o $@ $<

all: $(WORK_PROGRAMS)
$(BUILD)/tests/test_bench_work: $(if $(HAS_CURL),$(BUILD)/as-completed-http)
$(patsubst %,$(BUILD)/tests/test_%,bench_exec bench_work bench_work_programs): $(WORK_PROGRAMS) $(BUILD)/as-completed $(BUILD)/as-completed-bench

# Left out where there is no Go, or no Java.
build/peers/go-exec: peers/go/exec/exec.go
build/peers/go-http: peers/go/http/http.go
build/peers/go-cpu: peers/go/cpu/cpu.go
build/peers/go-exec build/peers/go-http build/peers/go-cpu:
	@mkdir -p $(@D)
	@echo "  GO   $<" >&2
	$(Q)go build -o $@ $<

build/peers/java/Cpu.class: peers/java/Cpu.java
	@mkdir -p $(@D)
	@echo "  JAVA $<" >&2
	$(Q)javac -Xlint:all -d $(@D) $<

# Looked up by another make, when what deps-work installs is there.
.PHONY: work-peers
work-peers: $(if $(shell command -v go),build/peers/go-exec build/peers/go-http build/peers/go-cpu) $(if $(shell command -v javac),build/peers/java/Cpu.class)

need-exec: need-bench | $(filter deps-exec deps-work,$(MAKECMDGOALS))
	+@$(MAKE) --no-print-directory work-peers

need-work: need-exec
	@$(call need_library,$(CURL),deps-work)

bench-exec: all need-exec ## measure your own commands beside xargs, GNU parallel and Go, about fifteen minutes (RUN="--quick": seconds)
	@$(BUILD)/as-completed-bench exec --rounds 6 $(RUN)

bench-work: all need-work ## measure commands, requests and computing beside others, under twenty minutes (RUN="--quick": seconds)
	@$(BUILD)/as-completed-bench work --rounds 6 $(RUN)

bench-work-full: all need-work ## the same with ten times the requests, and a million of them, under two hours (RUN="--resume results/NAME" goes on)
	@$(BUILD)/as-completed-bench work --full --rounds 6 $(RUN)
