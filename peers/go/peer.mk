PEERS      += go
DEPS_PEERS += $(call unless_found,go,golang-go)

go_BUILT     := build/peers/go
go_COMMAND   := build/peers/go
go_LIMITED   := semaphore pool
go_UNLIMITED := each
go_VERSION    = go version
go_FLAGS     := go build
go_SOURCE    := peers/go/peer.go

build/peers/go: peers/go/peer.go
	@mkdir -p $(@D)
	@echo "  GO   $<" >&2
	$(Q)go build -o $@ $<
