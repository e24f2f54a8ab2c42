# library.mk -- the library for programs of one's own, and what is installed.
#
# `make library` builds it, shared and static. `make install` builds what is not built, and installs the library, the programs,
# their man pages and what they need. harness/library/install says where each file goes.

.PHONY: library install uninstall abi man

PREFIX  ?= /usr/local
LIBDIR  ?= lib
DESTDIR ?=
OBJCOPY ?= objcopy

# What programs may include: as_completed.h, and the others as as_completed/NAME.h.
PUBLIC_HEADERS := strategies/as_completed.h $(patsubst %,harness/%.h,engine/allocator engine/rules engine/workload \
    engine/run loops/loops loops/attach grade/check library/version)

# The one place that says it.
VERSION := $(shell sed -n 's/^.define AC_VERSION "\(.*\)"$$/\1/p' harness/library/version.h)
SONAME  := libas_completed.so.$(firstword $(subst ., ,$(VERSION)))

# What stands between a program and its loop; no workload of this project.
LIBRARY := $(STRATEGIES) $(call folders,engine loops grade library)
LIBRARY := $(filter-out harness/loops/wake_%.c,$(LIBRARY)) harness/loops/wake_$(WAKE).c
LIBRARY_OBJECTS := $(patsubst %.c,$(BUILD)/library/%.o,$(LIBRARY))

library: $(BUILD)/libas_completed.so $(BUILD)/libas_completed.a $(BUILD)/library/headers ## build the library, shared and static

# Only what a public header declares is seen from outside. The compiler may take it that no program puts a function of its own
# in the place of one of these.
$(BUILD)/library/%.o: %.c Makefile harness/library/library.mk $(BUILD)/flags | need-build
	@mkdir -p $(@D)
	@echo "  CC   $< (library)" >&2
	$(Q)$(CC) $(FLAGS) -fPIC -fvisibility=hidden -fno-semantic-interposition -fno-lto $$($(PKG) --cflags libuv) -c -o $@ $<

$(BUILD)/libas_completed.so: $(LIBRARY_OBJECTS)
	@echo "  LINK $@" >&2
	$(Q)$(CC) $(filter-out -MMD -MP,$(FLAGS)) $(LDFLAGS) -shared -Wl,-soname,$(SONAME) -Wl,-Bsymbolic-functions -Wl,--exclude-libs,ALL -o $@ $^ $$($(PKG) --libs libuv)

# One object, in which the hidden names are local: they meet no name of the program.
$(BUILD)/library/whole.o: $(LIBRARY_OBJECTS)
	$(Q)$(CC) -r -nostdlib -o $@ $^
	$(Q)$(OBJCOPY) --localize-hidden $@

$(BUILD)/libas_completed.a: $(BUILD)/library/whole.o
	@echo "  AR   $@" >&2
	$(Q)rm -f $@ && $(AR) qcs $@ $^

$(BUILD)/library/headers: harness/library/library.mk $(PUBLIC_HEADERS)
	@mkdir -p $(@D)
	@printf '%s\n' $(PUBLIC_HEADERS) >$@

INSTALL = @DESTDIR=$(call quoted,$(DESTDIR)) PREFIX=$(call quoted,$(PREFIX)) LIBDIR=$(call quoted,$(LIBDIR)) harness/library/install

install: all library man ## install the programs, the library and their man pages (PREFIX=/usr/local, LIBDIR=lib, DESTDIR=)
	$(INSTALL) $(BUILD)

# An installed copy, for what is built with one: it has no man pages.
INSTALLED := $(BUILD)/installed/share/as-completed/installed
$(INSTALLED): $(BUILD)/libas_completed.so $(BUILD)/libas_completed.a $(BUILD)/library/headers $(BUILD)/as-completed $(BUILD)/as-completed-bench \
    $(PUBLIC_HEADERS) harness/library/install
	$(Q)DESTDIR= PREFIX="$$PWD/$(BUILD)/installed" LIBDIR=lib harness/library/install $(BUILD) 2>/dev/null

uninstall: ## remove what make install has put there, with the same PREFIX and DESTDIR
	$(INSTALL) --remove

abi: ## keep the public headers as those of this soname, which a test compares; CONTRIBUTING.md says when
	@$(call need,python3,deps-test)
	tests/surface text $(PUBLIC_HEADERS) >$(BUILD)/abi.txt
	mv $(BUILD)/abi.txt harness/library/$(SONAME).txt
