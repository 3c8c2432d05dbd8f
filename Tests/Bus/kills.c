// Kills the daemon it is preloaded into at one step of what it does with a stored PIN: each sync and removal of a file, each
// command to a tty and each answer of it is a step. The steps count from the question for the SIM's identity.
//
//   ZTE_KILL_FILE  holds the number of the step; without the file nothing is killed.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static volatile bool has_begun;
static int number;

static void step(void) {
    const char *path = getenv("ZTE_KILL_FILE");
    if (!has_begun || !path) return;
    int before = errno;
    FILE *file = fopen(path, "re");
    int last = 0;
    if (file) {
        if (fscanf(file, "%d", &last) != 1) last = 0;
        fclose(file);
        if (++number == last) kill(getpid(), SIGKILL);
    }
    errno = before;
}

ssize_t write(int fd, const void *bytes, size_t count) {
    bool is_command = count > 2 && memcmp(bytes, "AT", 2) == 0;
    if (is_command && count > 7 && memcmp(bytes, "AT+CRSM", 7) == 0) has_begun = true;
    if (is_command) step();
    ssize_t result = NEXT(write)(fd, bytes, count);
    if (is_command) step();
    return result;
}

ssize_t read(int fd, void *bytes, size_t count) {
    ssize_t result = NEXT(read)(fd, bytes, count);
    if (has_begun && result > 1 && memchr(bytes, '\r', (size_t)result)) step();
    return result;
}

int fsync(int fd) {
    step();
    return NEXT(fsync)(fd);
}

int fdatasync(int fd) {
    step();
    return NEXT(fdatasync)(fd);
}

int unlink(const char *path) {
    step();
    return NEXT(unlink)(path);
}
