#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes one append fail at every system call that writes, and looks at what is left. [SPEC 6.6 Append]

append_faults.py APPEND_ONCE SAMPLE: every SAMPLE-th point of each kind (1: all of them). Exit 77: this machine does not allow it.
A point is one occurrence of one system call, answered with EIO or ENOSPC or with the death of the program. After each: the board
opens, is exactly as before or exactly as after, passes the audit, and the same append repeated gives the undisturbed root.
"""
import os
import shutil
import subprocess
import sys
import tempfile

CALLS = ["openat", "mkdir", "write", "fsync", "rename", "unlink", "rmdir", "close"]
FAULTS = ["error=EIO", "error=ENOSPC", "signal=KILL"]
BEFORE, COUNT = 255, 3  # a partial bundle and tile become full, a second bundle and a level 1 begin


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


def count_calls(program, base, work):
    """How often an undisturbed append makes each call."""
    board = copy_of(base, work)
    trace = os.path.join(work, "trace")
    traced = run("strace", "-f", "-o", trace, "-e", "trace=" + ",".join(CALLS), program, "append", board, str(BEFORE), str(COUNT))
    if traced.returncode != 0:
        print("NOT RUN: append_faults needs strace and ptrace: " + traced.stderr.strip().split("\n")[-1])
        sys.exit(77)
    with open(trace) as lines:
        names = [line.split()[1].split("(")[0] for line in lines if "(" in line]
    return {call: names.count(call) for call in CALLS}


def copy_of(base, work):
    target = os.path.join(work, "run")
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(base, target)
    return os.path.join(target, "board")


def try_point(program, base, work, call, fault, when, whole):
    board = copy_of(base, work)
    numbers = [str(BEFORE), str(COUNT)]
    place = f"{call}:{fault}:when={when}"
    hit = run("strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={place}", program, "append", board, *numbers)
    seen = run(program, "check", board, *numbers)
    if seen.returncode != 0:
        return f"{place}: {seen.stderr.strip()}"
    if "appended" in hit.stdout:
        return None if seen.stdout == whole else f"{place}: the append was acknowledged, and is lost"
    again = run(program, "append", board, *numbers)
    if again.returncode != 0:
        return f"{place}: cannot be repeated: {again.stderr.strip()}"
    final = run(program, "check", board, *numbers)
    if final.stdout != whole:
        return f"{place}: repeated, it ends elsewhere: {final.stdout.strip()} {final.stderr.strip()}"
    return None


def main():
    program, sample = sys.argv[1], int(sys.argv[2])
    if shutil.which("strace") is None:
        print("NOT RUN: append_faults needs strace")
        sys.exit(77)
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as work:
        base = os.path.join(work, "base")
        os.mkdir(base)
        made = run(program, "append", os.path.join(base, "board"), "0", str(BEFORE))
        if made.returncode != 0:
            sys.exit("cannot prepare: " + made.stderr)
        calls = count_calls(program, base, work)
        whole = run(program, "check", os.path.join(work, "run", "board"), str(BEFORE), str(COUNT)).stdout
        points = [(call, fault, when) for call in CALLS for fault in FAULTS for when in range(1, calls[call] + 1)]
        chosen = points[::sample]
        wrong = [w for w in (try_point(program, base, work, *p, whole) for p in chosen) if w]
    print(f"{len(chosen)} of {len(points)} points, calls of one append: {calls}")
    if not whole or wrong:
        sys.exit("\n".join(wrong or ["the undisturbed append failed"]))


main()
