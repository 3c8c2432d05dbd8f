#include <libusb.h>

// libusb_set_option is variadic, which Swift does not import.
// Contexts made from now on neither scan the bus nor start a thread that watches it.
static inline int cusb_disable_device_discovery(void) {
    return libusb_set_option(NULL, LIBUSB_OPTION_NO_DEVICE_DISCOVERY);
}
