/* The descriptor must be readable from C: the sizes are those of the first release and may only grow. */
#include <aitb/abi.h>
#include <stddef.h>

_Static_assert(offsetof(struct AitbPlugin, abi) == 4, "the ABI number stands where every host looks for it");
_Static_assert(sizeof(struct AitbPlugin) >= 72, "AitbPlugin never shrinks");
_Static_assert(sizeof(struct AitbComponent) >= 128, "AitbComponent never shrinks");
_Static_assert(offsetof(struct AitbComponent, create) == 120, "members keep their place");

typedef int not_an_empty_translation_unit;
