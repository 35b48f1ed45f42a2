#include "@NAME@.hpp"

#include <gtest/gtest.h>

namespace @NAMESPACE@ {
namespace {

TEST(@CLASS@, LeavesAMissingDurationEmpty) {
  aitb::Record record;
  record.place.session_id = "s-1";
  record.operation = "chat";
  EXPECT_EQ(line_of(record), "s-1,chat,failed,\n");
  record.dispatched = aitb::from_ns(100), record.end = aitb::from_ns(350);
  record.success = true;
  EXPECT_EQ(line_of(record), "s-1,chat,ok,250\n");
}

}  // namespace
}  // namespace @NAMESPACE@
