#include <map>
#include <mutex>

#include <aitb/context.hpp>

namespace aitb::inline v1 {

struct Commons::Impl {
  std::mutex guard;
  std::map<std::string, std::shared_ptr<void>> objects;
};

Commons::Commons() : impl_(std::make_unique<Impl>()) {}
Commons::~Commons() = default;

std::shared_ptr<void> Commons::find(const std::string& name,
                                    const std::function<std::shared_ptr<void>()>& make) {
  const std::lock_guard lock(impl_->guard);
  std::shared_ptr<void>& object = impl_->objects[name];
  if (!object) object = make();
  return object;
}

}  // namespace aitb::inline v1
