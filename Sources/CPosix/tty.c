#define _GNU_SOURCE
#include "CPosix.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/serial.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static int result(int value) { return value < 0 ? -errno : value; }

int cposix_tty_open(const char *path) {
    return result(open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW));
}

int cposix_tty_raw(int fd) {
    struct termios settings;
    if (tcgetattr(fd, &settings)) return -errno;
    cfmakeraw(&settings);
    // HUPCL: the last close drops DTR, which ends whatever call there is.
    settings.c_cflag |= CLOCAL | CREAD | CS8 | HUPCL;
    settings.c_cflag &= ~(unsigned)(CSTOPB | PARENB | CRTSCTS);
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    cfsetspeed(&settings, B115200);
    return result(tcsetattr(fd, TCSANOW, &settings));
}

int cposix_tty_exclusive(int fd, bool exclusive) { return result(ioctl(fd, exclusive ? TIOCEXCL : TIOCNXCL)); }

int cposix_tty_is_exclusive(int fd) {
    int exclusive = 0;
    return ioctl(fd, TIOCGEXCL, &exclusive) ? -errno : exclusive;
}

int cposix_tty_no_closing_wait(int fd) {
    struct serial_struct serial;
    if (ioctl(fd, TIOCGSERIAL, &serial)) return -errno;
    serial.closing_wait = ASYNC_CLOSING_WAIT_NONE;
    return result(ioctl(fd, TIOCSSERIAL, &serial));
}

int cposix_tty_modem_lines(int fd, bool raised) {
    int lines = TIOCM_DTR | TIOCM_RTS;
    return result(ioctl(fd, raised ? TIOCMBIS : TIOCMBIC, &lines));
}

int cposix_tty_lines(int fd) {
    int lines = 0;
    return ioctl(fd, TIOCMGET, &lines) ? -errno : lines;
}

int cposix_tty_flush(int fd) { return result(tcflush(fd, TCIOFLUSH)); }

int cposix_pty_open(char *name, size_t capacity) {
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (master < 0) return -errno;
    int failed = 0;
    if (grantpt(master) || unlockpt(master)) failed = errno;
    if (!failed) failed = ptsname_r(master, name, capacity);
    if (failed) {
        close(master);
        return -failed;
    }
    return master;
}
