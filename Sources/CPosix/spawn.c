#define _GNU_SOURCE
#include "CPosix.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAPPED = 16, ABOVE_TARGETS = 64, CLOSE_RANGE_CLOEXEC_FLAG = 4 };

static void reset_signals(void) {
    struct sigaction standard;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    for (int number = 1; number < 65; number++) sigaction(number, &standard, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

// Sources move above every target first, so that no dup2 overwrites one still needed.
static int map_descriptors(const int *pairs, int count) {
    int moved[MAPPED];
    for (int i = 0; i < count; i++) {
        moved[i] = fcntl(pairs[2 * i], F_DUPFD_CLOEXEC, ABOVE_TARGETS);
        if (moved[i] < 0) return errno;
    }
    // What was inherited without close-on-exec must not go further; dup2 clears the flag on the targets.
    syscall(SYS_close_range, 3, ~0U, CLOSE_RANGE_CLOEXEC_FLAG);
    for (int i = 0; i < count; i++) {
        if (dup2(moved[i], pairs[2 * i + 1]) < 0) return errno;
    }
    return 0;
}

static int become(const struct cposix_spawn_request *request, pid_t parent) {
    reset_signals();
    if (request->new_session && setsid() < 0) return errno;
    if (request->parent_death_signal) {
        if (prctl(PR_SET_PDEATHSIG, request->parent_death_signal)) return errno;
        if (getppid() != parent) return ESRCH;
    }
    int failed = map_descriptors(request->descriptors, request->descriptor_count);
    if (failed) return failed;
    execve(request->path, request->arguments, request->environment);
    return errno;
}

int cposix_spawn(const struct cposix_spawn_request *request, pid_t *pid, int *pidfd) {
    if (request->descriptor_count > MAPPED) return -E2BIG;
    int report[2];
    if (pipe2(report, O_CLOEXEC)) return -errno;
    pid_t parent = getpid();
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    pid_t child = fork();
    if (child == 0) {
        int failed = become(request, parent);
        (void)!write(report[1], &failed, sizeof failed);
        _exit(127);
    }
    int failed = child < 0 ? errno : 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(report[1]);
    if (child > 0) {
        ssize_t length;
        while ((length = read(report[0], &failed, sizeof failed)) < 0 && errno == EINTR) continue;
        if (length != (ssize_t)sizeof failed) failed = 0;
    }
    close(report[0]);
    if (child > 0 && !failed) {
        *pidfd = (int)syscall(SYS_pidfd_open, child, 0);
        if (*pidfd < 0) {
            failed = errno;
            kill(child, SIGKILL);
        }
    }
    if (failed) {
        if (child > 0) waitpid(child, NULL, 0);
        return -failed;
    }
    *pid = child;
    return 0;
}

int cposix_pidfd_reap(int pidfd, int *code, int *status) {
    siginfo_t info;
    memset(&info, 0, sizeof info);
    if (waitid((idtype_t)3 /* P_PIDFD */, (id_t)pidfd, &info, WEXITED | WNOHANG)) return -errno;
    if (!info.si_pid) return 0;
    *code = info.si_code;
    *status = info.si_status;
    return 1;
}

int cposix_pidfd_signal(int pidfd, int number) {
    return syscall(SYS_pidfd_send_signal, pidfd, number, NULL, 0) < 0 ? -errno : 0;
}

int cposix_small_pages(void) { return prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) ? -errno : 0; }
