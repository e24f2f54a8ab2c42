// peer.cpp -- N sleeping tasks, at most LIMIT at once, as C++ users write it on Boost.Asio.
//
// callback: LIMIT slots with one steady_timer each, used again: each completion starts the next task.
// coroutine: LIMIT C++20 coroutines, each co_awaits one task after the other on a steady_timer of its own.
// each: a steady_timer for each of the N tasks, no limit.
// Timers: nanoseconds, never early; one heap of deadlines and one timerfd, all on one thread. A sleep
// of 0 is due at once, and goes through the queue as any other.
// Usage: peer MODE TASKS LIMIT SLEEP TICK. Exit: 1 a wrong result, 2 wrong usage.

#include <utility> // before asio: 1.74's awaitable.hpp uses std::exchange

#include <boost/asio.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace asio = boost::asio;
using boost::system::error_code;

const char *const modes = "callback, coroutine, each";

struct result {
    int64_t number, place;
};

// The workload: 1..tasks; sleep_ns -1: task i sleeps 1/i s. All of it on one thread.
int64_t tasks, limit, sleep_ns, tick_ns;
int64_t launched, in_flight, max_in_flight, finished;
int64_t done, sum, out_of_order, latest;

asio::io_context loop(1);

[[noreturn]] void fail(int status, const std::string &message)
{
    std::cerr << "cpp-boost-asio: " << message << '\n';
    std::exit(status);
}

std::chrono::nanoseconds duration(int64_t number)
{
    int64_t ns = sleep_ns < 0 ? 1'000'000'000 / number : sleep_ns;
    return std::chrono::nanoseconds((ns + tick_ns - 1) / tick_ns * tick_ns);
}

int64_t launch()
{
    max_in_flight = std::max(max_in_flight, ++in_flight);
    return ++launched;
}

result finish(int64_t number)
{
    in_flight--;
    return {number, ++finished};
}

void take(result taken)
{
    done++;
    sum += taken.number;
    out_of_order += taken.place < latest;
    latest = std::max(latest, taken.place);
}

class slot
{
  public:
    void next()
    {
        if (launched == tasks)
            return;
        int64_t number = launch();
        timer.expires_after(duration(number));
        timer.async_wait([this, number](error_code) {
            take(finish(number));
            next();
        });
    }

  private:
    asio::steady_timer timer{loop};
};

void callback(int64_t slots)
{
    std::vector<slot> all(slots);
    for (slot &one : all)
        one.next();
    loop.run();
}

asio::awaitable<void> worker()
{
    asio::steady_timer timer(loop);
    while (launched < tasks) {
        int64_t number = launch();
        timer.expires_after(duration(number));
        co_await timer.async_wait(asio::use_awaitable);
        take(finish(number));
    }
}

void coroutine(int64_t slots)
{
    for (int64_t i = 0; i < slots; i++)
        asio::co_spawn(loop, worker(), asio::detached);
    loop.run();
}

void each(int64_t)
{
    while (launched < tasks) {
        int64_t number = launch();
        auto timer = std::make_unique<asio::steady_timer>(loop, duration(number));
        auto &waiting = *timer;
        waiting.async_wait(
            [timer = std::move(timer), number](error_code) { take(finish(number)); });
    }
    loop.run();
}

int64_t whole(const char *what, const std::string &text, int64_t least, int64_t most)
{
    bool digits =
        !text.empty() && text.size() < 20 && text.find_first_not_of("0123456789") == text.npos;
    uint64_t number = digits ? std::stoull(text) : UINT64_MAX;
    if (number < uint64_t(least) || number > uint64_t(most))
        fail(2, std::string(what) + " is '" + text + "', allowed: " + std::to_string(least) + ".." +
                    std::to_string(most));
    return int64_t(number);
}

int64_t peak_rss_bytes()
{
    std::ifstream status("/proc/self/status");
    int64_t kb = 0;
    for (std::string word; status >> word;)
        if (word == "VmHWM:" && status >> kb)
            break;
    return kb * 1024;
}

int main(int argc, char **argv)
{
    if (argc != 6)
        fail(2, std::string("usage: peer MODE TASKS LIMIT SLEEP TICK; MODE: ") + modes);
    std::string mode = argv[1], sleep = argv[4];
    auto run = mode == "callback" ? callback : mode == "coroutine" ? coroutine : each;
    if (mode != "callback" && mode != "coroutine" && mode != "each")
        fail(2, "MODE is '" + mode + "', allowed: " + modes);
    tasks = whole("TASKS", argv[2], 0, 100'000'000);
    limit = whole("LIMIT", argv[3], 0, 1'000'000'000'000'000'000);
    sleep_ns = sleep == "1/i" ? -1 : whole("SLEEP", sleep, 0, 1'000'000'000'000'000'000);
    tick_ns = whole("TICK", argv[5], 1, 1'000'000'000'000'000'000);
    bool limited = mode != "each";

    auto start = std::chrono::steady_clock::now();
    run(limit > 0 ? std::min(limit, tasks) : tasks);
    std::chrono::nanoseconds wall = std::chrono::steady_clock::now() - start;
    int64_t peak = peak_rss_bytes();

    if (done != tasks || sum != tasks * (tasks + 1) / 2)
        fail(1, mode + " took " + std::to_string(done) + " results of " + std::to_string(tasks) +
                    ", their sum is " + std::to_string(sum));
    if (limited && limit > 0 && max_in_flight > limit)
        fail(1, mode + " had " + std::to_string(max_in_flight) + " in flight, limit " +
                    std::to_string(limit));
    std::cout
        << "peer\tmode\ttasks\tlimit\tsleep\ttick_ns\tdone\tsum\tmax_in_flight\tout_of_order\t"
           "wall_ns\tpeak_rss_bytes\ncpp-boost-asio\t"
        << mode << '\t' << tasks << '\t' << (limited ? std::to_string(limit) : "null") << '\t'
        << sleep << '\t' << tick_ns << '\t' << done << '\t' << sum << '\t' << max_in_flight << '\t'
        << out_of_order << '\t' << wall.count() << '\t' << peak << std::endl;
    if (!std::cout)
        fail(1, "cannot write the row");
}
