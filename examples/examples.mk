# examples.mk -- programs of one file each, as anybody may write them: built with pkg-config and an installed copy.

.PHONY: examples lint-examples
EXAMPLE_FILES := $(filter-out $(if $(HAS_CURL),,examples/get_urls.c),$(wildcard examples/*.c))
EXAMPLES      := $(EXAMPLE_FILES:%.c=$(BUILD)/%)
examples: need-build $(EXAMPLES) ## build the examples with an installed copy of the library, in build/examples

# $(call installed,MODULES): what pkg-config says of the installed copy, and of other modules.
installed = $$(PKG_CONFIG_PATH=$(BUILD)/installed/lib/pkgconfig $(PKG) $(1))

# Links one .c file as a user would; a build with a sanitizer has it here, too.
LINK_INSTALLED = @mkdir -p $(@D); echo "  LINK $@" >&2; $(if $(Q),,set -x;) $(CC) $(filter-out -MMD -MP -std=% -D_GNU_SOURCE,$(FLAGS)) $(LDFLAGS) -o $@ $(filter %.c,$^) \
    $(call installed,--cflags --libs as_completed libuv $(MODULES)) -Wl,-rpath,'$$ORIGIN/../installed/lib'

$(EXAMPLES): $(BUILD)/examples/%: examples/%.c $(INSTALLED)
	$(LINK_INSTALLED)

$(BUILD)/examples/get_urls: MODULES = libcurl

$(BUILD)/tests/test_examples $(BUILD)/tests/test_docs docs: $(EXAMPLES)

# The two lines of own_strategy.c, with a strategy in the place of its own that is wrong on purpose.
OWN_BROKEN := $(patsubst %,$(BUILD)/tests/own_%,loses_a_slot_on_failure piles_up_results)
$(BUILD)/tests/test_examples: $(OWN_BROKEN)

$(BUILD)/tests/own_%.c: examples/own_strategy.c tests/broken/%.c
	@mkdir -p $(@D)
	@{ echo '#include "tests/broken/$*.c"'; sed -e '/^struct credits_state/,/^};/d' -e '/^static .*credits_/,/^}/d' \
	    -e '/^static const struct ac_strategy/,/^};/d' -e 's/credits/ac_strategy_$*/' $<; } >$@

$(OWN_BROKEN): %: %.c $(INSTALLED)
	$(LINK_INSTALLED) -I.

# --- the form and the sense of them -----------------------------------------------------------------

lint: lint-examples
lint-examples: need-lint $(INSTALLED)
	clang-tidy --quiet --warnings-as-errors='*' $(EXAMPLE_FILES) -- $(call installed,--cflags as_completed libuv $(if $(HAS_CURL),libcurl))
