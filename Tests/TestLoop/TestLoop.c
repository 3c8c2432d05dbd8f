#include "TestLoop.h"

#include <pthread.h>
#include <stddef.h>

// Defined in TestSupport: runs EventLoop.main on the calling thread for ever.
extern void test_loop_run(void);

static bool started;

static void *run(void *unused) {
    (void)unused;
    test_loop_run();
    return NULL;
}

// Before main, because the test runner hops to a suite's actor already while it lists the tests.
__attribute__((constructor)) static void start(void) {
    pthread_t thread;
    started = pthread_create(&thread, NULL, run, NULL) == 0;
}

bool test_loop_started(void) { return started; }
