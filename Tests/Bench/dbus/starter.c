// Starts a service again and again, and says how long it takes each time until the bus announces the owner of its name.
//
// Usage: starter ADDRESS NAME RUNS PROCESSOR COMMAND [ARGUMENT]...
//
// PROCESSOR is the one the service has to stay on. Prints a number of ns for each run.
#define _GNU_SOURCE
#include <dbus/dbus.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const int patience_s = 30;

static void check(bool good, const char *what) {
    if (good) return;
    fprintf(stderr, "starter: %s\n", what);
    exit(1);
}

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void listen_for(DBusConnection *connection, const char *name) {
    char rule[512];
    snprintf(rule, sizeof rule, "type='signal',sender='%s',member='NameOwnerChanged',arg0='%s'", DBUS_SERVICE_DBUS, name);
    DBusError error = DBUS_ERROR_INIT;
    dbus_bus_add_match(connection, rule, &error);
    check(!dbus_error_is_set(&error), "the bus does not let this program listen");
}

// Until the name has an owner, or has none.
static void wait_for(DBusConnection *connection, const char *name, bool has_owner) {
    uint64_t deadline = now() + (uint64_t)patience_s * 1000000000;
    for (;;) {
        DBusMessage *message = dbus_connection_pop_message(connection);
        if (!message) {
            check(now() < deadline, "the name did not change its owner in time");
            check(dbus_connection_read_write(connection, 1000), "the bus has gone");
            continue;
        }
        const char *changed, *before, *owner;
        bool found = dbus_message_is_signal(message, DBUS_INTERFACE_DBUS, "NameOwnerChanged") &&
            dbus_message_get_args(message, NULL, DBUS_TYPE_STRING, &changed, DBUS_TYPE_STRING, &before, DBUS_TYPE_STRING,
                                  &owner, DBUS_TYPE_INVALID) &&
            strcmp(changed, name) == 0 && (owner[0] != '\0') == has_owner;
        dbus_message_unref(message);
        if (found) return;
    }
}

static pid_t start(char **command, int processor) {
    pid_t child = fork();
    check(child >= 0, "no process can be started");
    if (child > 0) return child;
    // It must not stay when this program gives up.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    cpu_set_t processors;
    CPU_ZERO(&processors);
    CPU_SET(processor, &processors);
    sched_setaffinity(0, sizeof processors, &processors);
    // What one run has read, the next one reads again.
    lseek(STDIN_FILENO, 0, SEEK_SET);
    execv(command[0], command);
    _exit(127);
}

int main(int count, char **words) {
    check(count >= 6, "usage: starter ADDRESS NAME RUNS PROCESSOR COMMAND [ARGUMENT]...");
    DBusConnection *connection = dbus_connection_open_private(words[1], NULL);
    check(connection && dbus_bus_register(connection, NULL), "there is no bus at that address");
    listen_for(connection, words[2]);
    for (int runs = atoi(words[3]); runs > 0; runs--) {
        uint64_t began = now();
        pid_t child = start(words + 5, atoi(words[4]));
        wait_for(connection, words[2], true);
        printf("%llu\n", (unsigned long long)(now() - began));
        kill(child, SIGTERM);
        waitpid(child, NULL, 0);
        wait_for(connection, words[2], false);
    }
    return 0;
}
