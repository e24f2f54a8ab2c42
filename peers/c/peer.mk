PEERS += c-libuv

c-libuv_BUILT     := build/peers/naive_uv
c-libuv_COMMAND   := build/peers/naive_uv
c-libuv_LIMITED   := callback
c-libuv_UNLIMITED := each
c-libuv_VERSION    = $(CC) --version | head -n 1; $(PKG) --modversion libuv | sed 's/^/libuv /'
c-libuv_FLAGS     := -O2
c-libuv_SOURCE    := peers/c/naive_uv.c
c-libuv_ROUNDS_DOWN := yes

build/peers/naive_uv: peers/c/naive_uv.c
	@mkdir -p $(@D)
	@echo "  CC   $<" >&2
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE $(WARN) $(c-libuv_FLAGS) $$($(PKG) --cflags libuv) -o $@ $< $$($(PKG) --libs libuv)
