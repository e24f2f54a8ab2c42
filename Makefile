# Makefile -- build, measure, plot, test. `make help` lists the targets.
#
# Variables: CC=clang; SAN=address,undefined; WAKE=uv_timer (the fallback for systems without
# timerfd); MORE=FOLDER (more strategies, and the table of all in place of strategies/strategies.c):
# each combination is built in a directory of its own under build/. WERROR=1; V=1 shows the commands.

# Where it is set, cd goes elsewhere, or says where it went.
unexport CDPATH

SAN     ?=
WAKE    ?= $(if $(filter Linux,$(shell uname -s)),timerfd,uv_timer)
MORE    ?=
WERROR  ?=
Q       := $(if $(V),,@)
CFLAGS  ?= -O2 -g
WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wconversion $(if $(WERROR),-Werror)
FLAGS    = -std=c11 -D_GNU_SOURCE -MMD -MP $(WARN) $(CFLAGS) $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all)

comma   := ,
VARIANT := $(subst $(comma),+,$(filter-out cc gcc,$(notdir $(CC)))$(SAN:%=-%)$(patsubst %,-%,$(filter-out timerfd,$(WAKE)))$(MORE:%=-$(notdir $(MORE))))
BUILD   := build$(if $(VARIANT),/$(VARIANT:-%=%))

# What must be there before anything is built, measured or tested; looked up when a recipe runs, so
# that `make deps bench` works on a bare machine, and everything else waits for deps.
WAIT    := $(filter deps deps-test deps-page deps-peers deps-exec deps-work,$(MAKECMDGOALS))
DEPS      := pkg-config libuv1-dev libjansson-dev hyperfine gnuplot-nox
DEPS_TEST := $(DEPS) git libcmocka-dev libcurl4-openssl-dev nginx-light valgrind clang clang-format clang-tidy cppcheck gcovr shellcheck strace python3 perl
PKG      = pkg-config

