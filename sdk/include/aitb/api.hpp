// The export mark: what carries it is part of libaitb.so, everything else stays inside its module.
#pragma once
#define AITB_API __attribute__((visibility("default")))
#define AITB_ABI_NUMBER 1
