// Puts a netem queue on an interface, to learn whether the kernel can.
#pragma once

namespace aitb::core {

/// Adds netem with 1 ms delay to the interface; 0 or the errno that the kernel gave.
int add_netem(int interface_index);

}  // namespace aitb::core