STRATEGIES := $(filter-out $(MORE:%=strategies/strategies.c),$(wildcard strategies/*.c)) $(wildcard $(MORE:%=%/*.c))
folders = $(wildcard $(patsubst %,harness/%/*.c,$(1)))
BASE   := $(call folders,base)
FOLLOW := harness/trace/follow.c harness/trace/lives.c
ENGINE := $(STRATEGIES) $(call folders,engine workloads workloads/cpu grade library) $(filter-out harness/loops/wake_%.c,$(call folders,loops)) harness/loops/wake_$(WAKE).c $(FOLLOW)
CLI    := $(filter-out $(FOLLOW),$(call folders,scenario trace report cli cli/exec cli/lines))
BENCH  := $(call folders,bench bench/stats bench/tables bench/figures bench/strategies bench/peers bench/work bench/adoption)
objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))

# A text as one word of a shell, and as a string of C in one.
quoted   = '$(subst ','\'',$(1))'
c_string = $(call quoted,"$(subst ",\",$(subst \,\\,$(1)))")

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.PHONY: all help deps deps-test bench bench-full plots table reference instructions quotes lint format clean need-build need-bench need-test \
        need-valgrind need-fuzz need-coverage need-lint

all: $(BUILD)/as-completed $(BUILD)/as-completed-bench ## build the programs (the default)

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(filter Makefile %.mk,$(MAKEFILE_LIST))

# --- installing -----------------------------------------------------------------------------------

# $(call install,PACKAGES): says what it installs, asks nothing; nothing to do when all is there.
install = @$(call installing,$(1))

define installing
missing=; for p in $(1); do \
    dpkg-query -W -f='$${db:Status-Status}\n' $$p 2>/dev/null | grep -qx installed || missing="$$missing $$p"; \
done; \
if ! command -v apt-get >/dev/null; then echo "no apt-get here; install these, or what they are called: $(1)"; exit 1; fi; \
if [ -z "$$missing" ]; then exit 0; fi; \
echo "installing:$$missing"; \
sudo=; if [ "$$(id -u)" != 0 ]; then sudo=sudo; fi; \
export DEBIAN_FRONTEND=noninteractive; \
$$sudo apt-get update -q </dev/null && \
$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $$missing </dev/null
endef

deps: ## install what building and measuring need (apt; elsewhere it prints the names)
	$(call install,$(DEPS))

deps-test: | $(filter deps,$(MAKECMDGOALS)) ## install what the tests need as well; starts no daemon
	@$(forbid_daemons); $(call installing,$(DEPS_TEST))

# $(call need,TOOL,TARGET) and $(call need_library,MODULE,TARGET): stop with one line, when the recipe
# runs, if it is missing.
need         = $(if $(shell command -v $(1)),,$(error $(1) is missing: run make $(2)))
need_library = $(if $(shell $(PKG) --exists '$(1)' 2>/dev/null && echo yes),,$(error $(1) is missing: run make $(2)))

need-build: | $(WAIT)
	@$(call need,$(firstword $(CC)),deps)$(call need,$(PKG),deps)
	@$(call need_library,libuv >= 1.44,deps)$(call need_library,jansson,deps)

need-bench: | $(WAIT)
	@$(call need,hyperfine,deps)$(call need,gnuplot,deps)

need-test: | $(WAIT)
	@$(call need,$(PKG),deps-test)$(call need,python3,deps-test)$(call need,prove,deps-test)$(call need_library,cmocka,deps-test)

need-valgrind: | $(WAIT)
	@$(call need,valgrind,deps-test)

need-lint: | $(WAIT)
	@$(foreach tool,clang-format clang-tidy cppcheck shellcheck python3,$(call need,$(tool),deps-test))

# --- building -------------------------------------------------------------------------------------

# What everything is built with. Where that is not what it was, the file is written anew, and all that depends on it is built
# anew; -Werror changes no object.
USED := $(strip $(filter-out -MMD -MP -Werror,$(CC) $(FLAGS) $(LDFLAGS)))
ifneq ($(USED),$(strip $(shell cat $(BUILD)/flags 2>/dev/null)))
.PHONY: $(BUILD)/flags
endif

$(BUILD)/flags:
	@mkdir -p $(@D)
	@printf '%s\n' $(call quoted,$(USED)) >$@

$(BUILD)/obj/%.o: %.c Makefile $(BUILD)/flags | need-build
	@mkdir -p $(@D)
	@echo "  CC   $<" >&2
	$(Q)$(CC) $(FLAGS) $(DEFINES) $$($(PKG) --cflags libuv jansson) -c -o $@ $<

$(BUILD)/obj/harness/bench/environment.o: DEFINES = \
    -DAC_BUILD_CC=$(call c_string,$(shell $(CC) --version 2>/dev/null | head -n 1)) \
    -DAC_BUILD_CFLAGS=$(call c_string,$(strip $(filter-out -MMD -MP,$(FLAGS)) WAKE=$(WAKE)))

# The archives, those that need others first: the linker takes what it still misses.
$(BUILD)/base.a: $(call objects,$(BASE))
$(BUILD)/engine.a: $(call objects,$(ENGINE))
$(BUILD)/command.a: $(call objects,$(filter-out harness/cli/main.c,$(CLI)))
$(BUILD)/driver.a: $(call objects,$(filter-out harness/bench/main.c,$(BENCH)))
$(BUILD)/%.a:
	@echo "  AR   $@" >&2
	$(Q)rm -f $@ && $(AR) qcs $@ $^

GROUND := $(BUILD)/engine.a $(BUILD)/base.a

LINK = @echo "  LINK $@" >&2; $(if $(Q),,set -x;) $(CC) $(filter-out -MMD -MP,$(FLAGS)) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $$($(PKG) --libs $(1))

$(BUILD)/as-completed: $(BUILD)/obj/harness/cli/main.o $(BUILD)/command.a $(GROUND)
	$(call LINK,libuv)

$(BUILD)/as-completed-bench: $(BUILD)/obj/harness/bench/main.o $(BUILD)/driver.a $(GROUND)
	$(call LINK,libuv jansson) -lm

# The workload of URLs, where pkg-config finds libcurl, or make is about to install it.
CURL      := libcurl >= 7.87
HAS_CURL  := $(or $(filter deps-test deps-work,$(MAKECMDGOALS)),$(shell $(PKG) --exists '$(CURL)' 2>/dev/null && echo yes))
HTTP      := $(call folders,workloads/http)
HTTP_CLI  := $(call folders,cli/http)

$(call objects,$(HTTP) $(HTTP_CLI)): DEFINES = $$($(PKG) --cflags libcurl)

# Its program. http.a stands before command.a, so the linker takes the `http` that is in it, and not the one that
# starts this program.
$(BUILD)/http.a: $(call objects,$(HTTP_CLI) $(HTTP))

$(BUILD)/as-completed-http: $(BUILD)/obj/harness/cli/main.o $(BUILD)/http.a $(BUILD)/command.a $(GROUND)
	$(call LINK,libuv libcurl)

ifneq ($(HAS_CURL),)
all: $(BUILD)/as-completed-http
endif

# Rows for the lessons' pictures: plots/lessons/pictures.
$(BUILD)/lives: $(BUILD)/obj/plots/lessons/lives.o $(BUILD)/driver.a $(GROUND)
	$(call LINK,libuv jansson) -lm

# --- measuring ------------------------------------------------------------------------------------

bench: need-bench all ## measure for under two minutes, plot, and print the table (RUN="--point N,LIMIT" for your own)
	@$(BUILD)/as-completed-bench quick $(RUN)

bench-full: need-bench all ## the same with more points and rounds, under fifteen minutes
	@$(BUILD)/as-completed-bench full $(RUN)

# The result set that plots and table work on: the latest, unless SET=results/NAME is given.
SET ?= $(or $(shell ls -d results/2* 2>/dev/null | LC_ALL=C sort | tail -n 1),results/reference)
THE_SET = $(call quoted,$(SET))

plots: need-bench all ## make the plots of a result set again (SET=results/NAME; default: the latest)
	@$(BUILD)/as-completed-bench plots $(THE_SET)

table: need-bench all ## print the table of a result set again (SET=results/NAME)
	@$(BUILD)/as-completed-bench table $(THE_SET)

REFERENCE_SET = results/$(if $(filter %-peers,$(lastword $(SET))),peers-)$(if $(filter %-exec %-exec-quick,$(lastword $(SET))),exec-)$(if $(filter %-work %-work-quick,$(lastword $(SET))),work-)$(if $(filter %-adoption %-adoption-quick,$(lastword $(SET))),adoption-)reference

reference: ## keep a result set as the one that the docs quote (SET=results/NAME); then make quotes
	test $(THE_SET) != $(REFERENCE_SET) && test -f $(THE_SET)/rows.tsv
	rm -rf build/kept-set && cp -r $(THE_SET) build/kept-set
	rm -rf $(REFERENCE_SET) && mv build/kept-set $(REFERENCE_SET)

instructions: need-valgrind all ## count instructions per task; fails where one costs over 5 % more than kept (RECORD=1 keeps)
	@harness/bench/instructions $(BUILD)/as-completed results/instructions.tsv $(call quoted,$(CC)) $(if $(RECORD),record)

# The docs that show tables of kept results: docs/quote puts them there, and lint looks whether they differ.
QUOTING := README.md docs/adoption.md docs/choosing.md docs/measuring.md docs/performance.md docs/queues.md docs/real-work.md

quotes: ## put the tables of the kept results into the docs again
	docs/quote $(QUOTING)

# --- priority queues -------------------------------------------------------------------------------

# The priority queues that could hold the sleeping tasks, compared: docs/queues.md.
QUEUES := $(wildcard harness/bench/queues/*.c)

$(BUILD)/queues: $(call objects,$(QUEUES)) $(BUILD)/driver.a $(GROUND)
	$(call LINK,libuv jansson) -lm

.PHONY: queues queues-table
queues: need-bench $(BUILD)/queues ## compare the priority queues, about ten minutes (QUEUES_RUN="--most 100000": two minutes)
	@rm -rf $(BUILD)/queues-set
	@$(BUILD)/queues measure $(BUILD)/queues-set $(QUEUES_RUN)
	@plots/draw plots/queues.gp $(BUILD)/queues-set/table.tsv $(BUILD)/queues-set/queues.svg
	@rm -rf results/queues && mv $(BUILD)/queues-set results/queues

queues-table: need-bench $(BUILD)/queues ## make their table and plot again from the kept rows
	@$(BUILD)/queues table results/queues
	@plots/draw plots/queues.gp results/queues/table.tsv results/queues/queues.svg

$(BUILD)/tests/test_queues: $(call objects,$(filter-out %/main.c,$(QUEUES)))
$(BUILD)/tests/test_queues_program $(BUILD)/tests/test_bench_kept: $(BUILD)/queues
$(BUILD)/tests/test_docs $(BUILD)/tests/test_bench_surroundings: $(BUILD)/lives

# --- the same workload in other languages ---------------------------------------------------------

include peers/peers.mk

# --- real work ----------------------------------------------------------------------------------------

include harness/bench/work/work.mk

# --- the library, and installing -------------------------------------------------------------------

include harness/library/library.mk harness/bench/adoption/adoption.mk

# --- examples ---------------------------------------------------------------------------------------

include examples/examples.mk

# --- documents, and in class ------------------------------------------------------------------------

include docs/docs.mk docs/reference/reference.mk demo/demo.mk page/page.mk

# --- testing --------------------------------------------------------------------------------------

include tests/tests.mk

C_FILES := $(shell find strategies harness examples page plots docs tests peers/c -name '*.[ch]' 2>/dev/null)

lint: need-lint ## check the form and the sense of the code: clang-format, clang-tidy, cppcheck, shellcheck
	tests/includes
	clang-format --dry-run -Werror $(C_FILES)
	cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr --enable=warning,performance,portability \
	    --suppress=missingIncludeSystem strategies harness examples plots
	printf '%s\n' $(filter %.c,$(ENGINE) $(BASE) $(CLI) $(if $(HAS_CURL),$(HTTP) $(HTTP_CLI)) $(BENCH) $(QUEUES) $(DESCRIBE) $(wildcard harness/bench/work/programs/*.c harness/bench/adoption/programs/*.c) plots/lessons/lives.c) | xargs -P "$$(getconf _NPROCESSORS_ONLN)" -n 8 sh -c 'clang-tidy --quiet --warnings-as-errors="*" "$$@" -- \
	    -std=c11 -D_GNU_SOURCE $$($(PKG) --cflags libuv jansson)' sh
	docs/quote --check $(QUOTING)
	docs/prose
	shellcheck .ci/run demo/play harness/bench/instructions harness/library/install docs/reference/api docs/reference/as-completed.bash tests/complete tests/installed/lines.sh tests/run tests/adding tests/hostile tests/includes tests/coverage tests/fuzz/run tests/fuzz/keep peers/try peers/shell/peer.sh plots/draw plots/lessons/pictures

format: ## lay the code out as .clang-format says
	clang-format -i $(C_FILES)

clean: ## remove what was built; results stay
	rm -rf build

-include $(shell find build/ -path build/hostile -prune -o -name '*.d' -print 2>/dev/null)
