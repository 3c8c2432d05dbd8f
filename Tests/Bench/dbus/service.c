// The least a service in C can be: one object with one interface, whose properties stay as they are. Answers GetAll and Get;
// Ping is answered by libdbus itself. Checks nothing a daemon should check.
//
// Usage: service ADDRESS NAME PATH INTERFACE <PROPERTIES
//
// A property is a line: name, signature (s, u, as or a(ss)) and values, with tabs in between.
#include <dbus/dbus.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROPERTIES_LIMIT = 64, VALUES_LIMIT = 32, LINE_LIMIT = 4096 };

struct property {
    const char *name;
    const char *signature;
    int count;
    const char *values[VALUES_LIMIT];
    dbus_uint32_t number;
};

static struct property properties[PROPERTIES_LIMIT];
static int property_count;
static const char *interface_name;

static void check(bool good, const char *what) {
    if (good) return;
    fprintf(stderr, "service: %s\n", what);
    exit(1);
}

// --- Values ------------------------------------------------------------------------------------------------------------

static void append_text(DBusMessageIter *iterator, const char *text) {
    check(dbus_message_iter_append_basic(iterator, DBUS_TYPE_STRING, &text), "no memory");
}

static void append_list(DBusMessageIter *iterator, const struct property *property) {
    bool in_pairs = property->signature[1] == '(';
    DBusMessageIter list, pair;
    dbus_message_iter_open_container(iterator, DBUS_TYPE_ARRAY, property->signature + 1, &list);
    for (int index = 0; index < property->count; index += in_pairs ? 2 : 1) {
        if (!in_pairs) {
            append_text(&list, property->values[index]);
            continue;
        }
        dbus_message_iter_open_container(&list, DBUS_TYPE_STRUCT, NULL, &pair);
        append_text(&pair, property->values[index]);
        append_text(&pair, property->values[index + 1]);
        dbus_message_iter_close_container(&list, &pair);
    }
    dbus_message_iter_close_container(iterator, &list);
}

static void append_variant(DBusMessageIter *iterator, const struct property *property) {
    DBusMessageIter variant;
    dbus_message_iter_open_container(iterator, DBUS_TYPE_VARIANT, property->signature, &variant);
    switch (property->signature[0]) {
    case 's': append_text(&variant, property->values[0]); break;
    case 'u':
        check(dbus_message_iter_append_basic(&variant, DBUS_TYPE_UINT32, &property->number), "no memory");
        break;
    default: append_list(&variant, property);
    }
    dbus_message_iter_close_container(iterator, &variant);
}

static void append_all(DBusMessageIter *iterator) {
    DBusMessageIter dictionary, entry;
    dbus_message_iter_open_container(iterator, DBUS_TYPE_ARRAY, "{sv}", &dictionary);
    for (int index = 0; index < property_count; index++) {
        dbus_message_iter_open_container(&dictionary, DBUS_TYPE_DICT_ENTRY, NULL, &entry);
        append_text(&entry, properties[index].name);
        append_variant(&entry, &properties[index]);
        dbus_message_iter_close_container(&dictionary, &entry);
    }
    dbus_message_iter_close_container(iterator, &dictionary);
}

// --- Calls -------------------------------------------------------------------------------------------------------------

static DBusMessage *answer(DBusMessage *call) {
    const char *interface, *name;
    DBusMessageIter body;
    DBusMessage *reply;
    if (dbus_message_is_method_call(call, DBUS_INTERFACE_PROPERTIES, "GetAll")) {
        if (!dbus_message_get_args(call, NULL, DBUS_TYPE_STRING, &interface, DBUS_TYPE_INVALID) ||
            strcmp(interface, interface_name) != 0)
            return dbus_message_new_error(call, DBUS_ERROR_UNKNOWN_INTERFACE, "There is one interface");
        reply = dbus_message_new_method_return(call);
        dbus_message_iter_init_append(reply, &body);
        append_all(&body);
        return reply;
    }
    if (!dbus_message_is_method_call(call, DBUS_INTERFACE_PROPERTIES, "Get"))
        return dbus_message_new_error(call, DBUS_ERROR_UNKNOWN_METHOD, "There are Get and GetAll");
    if (!dbus_message_get_args(
            call, NULL, DBUS_TYPE_STRING, &interface, DBUS_TYPE_STRING, &name, DBUS_TYPE_INVALID) ||
        strcmp(interface, interface_name) != 0)
        return dbus_message_new_error(call, DBUS_ERROR_UNKNOWN_INTERFACE, "There is one interface");
    for (int index = 0; index < property_count; index++) {
        if (strcmp(properties[index].name, name) != 0) continue;
        reply = dbus_message_new_method_return(call);
        dbus_message_iter_init_append(reply, &body);
        append_variant(&body, &properties[index]);
        return reply;
    }
    return dbus_message_new_error(call, DBUS_ERROR_UNKNOWN_PROPERTY, "There is no such property");
}

static DBusHandlerResult receive(DBusConnection *connection, DBusMessage *message, void *nothing) {
    (void)nothing;
    if (dbus_message_get_type(message) != DBUS_MESSAGE_TYPE_METHOD_CALL) return DBUS_HANDLER_RESULT_NOT_YET_HANDLED;
    DBusMessage *reply = answer(message);
    check(reply && dbus_connection_send(connection, reply, NULL), "no memory");
    dbus_message_unref(reply);
    return DBUS_HANDLER_RESULT_HANDLED;
}

// --- Beginning ---------------------------------------------------------------------------------------------------------

static void add_property(char *line) {
    check(property_count < PROPERTIES_LIMIT, "too many properties");
    struct property *property = &properties[property_count++];
    property->name = strsep(&line, "\t");
    property->signature = strsep(&line, "\t");
    check(property->signature && (strcmp(property->signature, "s") == 0 || strcmp(property->signature, "u") == 0 ||
                                  strcmp(property->signature, "as") == 0 || strcmp(property->signature, "a(ss)") == 0),
          "a property of a type that is not known here");
    while (line) {
        check(property->count < VALUES_LIMIT, "too many values");
        property->values[property->count++] = strsep(&line, "\t");
    }
    bool is_single = property->signature[0] != 'a';
    check(!is_single || property->count == 1, "a property needs one value");
    check(property->signature[1] != '(' || property->count % 2 == 0, "a pair needs two values");
    if (property->signature[0] == 'u') property->number = strtoul(property->values[0], NULL, 10);
}

static void read_properties(void) {
    static char line[LINE_LIMIT];
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        char *copy = strdup(line);
        check(copy != NULL, "no memory");
        add_property(copy);
    }
}

int main(int count, char **words) {
    check(count == 5, "usage: service ADDRESS NAME PATH INTERFACE <PROPERTIES");
    interface_name = words[4];
    read_properties();
    DBusConnection *connection = dbus_connection_open_private(words[1], NULL);
    check(connection && dbus_bus_register(connection, NULL), "there is no bus at that address");
    DBusObjectPathVTable object = {.message_function = receive};
    check(dbus_connection_register_object_path(connection, words[3], &object, NULL), "no memory");
    int owned = dbus_bus_request_name(connection, words[2], DBUS_NAME_FLAG_DO_NOT_QUEUE, NULL);
    check(owned == DBUS_REQUEST_NAME_REPLY_PRIMARY_OWNER, "the bus does not give that name");
    while (dbus_connection_read_write_dispatch(connection, -1)) {}
    return 0;
}
