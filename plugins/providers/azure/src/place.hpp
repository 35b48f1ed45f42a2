// Where a resource of Azure answers: three forms of URL for the same protocol.
#pragma once
#include <map>
#include <string>

namespace azure {

/// The base URL ("{model}" stands for the deployment) and the query of every request.
struct Place {
  std::string base_url;
  std::map<std::string, std::string> query;
};

/// `endpoint` as the portal shows it; `form`: deployments, v1, models, or auto, which looks at its path: one
/// that names none is `fallback`, one with a path is taken as it is.
Place place_of(std::string endpoint, const std::string& form, const std::string& fallback,
               const std::string& deployment, const std::string& api_version);

}  // namespace azure
