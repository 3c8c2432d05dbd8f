"""Something of the machine is away, or is something else, for as long as a story lasts."""

import contextlib
import os
import pathlib

import kernel
from timeline import run


@contextlib.contextmanager
def hidden(file):
    away = file.with_name(file.name + ".away")
    os.rename(file, away)
    try:
        yield
    finally:
        os.rename(away, file)


@contextlib.contextmanager
def replaced(file, script):
    """A shell script in the place of a program."""
    with hidden(file):
        file.write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
        file.chmod(0o755)
        try:
            yield
        finally:
            file.unlink()


@contextlib.contextmanager
def no_module(name):
    """A kernel without that module. It is not loaded afterwards, but can be again."""
    file = pathlib.Path(run("modinfo", "--field=filename", name).stdout.strip())
    run("modprobe", "--remove", name)
    assert not kernel.module_loaded(name)
    with hidden(file):
        yield


@contextlib.contextmanager
def no_drivers(bus_number):
    """Devices that are plugged into that USB bus get no drivers for their interfaces."""
    switch = kernel.USB_DEVICES / f"usb{bus_number}" / "interface_authorized_default"
    switch.write_text("0")
    try:
        yield
    finally:
        switch.write_text("1")
