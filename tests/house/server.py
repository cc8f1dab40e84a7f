"""A real server, as `make run` starts it, on its own port and with its own var/."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds


@dataclass
class Server:
    process: subprocess.Popen
    port: int
    log: Path

    def ask(self, method, path, body=None, headers=None):
        """Status, headers and body of one answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def is_up(self):
        try:
            return self.ask("GET", "/healthz")[0] == 200
        except OSError:
            return False

    def wait_until_up(self):
        wait_until(lambda: self.is_up() or self.process.poll() is not None)
        assert self.process.poll() is None, self.log.read_text()

    def workers(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        commands = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children.split()}
        return {pid for pid, command in commands.items() if b"granian" in command}

    def end(self, how=signal.SIGTERM):
        """Seconds until it was gone. SIGINT goes to the whole group, as from a terminal."""
        began = time.monotonic()
        (os.killpg if how == signal.SIGINT else os.kill)(self.process.pid, how)
        self.process.wait(timeout=PATIENCE)
        return time.monotonic() - began


def wait_until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(var, **changes):
    kept = {name: os.environ[name] for name in ["HOME", "LANG", "PATH"] if name in os.environ}
    return {**kept, "CLINIC_VAR": str(var), **{name: str(value) for name, value in changes.items()}}


def manage(*arguments, env):
    """Run manage.py to its end, which must come soon."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command,
        check=False,
        cwd=BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


@contextmanager
def started(var, **changes):
    port = free_port()
    log = Path(var) / f"server-{port}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "start"],
            cwd=BASE_DIR,
            env=environment(var, PORT=port, **changes),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(process, port, log)
    try:
        server.wait_until_up()
        yield server
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
