/* The frozen C door of a plugin: one exported object that tells what is inside. Compiles as C11; the macro
 * AITB_PLUGIN of <aitb/plugin.hpp> fills it, so authors never see it. Structs grow at their end only. */
#ifndef AITB_ABI_H
#define AITB_ABI_H

#include <stdint.h>

#define AITB_ABI_NUMBER 1
#define AITB_PLUGIN_SYMBOL "aitb_plugin"
/* Read by the host before dlopen: lines KEY=VALUE, ended by NUL. */
#define AITB_PLUGIN_SECTION ".aitb"
#define AITB_MAX_ALIASES 8

#ifdef __cplusplus
extern "C" {
#endif

/* Where a plugin's functions write; owned by the host, valid during the call. */
struct AitbReply {
  uint32_t struct_size;
  void* to;
  /* The answer, if there is one. */
  void (*text)(void* to, const char* bytes, uint64_t size);
  /* The failure: an ErrorKind's name, a JSON pointer inside the options ("" if none), one sentence. */
  void (*failed)(void* to, const char* kind, const char* pointer, const char* message);
};

struct AitbComponent {
  uint32_t struct_size;
  const char* kind; /* provider, scenario, simulator, emulator, capture or sink */
  const char* type; /* the YAML word */
  const char* aliases[AITB_MAX_ALIASES + 1];
  const char* summary;
  const char* iface; /* "aitb.provider/1": what create() gives */
  /* JSON Schema of the options, as text. [any], no exception leaves it. */
  void (*schema)(const struct AitbReply* reply);
  /* `options`: const boost::json::value*; `context`: aitb::Context*. Gives a pointer to the interface, which
   * the host deletes through its virtual destructor, or null after reply->failed. [any], no exception leaves
   * it. */
  void* (*create)(const void* options, void* context, const struct AitbReply* reply);
};

struct AitbPlugin {
  uint32_t struct_size;
  uint32_t abi;      /* AITB_ABI_NUMBER */
  const char* index; /* the text of the section */
  const char* id;    /* reverse domain: "org.aitb.openai" */
  const char* version;
  const char* licence;
  const char* sample; /* sample.yaml, or null */
  const char* check;  /* check.yaml, or null */
  uint32_t component_count;
  const struct AitbComponent* components; /* in steps of components[0].struct_size */
};

#ifdef __cplusplus
}
#endif
#endif
