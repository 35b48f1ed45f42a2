// Columns of text, each as wide as its longest cell, for terminals.
#pragma once
#include <string>
#include <vector>

namespace aitb::core {

/// Columns of the terminal that standard output is, 100 where it is none.
int terminal_width();

class TextTable {
 public:
  explicit TextTable(std::vector<std::string> head);
  void row(std::vector<std::string> cells);
  bool empty() const noexcept { return rows_.size() == 1; }
  /// Lines with their ends; "" if there is no row.
  std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace aitb::core
