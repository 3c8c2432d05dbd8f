"""What programs cost, read from /proc: processor time, memory, threads, wakeups."""

import dataclasses
import os
import pathlib
import time

import kernel

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclasses.dataclass(frozen=True)
class Usage:
    """The sum over all processes of one name. `cpu` in seconds, to 10 ms for each process; memory in KiB."""
    cpu: float = 0
    rss: int = 0
    pss: int = 0
    threads: int = 0
    wakeups: int = 0


def of(name):
    """A process that ends while we look counts as nothing."""
    total = Usage()
    for pid in kernel.processes(name):
        try:
            total = _sum(total, _of_process(pathlib.Path("/proc", str(pid))))
        except (OSError, ValueError, KeyError):
            continue
    return total


def snapshot(names):
    return {name: of(name) for name in names}


def cpu_since(before):
    """{name: seconds}. A process that ended meanwhile takes what it used with it."""
    return {name: max(of(name).cpu - was.cpu, 0) for name, was in before.items()}


def window(names, seconds):
    """{name: Usage} at the end of that many seconds, with the processor time and the wakeups in them."""
    before = snapshot(names)
    time.sleep(seconds)
    return {
        name: dataclasses.replace(now, cpu=now.cpu - before[name].cpu, wakeups=now.wakeups - before[name].wakeups)
        for name, now in snapshot(names).items() if now.threads
    }


def _sum(one, other):
    return Usage(*(a + b for a, b in zip(dataclasses.astuple(one), dataclasses.astuple(other))))


def _of_process(folder):
    # The name, which is in parentheses, may contain anything.
    numbers = (folder / "stat").read_text().rpartition(")")[2].split()
    user, system = int(numbers[11]), int(numbers[12])
    memory = _fields(folder / "smaps_rollup")
    tasks = list((folder / "task").iterdir())
    return Usage(
        cpu=(user + system) / TICKS_A_SECOND, rss=memory["Rss"], pss=memory["Pss"], threads=len(tasks),
        # A wakeup is a thread that had gone to sleep by itself and was given the processor again.
        wakeups=sum(_fields(task / "status")["voluntary_ctxt_switches"] for task in tasks))


def _fields(path):
    """The lines "Name: NUMBER …" of a file."""
    found = {}
    for line in path.read_text().splitlines():
        name, _, rest = line.partition(":")
        words = rest.split()
        if words and words[0].isdigit():
            found[name] = int(words[0])
    return found


def size(path):
    """Bytes of a file, or of all files in a folder; None when it is not there."""
    path = pathlib.Path(path)
    if path.is_dir():
        return sum(file.stat().st_size for file in path.rglob("*") if file.is_file() and not file.is_symlink())
    return path.stat().st_size if path.exists() else None
