// Calls a method again and again, one call after the other, and says how long that took and what it cost the service.
//
// Usage: caller ADDRESS NAME PATH PID COUNT WARM_UP INTERFACE MEMBER [ARGUMENT]...
//
// Arguments are strings. PID is the process of the service; 0 for one whose cost nobody asks for. Prints one line of JSON:
// calls in a second, the median and the 99th percentile of the time to the answer, and the processor time of a call, in ns.
#include <dbus/dbus.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const int answer_limit_ms = 60000;

static void check(bool good, const char *what) {
    if (good) return;
    fprintf(stderr, "caller: %s\n", what);
    exit(1);
}

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

// Of all threads of the process, in ns: the first number of schedstat (Documentation/scheduler/sched-stats.rst).
static uint64_t processor_time(const char *process) {
    char path[512];
    uint64_t sum = 0;
    if (strcmp(process, "0") == 0) return 0;
    snprintf(path, sizeof path, "/proc/%s/task", process);
    DIR *tasks = opendir(path);
    check(tasks != NULL, "there is no such process");
    for (struct dirent *task; (task = readdir(tasks));) {
        unsigned long long time = 0;
        if (task->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "/proc/%s/task/%s/schedstat", process, task->d_name);
        FILE *file = fopen(path, "r");
        check(file && fscanf(file, "%llu", &time) == 1, "this kernel does not count processor time (CONFIG_SCHED_INFO)");
        fclose(file);
        sum += time;
    }
    closedir(tasks);
    return sum;
}

static DBusMessage *new_call(char **words, int count) {
    DBusMessage *call = dbus_message_new_method_call(words[2], words[3], words[7], words[8]);
    DBusMessageIter body;
    check(call != NULL, "no memory");
    dbus_message_iter_init_append(call, &body);
    for (int index = 9; index < count; index++) dbus_message_iter_append_basic(&body, DBUS_TYPE_STRING, &words[index]);
    return call;
}

// The message is made before, and is a new one each time: libdbus does not send one twice.
static uint64_t call_once(DBusConnection *connection, const DBusMessage *template) {
    DBusError error = DBUS_ERROR_INIT;
    DBusMessage *call = dbus_message_copy(template);
    uint64_t began = now();
    DBusMessage *reply = dbus_connection_send_with_reply_and_block(connection, call, answer_limit_ms, &error);
    uint64_t ended = now();
    if (!reply) fprintf(stderr, "caller: %s: %s\n", error.name, error.message);
    if (!reply) exit(1);
    dbus_message_unref(call);
    dbus_message_unref(reply);
    return ended - began;
}

static int compare(const void *left, const void *right) {
    uint64_t one = *(const uint64_t *)left, other = *(const uint64_t *)right;
    return (one > other) - (one < other);
}

int main(int count, char **words) {
    check(count >= 9, "usage: caller ADDRESS NAME PATH PID COUNT WARM_UP INTERFACE MEMBER [ARGUMENT]...");
    long calls = atol(words[5]), warm_up = atol(words[6]);
    check(calls > 0 && calls <= 10000000, "COUNT is the number of calls");
    uint64_t *times = calloc((size_t)calls, sizeof *times);
    DBusConnection *connection = dbus_connection_open_private(words[1], NULL);
    check(times && connection && dbus_bus_register(connection, NULL), "there is no bus at that address");
    DBusMessage *call = new_call(words, count);
    for (long index = 0; index < warm_up; index++) call_once(connection, call);

    uint64_t used = processor_time(words[4]), began = now();
    for (long index = 0; index < calls; index++) times[index] = call_once(connection, call);
    uint64_t ended = now();
    used = processor_time(words[4]) - used;

    qsort(times, (size_t)calls, sizeof *times, compare);
    printf("{\"rate\": %.1f, \"p50\": %llu, \"p99\": %llu, \"cpu\": %.0f}\n", (double)calls * 1e9 / (double)(ended - began),
           (unsigned long long)times[calls / 2], (unsigned long long)times[(calls * 99 - 1) / 100],
           (double)used / (double)calls);
    return 0;
}
