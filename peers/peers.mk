# peers.mk -- the same workload in other languages' own idioms: what each needs, how it is built, and
# the list of those that run here. Each peers/LANGUAGE/peer.mk declares its peers; for each PEER:
#
#   PEERS          += PEER, as its rows call it
#   DEPS_PEERS     += Debian packages, or $(call unless_found,TOOL,PACKAGES)
#   PEER_BUILT      files to make first          PEER_COMMAND  what stands before MODE TASKS LIMIT SLEEP TICK
#   PEER_LIMITED    modes that keep the limit    PEER_UNLIMITED  modes that have none
#   PEER_VERSION    a shell command that prints the version, and fails where the peer cannot run
#   PEER_FLAGS      what it is built and run with   PEER_SOURCE  its file
#   PEER_ROUNDS_DOWN  yes, if its timers cut what is left below a millisecond
#
# What deps-peers installs besides Debian packages is a target that deps-peers-more depends on.

.PHONY: peers peers-quick peers-build deps-peers deps-peers-more

unless_found = $(if $(shell command -v $(1)),,$(2))

include $(wildcard peers/*/peer.mk)

deps-peers: ## install what the peers in other languages need as well (apt, npm)
	$(call install,$(DEPS_PEERS))
	@$(MAKE) --no-print-directory deps-peers-more

peers: need-bench all peers-build ## measure ours beside the peers that are here, in two hours at most (RUN="--resume results/NAME" goes on)
	@$(BUILD)/as-completed-bench peers $(RUN)

peers-quick: need-bench all peers-build ## the same at three points, in three minutes at most
	@$(BUILD)/as-completed-bench peers --quick $(RUN)

# Never fails because a peer does: build/peers/list.tsv has those that run, skipped.tsv the others.
peers-build: | $(filter deps-peers,$(MAKECMDGOALS)) ## build the peers that can be built here, and list them in build/peers/
	@mkdir -p build/peers
	@printf 'peer\tmode\tlimited\tcommand\tversion\tflags\tsource\trounds_down\n' >build/peers/list.tsv
	@printf 'peer\twhy\n' >build/peers/skipped.tsv
	+@for peer in $(sort $(PEERS)); do $(MAKE) --no-print-directory try-$$peer || exit; done

# One peer of the list, by a shell script that is told everything in its environment.
TRY := $(PEERS:%=try-%)
.PHONY: $(TRY)
$(TRY): export PEER = $(@:try-%=%)
$(TRY): export BUILT = $($(PEER)_BUILT)
$(TRY): export COMMAND = $($(PEER)_COMMAND)
$(TRY): export LIMITED = $($(PEER)_LIMITED)
$(TRY): export UNLIMITED = $($(PEER)_UNLIMITED)
$(TRY): export VERSION = $($(PEER)_VERSION)
$(TRY): export FLAGS_USED = $($(PEER)_FLAGS)
$(TRY): export SOURCE = $($(PEER)_SOURCE)
$(TRY): export ROUNDS_DOWN = $($(PEER)_ROUNDS_DOWN)
$(TRY):
	+@peers/try
