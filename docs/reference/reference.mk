# reference.mk -- the manual pages and the completion of bash, made from the tables of options.

.PHONY: man

REFERENCE := docs/reference
DESCRIBE  := $(wildcard harness/describe/*.c)
MAN_PAGES := $(patsubst %,$(BUILD)/man/%,man1/as-completed.1 man1/as-completed-http.1 man1/as-completed-bench.1)

man: $(MAN_PAGES) $(BUILD)/as-completed.bash ## make the manual pages, in build/man, and the completion of bash

$(BUILD)/describe: $(call objects,$(DESCRIBE)) $(BUILD)/driver.a $(BUILD)/command.a $(GROUND)
	$(call LINK,libuv jansson) -lm

$(BUILD)/man/man1/as-completed-http.1:
	@mkdir -p $(@D)
	@echo '.so man1/as-completed.1' >$@

$(BUILD)/man/man1/%.1: $(REFERENCE)/%.1 $(BUILD)/describe
	@mkdir -p $(@D)
	@$(BUILD)/describe <$< >$@

$(BUILD)/as-completed.bash: $(REFERENCE)/as-completed.bash $(BUILD)/describe
	@$(BUILD)/describe <$< >$@

$(patsubst %,$(BUILD)/tests/test_%,completion man): | $(MAN_PAGES) $(BUILD)/as-completed.bash
