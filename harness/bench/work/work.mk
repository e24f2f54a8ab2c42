# work.mk -- the benches of real work: their programs, and what they are measured beside. docs/real-work.md

.PHONY: bench-exec deps-exec need-exec

# What runs the same commands: xargs is there wherever Debian is; without one of the others it is left out.
DEPS_EXEC := parallel $(call unless_found,go,golang-go)

deps-exec: ## install what the bench of commands is measured beside (apt)
	$(call install,$(DEPS_EXEC))

# The two programs of the benches: one runs what is measured and prints a row, the other is the job.
WORK_PROGRAMS := $(BUILD)/work-meter $(BUILD)/work-job

$(BUILD)/work-meter: $(BUILD)/obj/harness/bench/work/programs/meter.o $(BUILD)/driver.a $(GROUND)
	$(call LINK,libuv jansson) -lm

# Without libraries: it is to start quickly.
$(BUILD)/work-job: $(BUILD)/obj/harness/bench/work/programs/job.o
	@echo "  LINK $@" >&2
	$(Q)$(CC) $(filter-out -MMD -MP,$(FLAGS)) $(LDFLAGS) -o $@ $<

all: $(WORK_PROGRAMS)
$(BUILD)/tests/test_bench_exec: $(WORK_PROGRAMS) $(BUILD)/as-completed $(BUILD)/as-completed-bench

# Go's is left out where there is no Go.
build/peers/go-exec: peers/go/exec/exec.go
	@mkdir -p $(@D)
	@echo "  GO   $<" >&2
	$(Q)go build -o $@ $<

need-exec: need-bench $(if $(shell command -v go),build/peers/go-exec) | $(filter deps-exec,$(MAKECMDGOALS))

bench-exec: all need-exec ## measure your own commands beside xargs, GNU parallel and Go, under fifteen minutes (RUN="--quick": seconds)
	@$(BUILD)/as-completed-bench exec --rounds 6 $(RUN)
