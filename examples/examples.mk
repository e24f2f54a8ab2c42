# examples.mk -- programs with tasks of their own, as anybody may write them: only the library is linked in.

.PHONY: examples
EXAMPLES := $(patsubst %,$(BUILD)/examples/%,own_task queue_work)
examples: need-build $(EXAMPLES) ## build the examples, programs with tasks of their own, in build/examples

$(EXAMPLES): $(BUILD)/examples/%: $(BUILD)/obj/examples/%.o $(GROUND)
	@mkdir -p $(@D)
	$(call LINK,libuv)

$(BUILD)/examples/own_task $(BUILD)/tests/test_count_file: $(call objects,examples/count_file.c)
$(BUILD)/tests/test_examples $(BUILD)/tests/test_docs docs: $(EXAMPLES)
