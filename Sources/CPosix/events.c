#define _GNU_SOURCE
#include "CPosix.h"

#include <errno.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 64 };

static int result(int value) { return value < 0 ? -errno : value; }

int cposix_epoll_create(void) { return result(epoll_create1(EPOLL_CLOEXEC)); }

static int control(int epoll, int operation, int fd, uint32_t events, uint64_t tag) {
    struct epoll_event event = {.events = events, .data.u64 = tag};
    return result(epoll_ctl(epoll, operation, fd, &event));
}

int cposix_epoll_add(int epoll, int fd, uint32_t events, uint64_t tag) {
    return control(epoll, EPOLL_CTL_ADD, fd, events, tag);
}

int cposix_epoll_modify(int epoll, int fd, uint32_t events, uint64_t tag) {
    return control(epoll, EPOLL_CTL_MOD, fd, events, tag);
}

int cposix_epoll_remove(int epoll, int fd) { return control(epoll, EPOLL_CTL_DEL, fd, 0, 0); }

int cposix_epoll_wait(int epoll, uint32_t *events, uint64_t *tags, int capacity, int timeout_ms) {
    struct epoll_event ready[BATCH];
    int count = epoll_wait(epoll, ready, capacity < BATCH ? capacity : BATCH, timeout_ms);
    for (int i = 0; i < count; i++) {
        events[i] = ready[i].events;
        tags[i] = ready[i].data.u64;
    }
    return result(count);
}

int cposix_eventfd(void) { return result(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)); }

static clockid_t clock_of(bool boottime) { return boottime ? CLOCK_BOOTTIME : CLOCK_MONOTONIC; }

int cposix_timerfd(bool boottime) {
    return result(timerfd_create(clock_of(boottime), TFD_CLOEXEC | TFD_NONBLOCK));
}

int cposix_timerfd_arm(int fd, uint64_t deadline_ns) {
    struct itimerspec when = {
        .it_value = {.tv_sec = (time_t)(deadline_ns / 1000000000u), .tv_nsec = (long)(deadline_ns % 1000000000u)}};
    return result(timerfd_settime(fd, TFD_TIMER_ABSTIME, &when, NULL));
}

uint64_t cposix_now_ns(bool boottime) {
    struct timespec now;
    clock_gettime(clock_of(boottime), &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

int cposix_signalfd(const int *signals, int count) {
    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < count; i++) sigaddset(&set, signals[i]);
    int failed = pthread_sigmask(SIG_BLOCK, &set, NULL);
    if (failed) return -failed;
    return result(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

int cposix_signalfd_read(int fd) {
    struct signalfd_siginfo info;
    ssize_t length = read(fd, &info, sizeof info);
    if (length < 0) return -errno;
    return length == (ssize_t)sizeof info ? (int)info.ssi_signo : -EAGAIN;
}

int cposix_inotify(const char *directory, uint32_t mask) {
    int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (fd < 0) return -errno;
    if (inotify_add_watch(fd, directory, mask) < 0) {
        int failed = errno;
        close(fd);
        return -failed;
    }
    return fd;
}
