# Boost.Asio, on one thread and built for one: without -DBOOST_ASIO_DISABLE_THREADS it takes its locks all the same.
# The newest Boost of Debian 12 is not its default.
PEERS      += cpp-boost-asio
BOOST_DEV   = $(or $(shell apt-cache show libboost1.81-dev >/dev/null 2>&1 && echo libboost1.81-dev),libboost-dev)
DEPS_PEERS += $(call unless_found,g++,g++) $(BOOST_DEV)

cpp-boost-asio_BUILT     := build/peers/boost-asio
cpp-boost-asio_COMMAND   := build/peers/boost-asio
cpp-boost-asio_LIMITED   := callback coroutine
cpp-boost-asio_UNLIMITED := each
cpp-boost-asio_VERSION    = g++ --version | head -n 1; \
    echo BOOST_LIB_VERSION | g++ -E -P -x c++ -include boost/version.hpp - | sed -n 's/"\(.*\)_\(.*\)"/Boost \1.\2/p'
cpp-boost-asio_FLAGS     := -O3 -std=c++20 -DBOOST_ASIO_DISABLE_THREADS
cpp-boost-asio_SOURCE    := peers/boost/peer.cpp

build/peers/boost-asio: peers/boost/peer.cpp
	@mkdir -p $(@D)
	@echo "  CXX  $<" >&2
	$(Q)g++ $(cpp-boost-asio_FLAGS) -Wall -Wextra -o $@ $< -pthread
