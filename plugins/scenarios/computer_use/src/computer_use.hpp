// A model looks at a browser and says what to do, until it is done.
#pragma once
#include <aitb/computer.hpp>
#include <aitb/scenario.hpp>

#include <memory>
#include <string>
#include <vector>

#include "browser.hpp"
#include "options.hpp"

namespace computer_use {

class ComputerUse final : public aitb::Scenario {
 public:
  using Options = computer_use::Options;
  ComputerUse(Options options, aitb::Context& context);

  std::vector<aitb::Need> needs() const override;
  aitb::task<> run(aitb::Session& session) override;

 private:
  struct Task;  // one prompt on its way

  aitb::task<bool> prompt(aitb::Session& session, Browser& browser, int turn, std::string& previous);
  aitb::task<bool> step(aitb::Session& session, Task& task);
  aitb::task<bool> call(aitb::Session& session, Browser& browser, Task& task, aitb::ComputerCall call);
  aitb::task<bool> act(aitb::Session& session, Browser& browser, Task& task, const aitb::ComputerCall& call,
                       std::size_t index, aitb::ComputerOutput& output);
  std::filesystem::path picture(const aitb::Session& session, const Task& task) const;

  Options options_;
  aitb::Context& context_;
};

}  // namespace computer_use
