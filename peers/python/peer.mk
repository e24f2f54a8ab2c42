# Python's asyncio, and uvloop: by Debian's own python3, for which Debian packages uvloop, if it is there.
PEERS      += python-asyncio python-uvloop
DEPS_PEERS += python3 python3-uvloop

PEER_PYTHON := $(firstword $(wildcard /usr/bin/python3) python3)

python-asyncio_COMMAND   := $(PEER_PYTHON) peers/python/peer.py asyncio
python-asyncio_LIMITED   := polling semaphore queue
python-asyncio_UNLIMITED := as_completed
python-asyncio_VERSION   := $(PEER_PYTHON) --version
python-asyncio_SOURCE    := peers/python/peer.py

python-uvloop_COMMAND   := $(PEER_PYTHON) peers/python/peer.py uvloop
python-uvloop_LIMITED   := $(python-asyncio_LIMITED)
python-uvloop_UNLIMITED := $(python-asyncio_UNLIMITED)
python-uvloop_VERSION   := $(PEER_PYTHON) --version && $(PEER_PYTHON) -c 'import uvloop; print("uvloop", uvloop.__version__)'
python-uvloop_SOURCE    := peers/python/peer.py
python-uvloop_ROUNDS_DOWN := yes
