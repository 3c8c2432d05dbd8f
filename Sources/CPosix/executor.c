#include "CPosix.h"

// The Swift runtime asks this hook before it hands a job to its thread pool (Concurrency/GlobalExecutor.h in the
// runtime's sources). The calling convention is Swift's.
#define SWIFT_CC __attribute__((swiftcall))
typedef SWIFT_CC void (*enqueue_original)(void *job);
extern SWIFT_CC void (*swift_task_enqueueGlobal_hook)(void *job, enqueue_original original);

static void (*receiver)(void *job);

static SWIFT_CC void hand_over(void *job, enqueue_original original) {
    (void)original;
    receiver(job);
}

void cposix_receive_global_jobs(void (*enqueue)(void *job)) {
    receiver = enqueue;
    swift_task_enqueueGlobal_hook = hand_over;
}
