// Any bytes are a timeline or an Error, never a crash; a timeline that was read is written and read the same.
#include <aitb/error.hpp>
#include <cstdlib>

#include "record_codec/chunk_codec.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace aitb;
  try {
    const auto chunks = record_codec::decode_chunks({reinterpret_cast<const char*>(data), size});
    std::string again;
    record_codec::encode_chunks(chunks, again);
    if (record_codec::decode_chunks(again).size() != chunks.size()) std::abort();
  } catch (const Error&) {
  }
  return 0;
}
