PEERS      += cpp-boost-asio
DEPS_PEERS += $(call unless_found,g++,g++) libboost-dev

cpp-boost-asio_BUILT     := build/peers/boost-asio
cpp-boost-asio_COMMAND   := build/peers/boost-asio
cpp-boost-asio_LIMITED   := callback coroutine
cpp-boost-asio_UNLIMITED := each
cpp-boost-asio_VERSION    = g++ --version | head -n 1; \
    echo BOOST_LIB_VERSION | g++ -E -P -x c++ -include boost/version.hpp - | sed -n 's/"\(.*\)_\(.*\)"/Boost \1.\2/p'
cpp-boost-asio_FLAGS     := -O3 -std=c++20
cpp-boost-asio_SOURCE    := peers/boost/peer.cpp

build/peers/boost-asio: peers/boost/peer.cpp
	@mkdir -p $(@D)
	@echo "  CXX  $<" >&2
	$(Q)g++ $(cpp-boost-asio_FLAGS) -Wall -Wextra -o $@ $< -pthread
