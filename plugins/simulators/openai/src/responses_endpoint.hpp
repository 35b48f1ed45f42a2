// /responses: creates them, streamed or not, keeps them, and gives them back.
#pragma once
#include <memory>

#include "desk.hpp"
#include "response_plan.hpp"
#include "response_store.hpp"

namespace openai_simulator {

class ResponsesEndpoint {
 public:
  ResponsesEndpoint(Desk& desk, aitb::Context& context);
  /// False if the path is another. Throws ApiError.
  bool answer(const aitb::ServerRequest& request, std::string_view path, Answer& made);

 private:
  void create(const aitb::ServerRequest& request, Answer& made);
  void count(const aitb::ServerRequest& request, Answer& made);
  void stored(const aitb::ServerRequest& request, std::string_view rest, Answer& made);
  boost::json::array conversation(const boost::json::object& body) const;
  void plan_items(const ResponseRequest& request, const sim_kit::Do* scripted, ResponsePlan& plan);
  void plan_computer(const ResponseRequest& request, ResponsePlan& plan);
  boost::json::object computer_item(const ResponseRequest& request, const sim_kit::Do* scripted,
                                    sim_kit::CallPlan& call);

  Desk& desk_;
  std::shared_ptr<ResponseStore> store_;  ///< of all lanes
};

}  // namespace openai_simulator
