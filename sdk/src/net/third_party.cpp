// The only compiled Asio and Beast of the process: error categories and thread-local state are compared by
// address, so a second copy in a plugin would make `ec == asio::error::eof` silently false.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
