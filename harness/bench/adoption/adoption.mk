# adoption.mk -- what the library costs a program: the programs of this bench. docs/adoption.md

.PHONY: bench-adoption

# By hand: libuv alone. Ours: with the library, and nothing of the project but its public headers.
ADOPTION := harness/bench/adoption/programs
BY_HAND  := $(patsubst %,$(BUILD)/adoption-%-by-hand,nothing timer echo idle hello)
OURS     := $(patsubst %,$(BUILD)/adoption-%-ours,nothing sleep later timer echo idle hello)
METERS   := $(patsubst %,$(BUILD)/adoption-%,echo-server starts size)
adoption_objects = $(patsubst %,$(BUILD)/obj/$(ADOPTION)/%.o,$(1))

$(BY_HAND): $(BUILD)/adoption-%-by-hand: $(call adoption_objects,%_by_hand)
$(OURS): $(BUILD)/adoption-%-ours: $(call adoption_objects,%_ours)
$(BUILD)/adoption-echo-server: $(call adoption_objects,echo_server)
$(BUILD)/adoption-starts $(BUILD)/adoption-size: $(BUILD)/adoption-%: $(call adoption_objects,%)

# What the programs of the jobs share.
$(filter-out %-hello-by-hand,$(BY_HAND)) $(filter-out %-hello-ours,$(OURS)) $(BUILD)/adoption-echo-server: $(call adoption_objects,tally)
$(filter-out %-hello-ours,$(OURS)): $(call adoption_objects,ours bytes)
$(BUILD)/adoption-echo-by-hand $(BUILD)/adoption-echo-ours: $(call adoption_objects,echo)
$(BUILD)/adoption-idle-by-hand $(BUILD)/adoption-idle-ours: $(call adoption_objects,idle)
$(OURS): $(BUILD)/libas_completed.a

$(BY_HAND) $(OURS) $(METERS):
	$(call LINK,libuv)

# With the shared library, which it finds beside itself.
$(BUILD)/adoption-hello-shared: $(call adoption_objects,hello_ours) $(BUILD)/libas_completed.so | $(BUILD)/$(SONAME)
	@echo "  LINK $@" >&2
	$(Q)$(CC) $(filter-out -MMD -MP,$(FLAGS)) $(LDFLAGS) -Wl,-rpath,'$$ORIGIN' -o $@ $^ $$($(PKG) --libs libuv)

$(BUILD)/$(SONAME): | $(BUILD)/libas_completed.so
	$(Q)ln -sf libas_completed.so $@

ADOPTION_PROGRAMS := $(BY_HAND) $(OURS) $(METERS) $(BUILD)/adoption-hello-shared $(BUILD)/libas_completed.so

bench-adoption: need-bench all $(ADOPTION_PROGRAMS) ## measure what the library costs beside the same by hand, under five minutes (RUN="--quick": seconds)
	@$(BUILD)/as-completed-bench adoption --rounds 6 $(RUN)

$(patsubst %,$(BUILD)/tests/test_bench_%,adoption adoption_programs): $(ADOPTION_PROGRAMS) $(BUILD)/work-served $(BUILD)/as-completed $(BUILD)/as-completed-bench
