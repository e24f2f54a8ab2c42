# Elixir: tasks of its standard library. +Bd: an interrupt ends it, instead of opening a menu; +P: more than the
# 262,144 processes that are allowed without it.
PEERS      += elixir
DEPS_PEERS += $(call unless_found,elixir,elixir)

elixir_COMMAND   := elixir --erl +Bd --erl +P1048576 peers/elixir/peer.exs
elixir_LIMITED   := async_stream
elixir_UNLIMITED := each
elixir_VERSION    = told=$$(elixir --short-version) && echo "Elixir $$told" && erl -noshell -eval 'io:format("Erlang/OTP ~s~n", [erlang:system_info(otp_release)]), halt()'
elixir_FLAGS     := +Bd +P1048576
elixir_SOURCE    := peers/elixir/peer.exs
