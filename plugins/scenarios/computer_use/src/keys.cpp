#include "keys.hpp"

#include <aitb/error.hpp>
#include <algorithm>
#include <array>
#include <string_view>

namespace computer_use {
namespace json = boost::json;
namespace {

struct Key {
  std::string_view name, key, code;
  int number;        // Windows virtual key code
  int modifier = 0;  // Alt 1, Ctrl 2, Meta 4, Shift 8
  std::string_view text = {};
};

constexpr std::array<Key, 36> named{{
    {"ALT", "Alt", "AltLeft", 18, 1},
    {"OPTION", "Alt", "AltLeft", 18, 1},
    {"CTRL", "Control", "ControlLeft", 17, 2},
    {"CONTROL", "Control", "ControlLeft", 17, 2},
    {"META", "Meta", "MetaLeft", 91, 4},
    {"CMD", "Meta", "MetaLeft", 91, 4},
    {"SUPER", "Meta", "MetaLeft", 91, 4},
    {"WIN", "Meta", "MetaLeft", 91, 4},
    {"SHIFT", "Shift", "ShiftLeft", 16, 8},
    {"ENTER", "Enter", "Enter", 13, 0, "\r"},
    {"RETURN", "Enter", "Enter", 13, 0, "\r"},
    {"TAB", "Tab", "Tab", 9},
    {"SPACE", " ", "Space", 32, 0, " "},
    {"BACKSPACE", "Backspace", "Backspace", 8},
    {"DELETE", "Delete", "Delete", 46},
    {"DEL", "Delete", "Delete", 46},
    {"INSERT", "Insert", "Insert", 45},
    {"ESC", "Escape", "Escape", 27},
    {"ESCAPE", "Escape", "Escape", 27},
    {"HOME", "Home", "Home", 36},
    {"END", "End", "End", 35},
    {"PAGEUP", "PageUp", "PageUp", 33},
    {"PAGEDOWN", "PageDown", "PageDown", 34},
    {"LEFT", "ArrowLeft", "ArrowLeft", 37},
    {"ARROWLEFT", "ArrowLeft", "ArrowLeft", 37},
    {"UP", "ArrowUp", "ArrowUp", 38},
    {"ARROWUP", "ArrowUp", "ArrowUp", 38},
    {"RIGHT", "ArrowRight", "ArrowRight", 39},
    {"ARROWRIGHT", "ArrowRight", "ArrowRight", 39},
    {"DOWN", "ArrowDown", "ArrowDown", 40},
    {"ARROWDOWN", "ArrowDown", "ArrowDown", 40},
    {"CAPSLOCK", "CapsLock", "CapsLock", 20},
    {"/", "/", "Slash", 191, 0, "/"},
    {"\\", "\\", "Backslash", 220, 0, "\\"},
    {"-", "-", "Minus", 189, 0, "-"},
    {"=", "=", "Equal", 187, 0, "="},
}};

std::string upper(std::string_view text) {
  std::string out(text);
  std::erase(out, '_');
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return out;
}

struct Resolved {
  std::string key, code, text;
  int number = 0, modifier = 0;
};

Resolved resolve(const std::string& name) {
  const std::string wanted = upper(name);
  for (const Key& key : named)
    if (key.name == wanted)
      return {std::string(key.key), std::string(key.code), std::string(key.text), key.number, key.modifier};
  if (wanted.size() >= 2 && wanted.size() <= 3 && wanted[0] == 'F' &&
      std::all_of(wanted.begin() + 1, wanted.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    const int number = std::stoi(wanted.substr(1));
    if (number >= 1 && number <= 12) return {wanted, wanted, "", 111 + number, 0};
  }
  if (name.size() == 1 && static_cast<unsigned char>(name[0]) > 0x20 &&
      static_cast<unsigned char>(name[0]) < 0x7f) {
    const char letter = wanted[0];
    const bool is_letter = letter >= 'A' && letter <= 'Z';
    const bool is_digit = letter >= '0' && letter <= '9';
    const std::string code = is_letter  ? std::string("Key") + letter
                             : is_digit ? std::string("Digit") + letter
                                        : "";
    return {name, code, name, is_letter || is_digit ? letter : 0, 0};
  }
  throw aitb::Error(aitb::ErrorKind::tool_failure,
                    "pressing '" + name.substr(0, 40) + "': no key has that name");
}

json::object event(const Resolved& key, bool down, int modifiers) {
  json::object out;
  // Text is what the key writes; with Ctrl, Alt or Meta held it writes nothing.
  const bool writes = down && !key.text.empty() && (modifiers & 7) == 0;
  out["type"] = !down ? "keyUp" : writes ? "keyDown" : "rawKeyDown";
  out["key"] = key.key;
  if (!key.code.empty()) out["code"] = key.code;
  if (key.number != 0) out["windowsVirtualKeyCode"] = key.number;
  out["modifiers"] = modifiers;
  if (writes) out["text"] = key.text;
  return out;
}

}  // namespace

std::vector<json::object> key_events(const std::vector<std::string>& names) {
  std::vector<Resolved> keys;
  for (const std::string& name : names) keys.push_back(resolve(name));
  std::vector<json::object> events;
  int held = 0;
  for (const Resolved& key : keys) {
    held |= key.modifier;
    events.push_back(event(key, true, held));
  }
  for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
    held &= ~key->modifier;
    events.push_back(event(*key, false, held));
  }
  return events;
}

}  // namespace computer_use
