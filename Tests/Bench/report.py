"""The figures as tables of Markdown. Nothing is measured here, and what was not measured is a dash."""

from contender import MOMENTS

OURS, STOCK, FLOOR, SWITCHER = "zte-modem", "stock", "floor", "usb_modeswitch"
# Ours under ModemManager's name.
COMPATIBLE = "zte-modem, NetworkManager"
DASH = "-"

OUR_PROGRAMS = ["/usr/libexec/zte-modemd", "/usr/bin/zte-client"]
THEIR_PROGRAMS = [
    "/usr/sbin/ModemManager", "/usr/lib/x86_64-linux-gnu/ModemManager", "/usr/sbin/NetworkManager",
    "/usr/lib/x86_64-linux-gnu/NetworkManager", "/usr/sbin/usb_modeswitch", "/usr/sbin/usb_modeswitch_dispatcher"]

STEPS = {
    "switch command": "-> switch command at the stick", "ttyUSB0": "-> ttyUSB0",
    "object": "-> modem on D-Bus that answers", "registered": "-> registered", "CONNECT": "-> CONNECT",
    "address": "-> IP address", "ping": "**-> first ping**"}
SWITCH_STEPS = {
    "command": "-> switch command at the stick", "modem": "-> the modem on the bus",
    "ports": "**-> its three ports**"}
WAYS = {
    "connect to ping": "connect -> ping, already registered",
    "drop noticed": "network hangs up -> ppp0 gone",
    "drop to ping": "network hangs up -> ping again, by itself",
    "first plug to ping": "first plug after the programs were started -> ping"}


# --- Words ------------------------------------------------------------------------------------------------------------

def seconds(value):
    return DASH if value is None else f"{value:.2f}"


def ratio(value, base):
    return DASH if value is None or not base else f"{value / base:.2f}"


def whole(value):
    return DASH if value is None else f"{value:.0f}"


def table(head, rows):
    """Names at the left, figures at the right."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


# --- Tables -----------------------------------------------------------------------------------------------------------

class Figures:
    """{contender: {name: median}}, asked by both."""

    def __init__(self, medians):
        self._medians = medians

    def get(self, contender, name, key=None):
        value = self._medians.get(contender, {}).get(name)
        return value if key is None or value is None else value.get(key)

    def names(self, contender, prefix):
        return [name[len(prefix):] for name in self._medians.get(contender, {}) if name.startswith(prefix)]

    def compared(self, name, label, rival=STOCK):
        floor, ours, theirs = (self.get(contender, name) for contender in (FLOOR, OURS, rival))
        return [label, seconds(floor), seconds(ours), seconds(theirs), ratio(ours, floor), ratio(theirs, ours)]

    def times_floor(self, name):
        """Ours, as often as the floor's."""
        ours, floor = self.get(OURS, name), self.get(FLOOR, name)
        return ours / floor if ours and floor else None

    def further(self, contender, key, counts):
        """What each stick beyond the first costs, with as many as there were at most."""
        first, most = (self.get(contender, f"crowd {count}") for count in (counts[0], counts[-1]))
        if not first or not most or counts[0] == counts[-1]:
            return None
        return (most[key] - first[key]) / (counts[-1] - counts[0])


COMPARISON = ["seconds, from the plug", "floor", "zte-modem", "stock", "zte-modem / floor", "stock / zte-modem"]


def switch(figures):
    head = ["seconds, from the CD-ROM", FLOOR, OURS, SWITCHER, f"{OURS} / {FLOOR}", f"{SWITCHER} / {OURS}"]
    return table(
        head, [figures.compared(f"switching {name}", label, SWITCHER) for name, label in SWITCH_STEPS.items()])


def steps(figures):
    return table(COMPARISON, [figures.compared(name, STEPS[name]) for name in MOMENTS])


def clients(figures):
    rows = []
    for name in MOMENTS:
        ours, theirs = (figures.get(contender, name) for contender in (COMPATIBLE, STOCK))
        rows.append([STEPS[name], seconds(ours), seconds(theirs), ratio(theirs, ours)])
    return table(["seconds, from the plug", COMPATIBLE, STOCK, "stock / zte-modem"], rows)


def ways(figures):
    return table(["seconds", *COMPARISON[1:]], [figures.compared(name, label) for name, label in WAYS.items()])


def processor(figures):
    rows = [
        [contender, name, *(seconds(figures.get(contender, prefix + name)) for prefix in ("cpu ", "first cpu "))]
        for contender in (FLOOR, OURS, STOCK) for name in figures.names(contender, "cpu ")]
    return table(["", "program", "CPU s, plug to ping", "first plug after start"], rows)


def memory(figures):
    rows = []
    for contender in (OURS, STOCK):
        for state in ("idle", "connected"):
            for name in figures.names(contender, f"{state} "):
                used = figures.get(contender, f"{state} {name}")
                rows.append([contender, f"{name}, {state}", str(used["rss"]), str(used["pss"]), str(used["threads"]),
                             str(used["wakeups"]), seconds(used["cpu"])])
    return table(["", "program", "RSS KiB", "PSS KiB", "threads", "wakeups", "CPU s"], rows)


