// Spoilt by its build flags only: other ABI, no version script, may be unloaded, the name of another.
#include "plain.hpp"

#ifndef BAD_SUMMARY
#define BAD_SUMMARY "A provider without faces"
#endif

AITB_PLUGIN("org.example.plain", "1.0.0", "MIT", aitb::provider<bad::Plain>(BAD_TYPE, BAD_SUMMARY));
