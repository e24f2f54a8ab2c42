# reference.mk -- the reference, made from the public headers and the tables of options: docs/api.md, the manual pages, and
# the completion of bash.

.PHONY: man api

REFERENCE := docs/reference
DESCRIBE  := $(wildcard harness/describe/*.c)
MAN_PAGES := $(patsubst %,$(BUILD)/man/%,man3/as_completed.3 man1/as-completed.1 man1/as-completed-http.1 man1/as-completed-bench.1)

# The day of this version: what is made is the same each time.
RELEASED  := $(shell sed -n 's/^.. \[$(VERSION)\] - //p' CHANGELOG.md)

man: $(MAN_PAGES) $(BUILD)/as-completed.bash ## make the manual pages, in build/man, and the completion of bash

api: ## write what the public headers say into docs/api.md
	@$(REFERENCE)/api docs/api.md $(PUBLIC_HEADERS)

$(BUILD)/describe: $(call objects,$(DESCRIBE)) $(BUILD)/driver.a $(BUILD)/command.a $(GROUND)
	$(call LINK,libuv jansson) -lm

# The example of that page.
$(BUILD)/reference/example: $(REFERENCE)/example.c $(INSTALLED)
	$(LINK_INSTALLED)

$(BUILD)/tests/test_man: $(BUILD)/reference/example

# With this page those of all functions are made.
$(BUILD)/man/man3/as_completed.3: $(PUBLIC_HEADERS) $(wildcard $(REFERENCE)/*) CHANGELOG.md
	@rm -rf $(@D) && mkdir -p $(@D)
	@awk -f $(REFERENCE)/read.awk -f $(REFERENCE)/members.awk -f $(REFERENCE)/man3.awk -v headers='$(PUBLIC_HEADERS)' \
	    -v version=$(VERSION) -v date=$(RELEASED) -v example=$(REFERENCE)/example.c -v out=$(@D) $(REFERENCE)/as_completed.3

$(BUILD)/man/man1/as-completed-http.1:
	@mkdir -p $(@D)
	@echo '.so man1/as-completed.1' >$@

$(BUILD)/man/man1/%.1: $(REFERENCE)/%.1 $(BUILD)/describe CHANGELOG.md
	@mkdir -p $(@D)
	@sed 's/@DATE@/$(RELEASED)/' $< | $(BUILD)/describe >$@

$(BUILD)/as-completed.bash: $(REFERENCE)/as-completed.bash $(BUILD)/describe
	@$(BUILD)/describe <$< >$@

$(patsubst %,$(BUILD)/tests/test_%,reference completion man): | $(MAN_PAGES) $(BUILD)/as-completed.bash $(BUILD)/library/headers
