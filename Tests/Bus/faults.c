// Faults of the machine, preloaded into the daemon by machine.py. Each is on while a file of its name is in $ZTE_FAULTS.
//
//   slow      the last close of a tty, fsync, tcdrain and the ioctls of usbfs take two seconds
//   no-ttys   there is no descriptor left for a tty
//   overflow  what a monitor of devices is sent is lost; its first call after that fails with ENOBUFS
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/usbdevice_fs.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static bool is_on(const char *fault) {
    const char *folder = getenv("ZTE_FAULTS");
    char path[512];
    if (!folder || snprintf(path, sizeof path, "%s/%s", folder, fault) >= (int)sizeof path) return false;
    int before = errno;
    bool found = NEXT(access)(path, F_OK) == 0;
    errno = before;
    return found;
}

static void take_time(void) {
    struct timespec rest = {.tv_sec = 2};
    while (nanosleep(&rest, &rest)) {}
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    if (strstr(path, "/ttyUSB") && is_on("no-ttys")) {
        errno = EMFILE;
        return -1;
    }
    return NEXT(open)(path, flags, mode);
}

int close(int fd) {
    if (is_on("slow") && isatty(fd)) take_time();
    return NEXT(close)(fd);
}

int fsync(int fd) {
    if (is_on("slow")) take_time();
    return NEXT(fsync)(fd);
}

int tcdrain(int fd) {
    if (is_on("slow")) take_time();
    return NEXT(tcdrain)(fd);
}

int ioctl(int fd, unsigned long request, ...) {
    va_list rest;
    va_start(rest, request);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    if (_IOC_TYPE(request) == 'U' && is_on("slow")) take_time();
    return NEXT(ioctl)(fd, request, argument);
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags) {
    int type = 0;
    socklen_t size = sizeof type;
    // The bus is a stream; netlink, and what stands for it here, is none.
    static bool has_lost[1024];
    if (fd >= 0 && fd < 1024 && getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type != SOCK_STREAM) {
        if (is_on("overflow")) {
            has_lost[fd] = true;
            while (NEXT(recvmsg)(fd, message, flags | MSG_DONTWAIT) > 0) {}
            errno = EAGAIN;
            return -1;
        }
        if (has_lost[fd]) {
            has_lost[fd] = false;
            errno = ENOBUFS;
            return -1;
        }
    }
    return NEXT(recvmsg)(fd, message, flags);
}
