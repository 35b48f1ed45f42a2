// The only compiled Asio and Beast of the process: error categories and thread-local state are compared by
// address, so a second copy in a plugin would make `ec == asio::error::eof` silently false.
#include <sys/epoll.h>

#include "net/upcoming.hpp"

// Asio's reactor is the only one in here that waits by epoll.
#define epoll_wait ::aitb::net::wait_for_events
#include <boost/asio/impl/src.hpp>
#undef epoll_wait
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
