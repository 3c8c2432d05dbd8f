"""The figures of the contest as tables of Markdown. What was not measured is a dash."""

import statistics

from contest import C, KINDS, OURS, SERVICES, STOCK, medians, ratio

DASH = "-"
# What we want: name, figure, kind of call, beside whom, at most.
AIMS = [
    ("processor time of {}, times C", "cpu", C, 1.2),
    ("processor time of {}, times ModemManager", "cpu", STOCK, 0.35),
    ("median time of {}, times C", "p50", C, 1.15),
]
START_LIMIT_MS = 10


def table(head, rows):
    """Names at the left, figures at the right."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def number(value, form="{:.1f}"):
    return DASH if value is None else form.format(value)


def calls(samples, kind, instructions):
    """`instructions` is {kind: {label: a call}}; none where nobody counted."""
    counted = instructions.get(kind, {})
    rows = []
    for label in SERVICES:
        figures = medians(samples)[kind].get(label)
        if figures:
            rows.append([
                label, number(figures["rate"], "{:.0f}"), number(figures["p50"] / 1e3), number(figures["p99"] / 1e3),
                number(figures["cpu"] / 1e3), number(ratio(samples, kind, "cpu", label, C), "{:.2f}"),
                number(ratio(samples, kind, "p50", label, C), "{:.2f}"), *(
                    [number(counted.get(label), "{:.0f}")] if instructions else [])])
    return table([KINDS[kind], "calls in a second", "median µs", "99 % µs", "CPU µs a call", "CPU, times C",
                  "median, times C", *(["instructions a call"] if instructions else [])], rows)


def starts(found):
    """`found` is {label: [ns]}."""
    return table(["exec to name owned", "best ms", "median ms", "worst ms"], [
        [label, *(number(choose(times) / 1e6, "{:.2f}") for choose in (min, statistics.median, max))]
        for label, times in found.items()])


def aims(samples, found):
    rows = []
    for name, figure, base, most in AIMS:
        for kind in ("GetAll", "Ping"):
            value = ratio(samples, kind, figure, OURS, base)
            if value is not None:
                rows.append([name.format(kind), f"{most:g}", number(value, "{:.2f}"), verdict(value, most)])
    if found:
        value = statistics.median(found[OURS]) / 1e6
        rows.append(["exec to name owned, ms", f"{START_LIMIT_MS:g}", number(value, "{:.2f}"), verdict(value, START_LIMIT_MS)])
    return table(["aim", "at most", "measured", ""], rows)


def verdict(value, most):
    return "met" if value <= most else "**not met**"


def markdown(title, conditions, samples, found=None, instructions=None):
    """`conditions` is a paragraph."""
    return "\n\n".join([
        f"### {title}", conditions, aims(samples, found), *(calls(samples, kind, instructions or {}) for kind in KINDS),
        *([starts(found)] if found else [])]) + "\n"
