# page.mk -- the page: build/as-completed.html, one file with the strategies, the referee and the virtual loop in
# it, compiled from their sources to WebAssembly.

.PHONY: page page-pictures page-frames deps-page need-page need-browser lint-page

DEPS_PAGE := clang lld
DEPS_TEST += $(DEPS_PAGE) chromium

# Of the harness, what needs no more of a C library than page/libc has.
PAGE_HARNESS := $(wildcard harness/engine/*.c) harness/loops/virtual.c $(patsubst %,harness/workloads/%.c,sleep ideal arrivals) \
    $(patsubst %,harness/base/%.c,parse parse_duration utf8) $(patsubst %,harness/scenario/%.c,options values config consume simulate questions phrase) $(FOLLOW)
PAGE_C       := $(STRATEGIES) $(wildcard page/*.c page/libc/*.c) $(PAGE_HARNESS)
PAGE_H       := $(wildcard strategies/*.h harness/*/*.h page/*.h page/libc/*.h)
PAGE_TIDY    := --target=wasm32 -std=c11 -ffreestanding -nostdlibinc -isystem page/libc
PAGE_CC      := clang $(PAGE_TIDY) -Os -flto -nostdlib \
    -fsanitize-coverage=trace-pc $(filter-out -Wconversion,$(WARN)) -Wl,--no-entry -Wl,--lto-O3 -Wl,--strip-all -Wl,-z,stack-size=65536

deps-page: | $(filter deps,$(MAKECMDGOALS)) ## install what the page needs to be built (apt)
	$(call install,$(DEPS_PAGE))

page: $(BUILD)/as-completed.html ## build the page, build/as-completed.html: one file to teach with

need-page: | $(WAIT)
	@$(call need,clang,deps-page)$(call need,wasm-ld,deps-page)

$(BUILD)/page/engine.wasm: $(PAGE_C) $(PAGE_H) page/page.mk | need-page
	@mkdir -p $(@D)
	@echo "  WASM $@" >&2
	$(Q)$(PAGE_CC) -o $@ $(PAGE_C)

$(BUILD)/as-completed.html: $(BUILD)/page/engine.wasm $(wildcard page/*.js page/page.html page/page.css page/join results/reference/table.md) $(STRATEGIES)
	@echo "  PAGE $@" >&2
	$(Q)page/join $< $(STRATEGIES) >$@

# --- testing --------------------------------------------------------------------------------------

# With the build that people get, and the one with more strategies; the page is the same beside the others.
PAGE_TESTS := $(if $(filter build build/$(notdir $(MORE)),$(BUILD)),tests/page/test_page)
ifneq ($(PAGE_TESTS),)
test test-full: $(BUILD)/as-completed.html | need-browser
endif

need-browser: | $(WAIT)
	@$(call need,chromium,deps-test)$(call need,python3,deps-test)

page-pictures: page all | need-browser ## take pictures of the page, in build/page/pictures, to be looked at; three.png is docs/page.png
	@AC_PICTURES=1 tests/page/test_page page_pictures

page-frames: page all | need-browser ## measure the script time of a frame, five times, and keep it in results/page.tsv
	@rm -f build/page/frames.tsv
	@for i in 1 2 3 4 5; do AC_FRAMES=build/page/frames.tsv tests/page/test_page page_spends_little_script_on_a_frame >build/page/frames.log || exit 1; done
	@mv build/page/frames.tsv results/page.tsv

lint: lint-page
lint-page: need-lint
	cppcheck --quiet --std=c11 --error-exitcode=1 --enable=warning,performance,portability --suppress=missingIncludeSystem page
	clang-tidy --quiet --warnings-as-errors='*' $(wildcard page/*.c page/libc/*.c) -- $(PAGE_TIDY)
	shellcheck page/join
