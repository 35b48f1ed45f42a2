#include "place.hpp"

#include "service/url.hpp"

namespace azure {
namespace {

constexpr const char* kDeploymentsVersion = "2024-10-21";
constexpr const char* kModelsVersion = "2024-05-01-preview";

std::string path_of(const std::string& url) {
  const std::size_t host = url.find("://");
  const std::size_t path = url.find('/', host == std::string::npos ? 0 : host + 3);
  return path == std::string::npos ? std::string() : url.substr(path);
}

/// What the path of an endpoint says about its form; "" where it says nothing.
std::string form_of(const std::string& path) {
  if (path.find("/deployments/") != std::string::npos) return "deployments";
  if (path.ends_with("/v1")) return "v1";
  return path.ends_with("/models") ? "models" : std::string();
}

}  // namespace

Place place_of(std::string endpoint, const std::string& form, const std::string& fallback,
               const std::string& deployment, const std::string& api_version) {
  const std::size_t query = endpoint.find('?');
  if (query != std::string::npos) endpoint.resize(query);  // api-version has an option of its own
  while (endpoint.ends_with('/')) endpoint.pop_back();
  const std::string path = path_of(endpoint);
  std::string chosen = form;
  if (form == "auto") chosen = form_of(path);
  if (chosen.empty()) chosen = fallback;
  Place place;
  place.base_url = endpoint;
  const bool bare = path.empty() || path == "/openai";
  if (bare && path.empty() && chosen != "models") place.base_url += "/openai";
  if (chosen == "deployments") {
    if (bare) {
      place.base_url += "/deployments/" + (deployment.empty() ? "{model}" : service::encoded(deployment));
    }
    place.query["api-version"] = api_version.empty() ? kDeploymentsVersion : api_version;
  } else if (chosen == "v1") {
    if (bare) place.base_url += "/v1";
    if (!api_version.empty()) place.query["api-version"] = api_version;
  } else {
    if (bare) place.base_url += "/models";
    place.query["api-version"] = api_version.empty() ? kModelsVersion : api_version;
  }
  return place;
}

}  // namespace azure