def crowds(figures):
    rows = []
    for contender in (OURS, STOCK):
        counts = sorted(int(count) for count in figures.names(contender, "crowd "))
        for count in counts:
            found = figures.get(contender, f"crowd {count}")
            rows.append([contender, str(count), str(found["registered"]), seconds(found["last"]), seconds(found["cpu"]),
                         str(found["rss"])])
        if counts:
            rows.append([contender, "each further one", "", "", seconds(figures.further(contender, "cpu", counts)),
                         whole(figures.further(contender, "rss", counts))])
    return table(["", "sticks at once", "registered", "last after s", "CPU s", "RSS KiB"], rows)


def sizes(figures):
    rows = [
        [contender, f"`{path}`", whole(figures.get(contender, f"size {path}"))]
        for contender in (OURS, STOCK) for path in figures.names(contender, "size ")]
    return table(["", "file or folder", "bytes"], rows)


def rates(figures):
    names = [("GetAll", "Properties.GetAll of a modem"), ("Ping", "Peer.Ping")]
    return table(
        ["round trips in a second", "zte-modemd", "ModemManager", "ratio"],
        [[label, whole(figures.get(OURS, f"rate {name}")), whole(figures.get(STOCK, f"rate {name}")),
          ratio(figures.get(OURS, f"rate {name}"), figures.get(STOCK, f"rate {name}"))] for name, label in names])


# --- Aims -------------------------------------------------------------------------------------------------------------

def aims(figures, window):
    counts = sorted(int(count) for count in figures.names(OURS, "crowd "))
    ping = figures.get(OURS, "ping")
    daemon = "zte-modemd"
    wakeups = figures.get(OURS, f"idle {daemon}", "wakeups")
    size = figures.get(OURS, f"size {OUR_PROGRAMS[0]}")
    further = {key: figures.further(OURS, key, counts) if counts else None for key in ("rss", "cpu")}
    entries = [
        ("CD-ROM to modem, times the floor", 1.12, figures.times_floor("switching modem"), "{:.2f}"),
        ("CD-ROM to three ports, times the floor", 1.12, figures.times_floor("switching ports"), "{:.2f}"),
        ("plug to ping, times the floor", 1.12, figures.times_floor("ping"), "{:.2f}"),
        ("plug to ping, s", 7, ping, "{:.2f}"),
        ("RSS connected, KiB", 12 * 1024, figures.get(OURS, f"connected {daemon}", "rss"), "{:.0f}"),
        ("RSS idle, KiB", 12 * 1024, figures.get(OURS, f"idle {daemon}", "rss"), "{:.0f}"),
        ("threads idle", 1, figures.get(OURS, f"idle {daemon}", "threads"), "{:.0f}"),
        ("wakeups idle, in a minute", 6, wakeups * 60 / window if wakeups is not None else None, "{:.0f}"),
        ("CPU s, plug to ping", 0.7, figures.get(OURS, f"cpu {daemon}"), "{:.2f}"),
        ("RSS of each further stick, KiB", 300, further["rss"], "{:.0f}"),
        ("CPU s of each further stick", 0.2, further["cpu"], "{:.2f}"),
        ("stripped zte-modemd, MB", 16, size / 1e6 if size else None, "{:.1f}"),
    ]
    return table(["aim", "at most", "measured", ""], [
        [name, f"{most:g}", DASH if value is None else form.format(value), verdict(value, most)]
        for name, most, value, form in entries])


def verdict(value, most):
    if value is None:
        return "not measured"
    return "met" if value <= most else f"**missed** by {100 * (value / most - 1):.0f} %"


# --- The whole --------------------------------------------------------------------------------------------------------

def sections(figures, window):
    """(part that is measured, title, table) of each."""
    return [
        ("switch", "From the CD-ROM to the modem", switch(figures)),
        ("rounds", "From the plug to the first ping", steps(figures)),
        ("clients", "The same through an unmodified NetworkManager", clients(figures)),
        ("rounds", "Other ways to a ping", ways(figures)),
        ("rounds", "Processor time", processor(figures)),
        ("rounds", f"One stick, {window} s in which nothing happens", memory(figures)),
        ("crowds", "Many sticks at once", crowds(figures)),
        ("rounds", "D-Bus", rates(figures)),
        ("rounds", "Size", sizes(figures))]


def markdown(medians, conditions, failures):
    figures = Figures(medians)
    versions = ", ".join(f"{name} {version}" for name, version in sorted(conditions["versions"].items()))
    parts = [
        f"### {conditions['date']}",
        f"{conditions['system']}, kernel {conditions['kernel']}, {conditions['processors']} "
        f"{'emulated' if conditions['emulated'] else 'virtual'} processors; {versions}. Medians of "
        f"{conditions['runs']}; load of the host when it began: {conditions['load']}.",
        "#### Aims", aims(figures, conditions["window"])]
    for part, title, section in sections(figures, conditions["window"]):
        if part in conditions["parts"]:
            parts += [f"#### {title}", section]
    if failures:
        parts += ["#### What could not be measured", "\n".join(f"* {failure}" for failure in failures)]
    return "\n\n".join(parts) + "\n"
