# Elixir: tasks of its standard library. +Bd: an interrupt ends it, instead of opening a menu.
PEERS      += elixir
DEPS_PEERS += $(call unless_found,elixir,elixir)

elixir_COMMAND   := elixir --erl +Bd peers/elixir/peer.exs
elixir_LIMITED   := async_stream
elixir_UNLIMITED := each
elixir_VERSION    = told=$$(elixir --short-version) && echo "Elixir $$told" && erl -noshell -eval 'io:format("Erlang/OTP ~s~n", [erlang:system_info(otp_release)]), halt()'
elixir_FLAGS     := +Bd
elixir_SOURCE    := peers/elixir/peer.exs
