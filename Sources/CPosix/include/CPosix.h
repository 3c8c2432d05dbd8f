// What Swift cannot import from glibc: variadic functions, macros with casts, _GNU_SOURCE declarations.
// Every function returns 0 or a positive result, or -errno; none prints, none keeps state.
#pragma once
#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/types.h>

// --- epoll, eventfd, timerfd, signalfd (the event loop) ---
int cposix_epoll_create(void);
int cposix_epoll_add(int epoll, int fd, uint32_t events, uint64_t tag);
int cposix_epoll_modify(int epoll, int fd, uint32_t events, uint64_t tag);
int cposix_epoll_remove(int epoll, int fd);
/// Waits at most `timeout_ms` (-1: no limit); fills `events` and `tags`, at most 64 of them.
int cposix_epoll_wait(int epoll, uint32_t *events, uint64_t *tags, int capacity, int timeout_ms);
int cposix_eventfd(void);
/// `boottime` selects CLOCK_BOOTTIME, which counts suspends; otherwise CLOCK_MONOTONIC.
int cposix_timerfd(bool boottime);
/// Absolute deadline in nanoseconds; 0 disarms.
int cposix_timerfd_arm(int fd, uint64_t deadline_ns);
uint64_t cposix_now_ns(bool boottime);
/// Blocks `signals` in the calling thread and returns a descriptor that reads them.
int cposix_signalfd(const int *signals, int count);
/// One pending signal number, or -EAGAIN.
int cposix_signalfd_read(int fd);

// --- child processes ---
struct cposix_spawn_request {
    const char *path;
    char *const *arguments;    // NULL-terminated
    char *const *environment;  // NULL-terminated
    const int *descriptors;    // pairs: source, target
    int descriptor_count;      // number of pairs
    bool new_session;
    int parent_death_signal;   // 0: none
};
/// fork + exec with every signal reset and unblocked; descriptors that are not mapped are closed at exec.
/// Must run on the main thread: PR_SET_PDEATHSIG follows the thread that forked.
int cposix_spawn(const struct cposix_spawn_request *request, pid_t *pid, int *pidfd);
/// 1: ended (code = CLD_EXITED, CLD_KILLED or CLD_DUMPED), 0: still running.
int cposix_pidfd_reap(int pidfd, int *code, int *status);
int cposix_pidfd_signal(int pidfd, int signal);

// --- memory ---
/// No huge pages from here on, in this process and its children.
int cposix_small_pages(void);

// --- ttys ---
/// Opens without becoming the controlling terminal, non-blocking, close-on-exec.
int cposix_tty_open(const char *path);
/// Raw 8N1, CLOCAL, no flow control by characters; the modem lines are left as they are.
int cposix_tty_raw(int fd);
int cposix_tty_exclusive(int fd, bool exclusive);
/// 1 if somebody has taken the tty with TIOCEXCL: open() tells that to everybody but root.
int cposix_tty_is_exclusive(int fd);
/// closing_wait = none, so that close() does not wait for output nobody takes. -ENOTTY on a pty.
int cposix_tty_no_closing_wait(int fd);
/// Raises or drops DTR and RTS. -ENOTTY on a pty.
int cposix_tty_modem_lines(int fd, bool raised);
/// TIOCM_* bits, or -errno.
int cposix_tty_lines(int fd);
int cposix_tty_flush(int fd);
int cposix_pty_open(char *name, size_t capacity);

// --- files and sockets ---
/* The name of what readdir(3) has found. The record is no longer than its name, whatever the type of d_name says: copied as a
   value it would be read past its end. */
const char *cposix_entry_name(const struct dirent *entry);

int cposix_open(const char *path, int flags, unsigned mode);
int cposix_openat(int directory, const char *name, int flags, unsigned mode);
/// Renames within a folder, and never over anything: -EEXIST then.
int cposix_rename_new(int directory, const char *from, const char *to);
int cposix_pipe(int ends[2]);
int cposix_socketpair(int ends[2]);
/// flock(LOCK_EX | LOCK_NB).
int cposix_try_lock(int fd);
/// Stream socket listening on (or connected to) a path; close-on-exec, non-blocking.
int cposix_unix_listen(const char *path);
int cposix_unix_connect(const char *path);
int cposix_accept(int fd);
/// One datagram to $NOTIFY_SOCKET's address; a leading '@' is the abstract namespace.
int cposix_notify(const char *address, const char *message, size_t length);
/// Of the calling thread, as in /proc/self/task.
int cposix_thread_id(void);
/// Never waits.
int cposix_datagram_socket(void);
/// One datagram to the socket of that name.
int cposix_send_to(int fd, const char *name, const void *bytes, size_t length);
int cposix_inotify(const char *directory, uint32_t mask);

// --- the Swift runtime ---
/// From here on jobs for the runtime's thread pool go to `enqueue`, which may be called on any thread.
void cposix_receive_global_jobs(void (*enqueue)(void *job));
