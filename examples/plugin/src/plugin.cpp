#include <aitb/plugin.hpp>

#include "acme.hpp"
#include "acme_server.hpp"
#include "ping_pong.hpp"

AITB_PLUGIN("com.example.acme", "1.2.0", "MIT",
            aitb::provider<acme::Acme>("acme", "Acme's text service: JSON lines over HTTP"),
            aitb::scenario<acme::PingPong>("ping_pong", "Says a word, and says the answer back", "ping-pong"),
            aitb::simulator<acme::AcmeServer>("acme", "Stands in for Acme's text service"));
