# peer.exs -- many sleeps at once in Elixir: a process for each task that is in flight.
#
# Usage:  elixir peer.exs MODE TASKS LIMIT SLEEP TICK (peers/README.md says what they are)
# Modes:  async_stream  Task.async_stream draws numbers as results leave; ordered: false (with a limit
#                       in the thousands its starts get slower with every result that waits)
#         each          no limit: Task.async for every number, then receive
# Timers: Process.sleep takes whole ms, so sleeps are rounded up here; the virtual machine waits at
#         least that long, up to a ms more. Tasks run on all cores, so the counts are atomics.

defmodule Peer do
  @modes ["async_stream", "each"]
  @header ~w(peer mode tasks limit sleep tick_ns done sum max_in_flight out_of_order wall_ns peak_rss_bytes)

  @most_ns 1_000_000_000_000_000

  # Places in the array of atomics.
  @in_flight 1
  @max_in_flight 2
  @finished 3

  def main([mode, tasks, limit, sleep, tick]) when mode in @modes do
    tasks = whole("TASKS", tasks, 0, 100_000_000)
    limit = whole("LIMIT", limit, 0, 1_000_000_000)
    sleep_ns = if sleep == "1/i", do: :harmonic, else: whole("SLEEP", sleep, 0, @most_ns)
    tick = whole("TICK", tick, 1, @most_ns)
    counts = :atomics.new(3, [])
    task = fn number -> task(number, sleep_ns, tick, counts) end

    start = System.monotonic_time(:nanosecond)
    {done, sum, out_of_order, _} = run(mode, tasks, limit, task)
    wall_ns = System.monotonic_time(:nanosecond) - start

    most = :atomics.get(counts, @max_in_flight)

    if done != tasks or sum != div(tasks * (tasks + 1), 2),
      do: fail(1, "#{mode} took #{done} results of #{tasks}, their sum is #{sum}")

    if mode == "async_stream" and limit > 0 and most > limit,
      do: fail(1, "#{mode} had #{most} in flight, limit #{limit}")

    given = [mode, tasks, if(mode == "each", do: "null", else: limit), sleep, tick]
    taken = [done, sum, most, out_of_order, wall_ns, peak_rss_bytes()]
    row = ["elixir" | given ++ taken]
    IO.puts(Enum.join(@header, "\t") <> "\n" <> Enum.join(row, "\t"))
  rescue
    SystemLimitError ->
      fail(1, "#{mode} needs more processes than the virtual machine allows: raise erl's +P")
  end

  def main([mode, _, _, _, _]),
    do: fail(2, "no mode is called '#{mode}': #{Enum.join(@modes, ", ")}")

  def main(_), do: fail(2, "the arguments are: MODE TASKS LIMIT SLEEP TICK")

  defp run("async_stream", tasks, limit, task) do
    most = if limit == 0, do: max(tasks, 1), else: limit

    1..tasks//1
    |> Task.async_stream(task, max_concurrency: most, ordered: false, timeout: :infinity)
    |> Enum.reduce({0, 0, 0, 0}, fn {:ok, result}, taken -> take(result, taken) end)
  end

  defp run("each", tasks, _limit, task) do
    for number <- 1..tasks//1, do: Task.async(fn -> task.(number) end)

    Enum.reduce(1..tasks//1, {0, 0, 0, 0}, fn _, taken ->
      receive do
        {ref, result} ->
          Process.demonitor(ref, [:flush])
          take(result, taken)
      end
    end)
  end

  # Task i of 1..N sleeps, counts itself while in flight, and returns its number and its place among
  # the finishes.
  defp task(number, sleep_ns, tick, counts) do
    keep_max(counts, :atomics.add_get(counts, @in_flight, 1))
    ns = if sleep_ns == :harmonic, do: div(1_000_000_000, number), else: sleep_ns
    Process.sleep(ceil_div(ceil_div(ns, tick) * tick, 1_000_000))
    :atomics.sub(counts, @in_flight, 1)
    {number, :atomics.add_get(counts, @finished, 1)}
  end

  defp keep_max(counts, value) do
    most = :atomics.get(counts, @max_in_flight)

    if value > most and :atomics.compare_exchange(counts, @max_in_flight, most, value) != :ok,
      do: keep_max(counts, value)
  end

  defp take({number, place}, {done, sum, out_of_order, latest}) do
    late = if place < latest, do: 1, else: 0
    {done + 1, sum + number, out_of_order + late, max(latest, place)}
  end

  defp ceil_div(a, b), do: div(a + b - 1, b)

  defp peak_rss_bytes do
    [_, kb] = Regex.run(~r/VmHWM:\s*(\d+)/, File.read!("/proc/self/status"))
    String.to_integer(kb) * 1024
  end

  defp whole(name, text, least, most) do
    if text =~ ~r/\A[0-9]{1,18}\z/ and String.to_integer(text) in least..most,
      do: String.to_integer(text),
      else: fail(2, "#{name} '#{text}' is not a whole number from #{least} to #{most}")
  end

  defp fail(status, what) do
    IO.puts(:stderr, "peer.exs: #{what}")
    System.halt(status)
  end
end

Peer.main(System.argv())
