// What the scenarios of single requests share: turn after turn, each on its own, and keeping what came.
#pragma once
#include <aitb/context.hpp>
#include <aitb/scenario.hpp>

#include <filesystem>
#include <functional>
#include <string>

namespace media {

/// A failed turn fails the session, but does not end it: the next turn does not depend on it.
void note_failure(aitb::Session& session, const aitb::Reply& reply, std::size_t turn);

/// Writes media of an answer into the run folder.
class Keeper {
 public:
  /// `folder` empty: keeps nothing.
  explicit Keeper(std::filesystem::path folder) : folder_(std::move(folder)) {}
  static Keeper of(const aitb::Context& context, const std::string& name, bool wanted);
  /// One file a part, named after session, turn and number; `ending` where the part's type tells none.
  void keep(aitb::Session& session, const aitb::Reply& reply, std::size_t turn,
            const std::string& ending) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace media
