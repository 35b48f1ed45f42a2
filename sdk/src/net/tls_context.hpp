// TLS settings of one client or one listener, shared by its connections.
#pragma once
#include <openssl/ssl.h>

#include "net/streams.hpp"
