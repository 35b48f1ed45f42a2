// Who is asked, for error texts, and what must never stand in them.
#pragma once
#include <string>
#include <string_view>

namespace service {

class Peer {
 public:
  Peer(std::string service_name, std::string key) : service(std::move(service_name)), key_(std::move(key)) {}
  std::string service;
  /// `text` with the key blotted out: services like to quote what they were sent.
  std::string redact(std::string text) const;
  /// The first bytes of `text` on one line, for error texts.
  std::string excerpt(std::string_view text) const;

 private:
  std::string key_;
};

}  // namespace service
