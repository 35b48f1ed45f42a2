// What the agents do with texts, and how tasks change with time. Whole conversations are tested with a real
// client.
#include <gtest/gtest.h>

#include "wire.hpp"

namespace a2a_simulator {
namespace {

using std::chrono::seconds;

Task a_task() {
  Task task;
  task.id = "t1";
  task.context = "c1";
  task.question = "Grüß dich 🙂";
  task.answer = transformed("reverse", task.question);
  task.due = aitb::from_ns(1000) + seconds(2);
  return task;
}

TEST(Agent, TransformsByCharacters) {
  EXPECT_EQ(transformed("echo", "aBc"), "aBc");
  EXPECT_EQ(transformed("upper", "aBc ü"), "ABC ü");
  EXPECT_EQ(transformed("reverse", "Grüß 🙂"), "🙂 ßürG");
}

TEST(Agent, CutsAnswersBetweenCharacters) {
  EXPECT_EQ(pieces("Grüß 🙂", 3), (std::vector<std::string>{"Gr", "üß", " 🙂"}));
  EXPECT_EQ(pieces("ab", 5), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(pieces("", 5), (std::vector<std::string>{""}));
}

TEST(Tasks, EndWhenTheirTimeHasCome) {
  const Task task = a_task();
  EXPECT_EQ(task.state(aitb::from_ns(1000)), "working");
  EXPECT_EQ(task.state(task.due), "completed");
  const auto early = task_object(task, aitb::from_ns(1000), "now"), late = task_object(task, task.due, "now");
  EXPECT_FALSE(early.contains("artifacts"));
  EXPECT_EQ(late.at("artifacts").as_array().at(0).at("parts").as_array().at(0).at("text"),
            boost::json::value(task.answer));
}

TEST(Tasks, CanBeCancelledUntilThen) {
  Tasks tasks;
  const Task task = a_task();
  tasks.put(task);
  EXPECT_FALSE(tasks.cancel("t2", aitb::from_ns(1000)));
  EXPECT_FALSE(tasks.cancel("t1", task.due));
  EXPECT_TRUE(tasks.cancel("t1", aitb::from_ns(1000)));
  EXPECT_EQ(tasks.get("t1")->state(task.due), "canceled");
}

TEST(Tasks, ForgetTheOldest) {
  Tasks tasks;
  Task task = a_task();
  for (int i = 0; i < 10'005; ++i) {
    task.id = std::to_string(i);
    tasks.put(task);
  }
  EXPECT_FALSE(tasks.get("4"));
  EXPECT_TRUE(tasks.get("5"));
}

}  // namespace
}  // namespace a2a_simulator
