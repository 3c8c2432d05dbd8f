#pragma once
#include <stdbool.h>
/// Whether the thread of the event loop was started, which happens before `main`.
bool test_loop_started(void);
