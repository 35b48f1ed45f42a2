#include <aitb/plugin.hpp>

#include "exec.hpp"

AITB_PLUGIN("org.aitb.exec", "0.1.0", "Apache-2.0",
            aitb::provider<exec::Exec>("exec",
                                       "Any program, by JSON lines on its standard input and output"));
