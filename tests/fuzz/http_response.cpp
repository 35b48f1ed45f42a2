// Any bytes as an HTTP response: the client ends with a response or an Error, never hangs, and cuts do not
// matter.
#include <cstdint>
#include <cstdlib>

#include "tests/unit/net/support.hpp"

namespace {

using namespace aitb;

class World {
 public:
  World() : dog(lane.executor(), lane.clock()) {}
  testing::Lane lane;
  net::Watchdog dog;
};

Outcome get(World& world, std::vector<std::string> pieces) {
  MemoryDialer dialer(world.lane.executor(), [pieces = std::move(pieces)](std::unique_ptr<Stream> stream) {
    return answer(std::move(stream), pieces, false);
  });
  auto client =
      net::make_stream_client(world.lane.clock(), world.dog, dialer, HttpOptions(), net::TlsContext());
  testing::RecordingExchange tap;
  Outcome outcome = world.lane.run(attempt(*client, HttpRequest("GET", "http://memory/"), tap));
  if (tap.transports.size() != 1) std::abort();
  if (!outcome.kind && tap.response_ends != 1) std::abort();
  return outcome;
}

std::vector<std::string> split(const std::string& bytes, std::size_t piece) {
  std::vector<std::string> pieces;
  for (std::size_t at = 0; at < bytes.size(); at += piece) pieces.push_back(bytes.substr(at, piece));
  return pieces;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static World world;
  if (size < 2) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Outcome whole = get(world, split(bytes, bytes.size()));
  const Outcome cut = get(world, split(bytes, 1 + data[0]));
  // What follows a whole response is only seen when it comes in the same read.
  if (whole.kind == cut.kind && !whole.kind && whole.text != cut.text) std::abort();
  return 0;
}
