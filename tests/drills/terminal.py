"""Runs a command in a pseudo-terminal and presses Ctrl-C in it.

usage: terminal.py PATTERN DELAYS COMMAND...

Once the output matches PATTERN, Ctrl-C is pressed after each of DELAYS seconds (separated by commas). Prints
one line of JSON: the exit code, the seconds from the first press to the end, and the output.
"""
import json
import os
import pty
import re
import select
import signal
import sys
import time

PATIENCE = 300


def main(pattern, delays, command):
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    output, presses, pressed = b"", None, None
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        ready, _, _ = select.select([terminal], [], [], 0.02)
        if ready:
            try:
                chunk = os.read(terminal, 65536)
            except OSError:  # the last of those in the terminal has ended
                break
            if not chunk:
                break
            output += chunk
        now = time.monotonic()
        if presses is None and re.search(pattern.encode(), output):
            presses, at = [], now
            for delay in delays:
                at += delay
                presses.append(at)
        while presses and now >= presses[0]:
            presses.pop(0)
            pressed = pressed or now
            os.write(terminal, b"\x03")
    else:
        os.killpg(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    seconds = time.monotonic() - pressed if pressed else None
    answer = {
        "code": os.waitstatus_to_exitcode(status),
        "seconds": seconds,
        "output": output.decode(errors="replace"),
    }
    print(json.dumps(answer))


main(sys.argv[1], [float(delay) for delay in sys.argv[2].split(",")], sys.argv[3:])
