PEERS      += rust-tokio
DEPS_PEERS += $(call unless_found,cargo,cargo) librust-tokio-dev librust-futures-dev

rust-tokio_BUILT     := build/peers/rust-tokio
rust-tokio_COMMAND   := build/peers/rust-tokio
rust-tokio_LIMITED   := buffer_unordered semaphore semaphore-multi joinset joinset-multi
rust-tokio_UNLIMITED := each each-multi
rust-tokio_VERSION    = rustc --version && cd /usr/share/cargo/registry && ls -d tokio-[0-9]* futures-[0-9]*
rust-tokio_FLAGS     := --release: opt-level 3, lto, codegen-units 1, panic abort
rust-tokio_SOURCE    := peers/rust/src/main.rs

# In a copy, as cargo writes beside its sources: Cargo.lock names what Debian's packages have here.
build/peers/rust-tokio: peers/rust/src/main.rs peers/rust/Cargo.toml peers/rust/.cargo/config.toml
	@mkdir -p build/peers/rust
	@echo "  RUST $<" >&2
	$(Q)cp -R peers/rust/. build/peers/rust && rm -f build/peers/rust/Cargo.lock
	$(Q)cd build/peers/rust && cargo build --quiet --release --offline
	$(Q)cp build/peers/rust/target/release/peer $@
