#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A second verifier, written from docs/SPEC.md alone: verify.py [--first] BOARD. [SPEC 9.1]

--first stops at the first finding.

Exit status: 0 fully valid, 1 not valid (the findings say why), 2 the board could not be read.
"""
import sys

from board import Directory, NoBoard
from encoding import Malformed, Reader, Refused
from record import CHUNK, P_RESULT, Chunk, Entry
from steps import Steps


class Finding:
    def __init__(self, refused, entry=None):
        self.number, self.where, self.entry = refused.number, refused.where, entry

    def text(self):
        place = f'entry {self.entry}' if self.entry is not None else ''
        return f'{self.number} ({", ".join(x for x in (place, self.where) if x)})'


def named_blobs(entries):
    """What the chunk entries name, whether or not they are good."""
    names = set()
    for data in entries:
        try:
            entry = Entry(Reader(data))
            if entry.type == CHUNK:
                names.add(Chunk(Reader(entry.body)).sha256)
        except Malformed:
            continue
    return names


def check_checkpoints(history, steps):
    """Signatures, quorum, and the order of times."""
    policy, latest, last = steps.policy, {}, max(history, default=0)
    for size in sorted(history):
        where = f'checkpoint {size}'
        try:
            cosigned = policy.judge(history[size], quorum=size == last)
        except Refused as refused:
            raise Refused(refused.number, f'{where}, {refused.where}' if refused.where else where) from None
        for name, times in cosigned.items():
            if times[0] < latest.get(name, 0):
                print(f'remark: V17.81 {where}, {name}')
            latest[name] = max(latest.get(name, 0), times[0])
    if steps.constitution.real_clock:
        check_epochs(history, steps)


def check_epochs(history, steps):
    """Times that signers wrote against the quorum's own."""
    policy, never = steps.policy, 2 ** 64
    times = {size: policy.time(policy.judge(c)) for size, c in history.items()}
    closings = set(steps.sealed.values())
    for i, written in enumerate(steps.log.times):
        seen = min((t for size, t in times.items() if size > i and t is not None), default=never)
        if written > seen + 120:
            raise Refused('V17.83', f'entry {i}')
        if i in closings and seen > steps.opening.calendar.polling.start:
            raise Refused('V17.82', f'entry {i}')


def verify(folder, only_first=False):
    """(findings, entries that passed, entries, steps)"""
    directory, findings, history = Directory(folder), [], {}
    if directory.unreadable is not None:
        findings.append(Finding(Refused('V17.80', f'entry {directory.unreadable}')))
    try:
        history = directory.audit(named_blobs(directory.entries))
    except Refused as refused:
        findings.append(Finding(refused))
    steps, passed = Steps(directory.blob), 0
    for data in directory.entries if not (findings and only_first) else []:
        try:
            steps.log.apply(data)
        except Refused as refused:
            findings.append(Finding(refused, passed))
            break
        passed += 1
    if steps.policy:
        try:
            check_checkpoints(history, steps)
        except Refused as refused:
            findings.append(Finding(refused))
    if passed == len(directory.entries) and steps.log.phase != P_RESULT:
        findings.append(Finding(Refused('V16.80')))
    return findings, passed, directory.latest.size, steps


def print_result(steps):
    for contest, count, seats in zip(steps.rules.contests, *steps.tally()):
        print(f'{contest.id}: valid {count.valid}, withdrawn {count.withdrawn}, blank {count.blank}, abstain {count.abstain}, '
              f'null {count.null}, unused {count.unused}, invalid {count.invalid}; elected {seats.elected}, tied {seats.tied}')


def main():
    arguments = [a for a in sys.argv[1:] if a != '--first']
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        findings, passed, entries, steps = verify(arguments[0], '--first' in sys.argv)
    except (NoBoard, OSError) as error:
        print(f'verify.py: {error}', file=sys.stderr)
        return 2
    print(f'{passed} of {entries} entries passed every check')
    if findings:
        for number, finding in enumerate(findings, 1):
            print(f'{number}. {finding.text()}')
        print('NOT VERIFIED: do not use this result.')
        return 1
    print_result(steps)
    print('verified')
    return 0


if __name__ == '__main__':
    sys.exit(main())
