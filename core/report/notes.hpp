// What scenarios say of their sessions as a whole, over all sessions of a cell: numbers become means, place
// by place.
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <utility>
#include <vector>

namespace aitb::core {

class MeanNotes {
 public:
  void add(const boost::json::value& notes);
  std::size_t sessions() const noexcept { return count_; }
  /// Of the same shape as what was added: numbers as means, everything else as it was said first.
  boost::json::value mean() const;

 private:
  boost::json::value first_;
  double sum_ = 0;
  std::size_t numbers_ = 0, count_ = 0;
  std::vector<std::pair<std::string, MeanNotes>> members_;
  std::vector<MeanNotes> items_;
};

/// Tables of the notes that are rows (mappings of plain values, or lists of such), for Markdown; "" if there
/// are none.
std::string notes_markdown(const boost::json::object& notes);

}  // namespace aitb::core
