# tests.mk -- what is tested, and how: the part of the Makefile that users do not need.
#
# Each tests/test_NAME.c is a program of its own. What else a test is made of stands below it: small
# worlds, faults, mutants, fuzz targets, coverage.

.PHONY: test test-hostile test-full test-san test-tsan test-threads test-valgrind test-wake test-seven same-as fuzz fuzz-keep coverage mutate mutate-engine

SUPPORT := $(wildcard tests/support/*.c)
BROKEN  := $(wildcard tests/broken/*.c)
TESTS   := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/test_*.c))

# Each tests/fuzz/TARGET.c is a program with libFuzzer, and a test that replays what was kept for it.
FUZZ    := $(filter-out fuzz replay,$(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c)))
TESTS   += $(FUZZ:%=$(BUILD)/tests/replay_%)

# Those of http are made of its objects, too, where libcurl is.
HTTP_TESTS := $(filter $(BUILD)/tests/test_transfer% $(BUILD)/tests/test_http%,$(TESTS))
ifeq ($(HAS_CURL),)
TESTS := $(filter-out $(HTTP_TESTS) $(BUILD)/tests/test_cli_http%,$(TESTS))
endif

$(HTTP_TESTS): $(call objects,$(HTTP))
$(HTTP_TESTS): MODULES = libcurl

# Those of single transfers have a frame in common.
$(filter $(BUILD)/tests/test_transfer%,$(TESTS)): $(call objects,tests/transfers/transfers.c)

$(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(call objects,$(SUPPORT) $(BROKEN)) $(BUILD)/driver.a $(BUILD)/command.a $(GROUND)
	@mkdir -p $(@D)
	$(call LINK,libuv jansson cmocka $(MODULES)) -lm

TRANSFER_FAULTS := curl_global_init_mem curl_multi_init curl_multi_setopt curl_multi_add_handle curl_multi_remove_handle \
    curl_multi_socket_action curl_easy_init curl_easy_setopt uv_poll_init uv_poll_start socket
$(BUILD)/tests/test_transfer_faults: LDFLAGS += $(TRANSFER_FAULTS:%=-Wl,--wrap=%)
$(BUILD)/tests/test_transfer_cost: LDFLAGS += -Wl,--wrap=uv_poll_start -Wl,--wrap=uv_poll_stop
$(BUILD)/tests/test_cpu: LDFLAGS += -Wl,--wrap=ac_compute
$(patsubst %,$(BUILD)/tests/test_%,blocking attach_cost): LDFLAGS += -Wl,--wrap=uv_hrtime -Wl,--wrap=ac_wake_set

$(call objects,$(SUPPORT) $(BROKEN) $(wildcard tests/*.c)): | need-test

# What tests scripts, which are the same in each build: it runs with the build that people get, and not under valgrind.
OF_SCRIPTS := $(patsubst %,$(BUILD)/tests/test_%,runner same_as)
ifneq ($(BUILD),build)
TESTS := $(filter-out $(OF_SCRIPTS),$(TESTS))
endif

RUN_ENVIRONMENT = AS_COMPLETED=$(BUILD)/as-completed AS_COMPLETED_BENCH=$(BUILD)/as-completed-bench \
                  AS_COMPLETED_BROKEN=$(BUILD)/tests/as-completed-broken
RUN_TESTS       = $(RUN_ENVIRONMENT) tests/run

# The page's take longest, and so begin first: at the end all but one processor would wait for them.
test: need-test all $(TESTS) ## run all tests
	@$(RUN_TESTS) $(PAGE_TESTS) $(TESTS)

test-san: ## run all tests under AddressSanitizer and UndefinedBehaviorSanitizer
	@$(MAKE) --no-print-directory SAN=address,undefined test

test-tsan: ## run the tests that have several threads under ThreadSanitizer
	@$(MAKE) --no-print-directory SAN=thread test-threads

THREADED := $(patsubst %,$(BUILD)/tests/test_%,threads cpu cpu_measures)
test-threads: need-test $(THREADED)
	@$(RUN_TESTS) $(THREADED)

test-valgrind: need-test need-valgrind all $(TESTS) ## run all tests under valgrind
	@$(RUN_TESTS) --valgrind $(filter-out $(OF_SCRIPTS),$(TESTS))

test-full: need-test all $(TESTS) $(BUILD)/tests/worlds mutate fuzz ## run all tests in their long forms, which take minutes
	@AC_TEST_FULL=1 $(RUN_TESTS) $(PAGE_TESTS) $(TESTS)
	$(BUILD)/tests/worlds --seconds 60
	$(SAME_AS)

same-as: need-test all ## give 10,000 random command lines to the program and to an older one (OLD=COMMIT, COUNT=, SEED=)
	@$(SAME_AS)

SAME_AS = tests/same_as --new $(BUILD)/as-completed $(OLD:%=--commit %) $(COUNT:%=--count %) $(SEED:%=--seed %)

test-seven: ## run all tests with two more strategies in the table (tests/seven), the page's too
	@$(MAKE) --no-print-directory MORE=tests/seven test

test-wake: ## run the tests of what waits with the fallback for systems without timerfd (WAKE=uv_timer test: all)
	@$(MAKE) --no-print-directory WAKE=uv_timer test-waits

# What is the same however a loop is woken: documents, tables, manual pages, what is installed; the page has no such loop.
WAITLESS := $(patsubst %,$(BUILD)/tests/test_%,docs man completion reference queues queues_program install install_library \
            cli_quiz cli_bad_input cli_nothing columns) $(filter $(BUILD)/tests/test_bench_%,$(TESTS))
.PHONY: test-waits
test-waits: need-test all $(filter-out $(WAITLESS),$(TESTS))
	@$(RUN_TESTS) $(filter-out $(WAITLESS),$(TESTS))

# The programs that wait on time.
TIMED := real cli_end cli_precise cli_sources cli_files watch demo trace attach pace runner machine_load machine_signals machine_killed \
         cpu_measures cli_cpu bench_run bench_peers bench_exec bench_work bench_work_programs bench_adoption bench_adoption_programs bench_spawn \
         http_endings http_leave http_pitfalls install

test-hostile: need-test all $(TESTS) ## run all tests where none may fail: beside busy loops, with cold caches, in odd places: an hour (STEPS="load path": only these)
	@$(RUN_ENVIRONMENT) RUN='$(MAKE) --no-print-directory test' \
	    TIMED='$(filter $(TIMED:%=$(BUILD)/tests/test_%),$(TESTS)) $(PAGE_TESTS)' tests/hostile $(STEPS)

# --- small worlds ---------------------------------------------------------------------------------

# The tests and the program that run them, and the command line with the broken strategies
# in its table, which replays what was found in them.
WORLDS := $(filter-out %/main.c %/replay.c %/broken_table.c,$(wildcard tests/worlds/*.c))

$(patsubst %,$(BUILD)/tests/test_%,worlds worlds_work worlds_broken differential): $(call objects,$(WORLDS) tests/worlds/replay.c)

$(BUILD)/tests/worlds: $(call objects,tests/worlds/main.c $(WORLDS) tests/support/work.c) $(GROUND)
	@mkdir -p $(@D)
	$(call LINK,libuv)

$(BUILD)/tests/as-completed-broken: $(call objects,harness/cli/main.c tests/worlds/broken_table.c $(BROKEN)) $(BUILD)/command.a $(GROUND)
	@mkdir -p $(@D)
	$(call LINK,libuv)

$(call objects,tests/worlds/replay.c): | need-test
test test-full test-valgrind test-waits: $(BUILD)/tests/as-completed-broken

# --- workloads --------------------------------------------------------------------------------------

# The command line with workloads in its table that are no sleeps: files that could stand in harness/workloads/. One is what
# docs/adding-a-workload.md adds there.
WORKS := $(wildcard tests/works/*.c)
$(call objects,$(WORKS)): DEFINES = -Iharness/workloads

$(BUILD)/tests/as-completed-works: $(call objects,harness/cli/main.c $(WORKS)) $(BUILD)/command.a $(GROUND)
	@mkdir -p $(@D)
	$(call LINK,libuv)

$(BUILD)/tests/test_works: $(BUILD)/tests/as-completed-works
$(BUILD)/tests/test_works_open: $(call objects,$(WORKS))

# --- what is installed --------------------------------------------------------------------------------

# The tests install it themselves.
$(BUILD)/tests/test_install $(BUILD)/tests/test_install_library: | library man

# --- children ---------------------------------------------------------------------------------------

# What random runs of `exec` run: a program of its own, which knows nothing of this project.
$(BUILD)/tests/exec_child: $(call objects,tests/children/child.c)
	@mkdir -p $(@D)
	$(call LINK,libuv)

$(BUILD)/tests/test_exec_random: $(BUILD)/tests/exec_child

# The tests' own HTTP server, likewise.
$(BUILD)/tests/http_server: $(call objects,$(patsubst %,tests/children/%.c,server connection answer book))
	@mkdir -p $(@D)
	$(call LINK,libuv)

$(HTTP_TESTS) $(filter $(BUILD)/tests/test_server $(BUILD)/tests/test_cli_http%,$(TESTS)): | $(BUILD)/tests/http_server

# What stands between `exec` and libc there, for LD_PRELOAD, and between `http` and libcurl.
$(BUILD)/tests/%_faults.so: tests/children/%_faults.c
	@mkdir -p $(@D)
	@echo "  LINK $@" >&2; $(CC) $(filter-out -MMD -MP -fsanitize% -fno-sanitize%,$(FLAGS)) -Wno-pedantic -fPIC -shared -o $@ $<

$(BUILD)/tests/test_exec_faults: $(BUILD)/tests/exec_faults.so
$(patsubst %,$(BUILD)/tests/test_http_%,endings faults): $(BUILD)/tests/http_faults.so

# --- every single fault ---------------------------------------------------------------------------

# The objects of the programs with tests/faults/wrap.c linked in between.
FAULTS := tests/faults/faults.c tests/faults/wrap.c
WRAP   := $(shell awk '$$2 ~ /^(fails|held|asked)$$/ { print "-Wl,--wrap=" $$1 }' tests/faults/calls)

$(BUILD)/tests/as-completed-faults: $(call objects,harness/cli/main.c $(FAULTS) tests/faults/program.c) $(BUILD)/command.a $(GROUND) tests/faults/calls
	@mkdir -p $(@D)
	$(call LINK,libuv) $(WRAP)

# It is called as the program that it is made of, so that as-completed-faults finds it.
$(BUILD)/tests/as-completed-http: $(call objects,harness/cli/main.c $(FAULTS) tests/faults/program.c) $(BUILD)/http.a $(BUILD)/command.a $(GROUND) tests/faults/calls
	@mkdir -p $(@D)
	$(call LINK,libuv libcurl) $(WRAP)

$(BUILD)/tests/test_http_faults: | $(BUILD)/tests/as-completed-http

$(BUILD)/tests/as-completed-bench-faults: $(call objects,harness/bench/main.c $(FAULTS) tests/faults/program.c) $(BUILD)/driver.a $(GROUND) tests/faults/calls
	@mkdir -p $(@D)
	$(call LINK,libuv jansson) -lm $(WRAP)

$(patsubst %,$(BUILD)/tests/test_%,faults faults_attach faults_check faults_work faults_output): LDFLAGS += $(WRAP)
$(patsubst %,$(BUILD)/tests/test_%,faults faults_attach faults_check faults_work faults_output): $(call objects,$(FAULTS) tests/faults/accounts.c tests/faults/each.c tests/faults/modes.c) tests/faults/calls
$(BUILD)/tests/test_faults_work: $(call objects,tests/faults/faulty.c)
$(BUILD)/tests/test_faults_cli: $(BUILD)/tests/as-completed-faults
$(BUILD)/tests/test_faults_bench: $(BUILD)/tests/as-completed-bench-faults

# --- mutants --------------------------------------------------------------------------------------

# What a mutant of a strategy is linked with; the strategy in engine.a is then left there.
MUTATED := $(call objects,tests/conformance.c $(BROKEN)) $(GROUND)

mutate: need-test $(MUTATED) $(BUILD)/as-completed ## change the strategies in every small way: a test must notice (SAMPLE=40: only so many)
	@$(call need,python3,deps-test)
	@tests/mutate --cc $(call quoted,$(CC)) --flags $(call quoted,$(filter-out -MMD -MP -Werror,$(FLAGS))) --program $(BUILD)/as-completed $(SAMPLE:%=--sample %) $(MUTATED)

# The test programs that a mutant of the engine meets, one after the other: first what is quick. And what they are linked with.
MUTATE_ENGINE_TESTS := $(patsubst %,test_%,task task_starts work work_run work_calls work_put_off work_strategy pull work_waits work_deadlock work_loop referee_done referee_work referee_answers \
                       deadlines again again_launch referee_again retries work_memory conformance ends run sources outside memory referee response ideal_consumer contract attach_work attach_work_leave attach_work_idle attach callbacks)
MUTATE_ENGINE_WITH   = $(call objects,$(WORLDS) $(SUPPORT) $(BROKEN)) $(BUILD)/driver.a $(BUILD)/command.a $(GROUND)

mutate-engine: need-test $(BUILD)/as-completed $(call objects,tests/worlds/main.c $(MUTATE_ENGINE_TESTS:%=tests/%.c)) $(MUTATE_ENGINE_WITH) ## change the engine in every small way: a test must notice; half an hour (SAMPLE=40; ONLY=work.c)
	@$(call need,python3,deps-test)
	@tests/mutate --engine "$(MUTATE_ENGINE_TESTS)" --cc $(call quoted,$(CC)) --flags $(call quoted,$(filter-out -MMD -MP -Werror,$(FLAGS))) --tests $(BUILD)/obj/tests \
	    --libraries "$$($(PKG) --libs libuv jansson cmocka) -lm" $(SAMPLE:%=--sample %) --only $(call quoted,$(ONLY)) $(MUTATE_ENGINE_WITH)

# --- fuzzing --------------------------------------------------------------------------------------

FUZZED := $(call objects,tests/fuzz/fuzz.c) $(BUILD)/driver.a $(BUILD)/command.a $(GROUND)
FUZZ_SECONDS ?= 10

$(BUILD)/tests/replay_%: $(BUILD)/obj/tests/fuzz/%.o $(call objects,tests/fuzz/replay.c $(SUPPORT)) $(FUZZED)
	@mkdir -p $(@D)
	$(call LINK,libuv jansson cmocka) -lm

$(BUILD)/fuzz_%: $(BUILD)/obj/tests/fuzz/%.o $(FUZZED)
	$(call LINK,libuv jansson) -lm -fsanitize=fuzzer

$(call objects,$(wildcard tests/fuzz/*.c)): | need-test

fuzz: need-fuzz ## look for bytes that break the fuzz targets (FUZZ_SECONDS=10 each; FUZZ="rows sleeps": only these)
	@$(BUILD_FUZZ)
	@tests/fuzz/run build/fuzz $(FUZZ_SECONDS) $(FUZZ)

fuzz-keep: need-fuzz ## keep what fuzzing found: the kept bytes of each target, made few and short again
	@$(BUILD_FUZZ)
	@tests/fuzz/keep build/fuzz $(FUZZ)

BUILD_FUZZ = $(MAKE) --no-print-directory BUILD=build/fuzz CC=clang SAN=address,undefined,fuzzer-no-link $(FUZZ:%=build/fuzz/fuzz_%)

need-fuzz: | $(WAIT)
	@$(call need,clang,deps-test)

# --- coverage -------------------------------------------------------------------------------------

coverage: need-coverage ## run all tests and list what they do not reach; fails where that is too much
	@find build/coverage -name '*.gcda' -delete 2>/dev/null || true
	@$(MAKE) --no-print-directory BUILD=build/coverage CFLAGS="-O0 -g --coverage -DAC_COVERAGE" test
	@tests/coverage build/coverage

need-coverage: | $(WAIT)
	@$(call need,gcovr,deps-test)
