// The export mark: what carries it is part of libaitb.so, everything else stays inside its module.
#pragma once
#include <aitb/abi.h>
#define AITB_API __attribute__((visibility("default")))
