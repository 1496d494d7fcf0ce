#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Replays all lies of tests/tamper: check_lies.py HONEST_BOARD LIES [PART OF], as `write_world HONEST_BOARD --lies LIES` wrote.

Every lie must be stopped by the same check at the same entry as by the first verifier, whose answers stand in LIES;
what is called a truth must pass.
"""
import copy
import json
import sys

from board import Directory
from encoding import Refused, sha256
from steps import Steps


class Blobs:
    """The honest board's, and those of one lie."""

    def __init__(self, directory):
        self.directory, self.more = directory, {}

    def __call__(self, name):
        return self.more.get(name) or self.directory.blob(name)

    def __deepcopy__(self, memo):
        return self


def main():
    directory = Directory(sys.argv[1])
    blobs = Blobs(directory)
    steps, before, failures, total = Steps(blobs), [], 0, 0
    for data in directory.entries:
        before.append(copy.deepcopy(steps))
        steps.log.apply(data)
    before.append(steps)
    part, of = map(int, sys.argv[3:5]) if len(sys.argv) == 5 else (0, 1)
    for line in open(sys.argv[2]).readlines()[part::of]:
        lie, total = json.loads(line), total + 1
        blobs.more = {sha256(b): b for b in map(bytes.fromhex, lie['blobs'])}
        found, at, state = 'nothing', lie['first'] + len(lie['entries']), copy.deepcopy(before[lie['first']])
        try:
            for i, data in enumerate(lie['entries']):
                state.log.apply(bytes.fromhex(data))
        except Refused as refused:
            found, at = refused.number, lie['first'] + i
        if (found == 'nothing') != lie['name'].startswith('truth') or (found, at) != (lie['check'], lie['entry']):
            failures += 1
            print(f'{lie["name"]}: the first verifier says {lie["check"]} at entry {lie["entry"]},', f'the second {found} at entry {at}')
    print(f'{total} lies, {failures} of them not stopped alike')
    return failures or total == 0


if __name__ == '__main__':
    sys.exit(1 if main() else 0)
