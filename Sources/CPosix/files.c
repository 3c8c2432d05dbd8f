#define _GNU_SOURCE
#include "CPosix.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int result(int value) { return value < 0 ? -errno : value; }

int cposix_open(const char *path, int flags, unsigned mode) { return result(open(path, flags | O_CLOEXEC, mode)); }

int cposix_openat(int directory, const char *name, int flags, unsigned mode) {
    return result(openat(directory, name, flags | O_CLOEXEC, mode));
}

int cposix_rename_new(int directory, const char *from, const char *to) {
    int failed = result(renameat2(directory, from, directory, to, RENAME_NOREPLACE));
    if (failed != -EINVAL && failed != -ENOSYS) return failed;
    // A file system without that flag: a second link to the same file is as careful.
    failed = result(linkat(directory, from, directory, to, 0));
    return failed < 0 ? failed : result(unlinkat(directory, from, 0));
}

int cposix_pipe(int ends[2]) { return result(pipe2(ends, O_CLOEXEC | O_NONBLOCK)); }

int cposix_socketpair(int ends[2]) { return result(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends)); }

int cposix_try_lock(int fd) { return result(flock(fd, LOCK_EX | LOCK_NB)); }

static int unix_address(const char *path, size_t length, struct sockaddr_un *address, socklen_t *size) {
    if (length == 0 || length >= sizeof address->sun_path) return -ENAMETOOLONG;
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, length);
    if (path[0] == '@') address->sun_path[0] = '\0';
    *size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    return 0;
}

int cposix_unix_listen(const char *path) {
    struct sockaddr_un address;
    socklen_t size;
    int failed = unix_address(path, strlen(path), &address, &size);
    if (failed) return failed;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -errno;
    if (bind(fd, (struct sockaddr *)&address, size) || listen(fd, 16)) {
        failed = -errno;
        close(fd);
        return failed;
    }
    return fd;
}

int cposix_unix_connect(const char *path) {
    struct sockaddr_un address;
    socklen_t size;
    int failed = unix_address(path, strlen(path), &address, &size);
    if (failed) return failed;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -errno;
    if (connect(fd, (struct sockaddr *)&address, size) || fcntl(fd, F_SETFL, O_NONBLOCK)) {
        failed = -errno;
        close(fd);
        return failed;
    }
    return fd;
}

int cposix_accept(int fd) { return result(accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)); }

int cposix_notify(const char *name, const char *message, size_t length) {
    struct sockaddr_un address;
    socklen_t size;
    int failed = unix_address(name, strlen(name), &address, &size);
    if (failed) return failed;
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -errno;
    // A manager that does not read must not hold us up for good; one that is only slow must not miss the message.
    struct timeval patience = {.tv_sec = 1};
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    ssize_t sent = sendto(fd, message, length, MSG_NOSIGNAL, (struct sockaddr *)&address, size);
    failed = sent < 0 ? -errno : 0;
    close(fd);
    return failed;
}

int cposix_datagram_socket(void) { return result(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)); }

int cposix_send_to(int fd, const char *name, const void *bytes, size_t length) {
    struct sockaddr_un address;
    socklen_t size;
    int failed = unix_address(name, strlen(name), &address, &size);
    if (failed) return failed;
    ssize_t sent = sendto(fd, bytes, length, MSG_NOSIGNAL, (struct sockaddr *)&address, size);
    return sent < 0 ? -errno : 0;
}

const char *cposix_entry_name(const struct dirent *entry) { return entry->d_name; }

int cposix_thread_id(void) { return gettid(); }
