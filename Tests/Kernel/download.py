"""A download over a call: a server behind the stick sends numbers in order, somebody here reads them."""

import contextlib
import socket
import subprocess
import sys
import threading

from stick import INTERNET
from timeline import until

PORT = 8080
# Slow enough to leave the emulated CPU to what the story is about.
SERVER = f"""
import itertools, socket, time
server = socket.create_server(("{INTERNET}", {PORT}))
print("listening", flush=True)
connection, _ = server.accept()
for block in itertools.count():
    connection.sendall(b"".join(number.to_bytes(8) for number in range(block * 256, (block + 1) * 256)))
    time.sleep(0.1)
"""
# Without a byte for so long it counts as broken off.
PATIENCE = 20


class Download:
    def __init__(self, interface):
        self.bytes = 0
        self.failure = None
        self._is_over = False
        self._socket = socket.socket()
        self._socket.settimeout(PATIENCE)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, interface.encode())
        self._socket.connect((INTERNET, PORT))
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def goes_on(self):
        """Waits until more has come than has by now."""
        before = self.bytes
        until("the download to go on", lambda: self.failure or self.bytes > before + 4096, PATIENCE)
        assert self.failure is None, self.failure

    def close(self):
        self._is_over = True
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._reader.join(PATIENCE)
        self._socket.close()

    def _read(self):
        rest = b""
        try:
            while chunk := self._socket.recv(65536):
                rest += chunk
                while len(rest) >= 8:
                    assert int.from_bytes(rest[:8]) == self.bytes // 8, "numbers out of order"
                    rest, self.bytes = rest[8:], self.bytes + 8
            self.failure = None if self._is_over else "the other end closed"
        except (OSError, AssertionError) as error:
            self.failure = None if self._is_over else repr(error)


@contextlib.contextmanager
def download(interface, number=1):
    """Of the stick with that number, for as long as the block; it has to go on until its end."""
    server = subprocess.Popen(["ip", "netns", "exec", f"zte-net{number}", sys.executable, "-u", "-c", SERVER],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout.readline() == "listening\n"
        running = Download(interface)
        try:
            running.goes_on()
            yield running
            running.goes_on()
        finally:
            running.close()
    finally:
        server.kill()
        server.communicate()
