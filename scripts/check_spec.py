#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Code and specification say the same: every check constant has its row in docs/spec/9-checks.md, every [SPEC n.m] its section.

scripts/check_spec.py ROOT            fails with what differs
scripts/check_spec.py ROOT --write    writes the tables of chapter 9 anew from the constants
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
chapter = root / 'docs/spec/9-checks.md'
RULES = {
    1: 'generators and plaintext elements', 2: 'canonical encodings', 3: 'proofs of knowledge', 4: 'contexts, signers, sequence',
    5: 'slot proofs', 6: 'no two places alike', 7: 'order and chain', 8: 'slots', 9: 'counts, stations, tokens', 10: 'C_0',
    11: 'settlement', 12: 'mix input and mixers', 13: 'shuffles', 14: 'shares of decryption', 15: 'one list per contest; rehearsals',
    16: 'result, seats, lots', 17: 'log, checkpoints, cosignatures', 18: 'nothing unknown', 19: 'constitution and key ceremony'}
NOTES = {10: 'C_0 is computed by everybody and never posted: a record that was built on another one fails V5.1 in its first epoch.'}


def sources():
    for folder in ('src', 'services'):
        yield from sorted((root / folder).rglob('*.hpp'))


def constants():
    found, bad = {}, []
    pattern = re.compile(r'constexpr (?:base::)?Check (k\w+)\{(\d+), (\d+),\s*((?:"[^"]*"\s*)+)\}')
    for f in sources():
        for m in pattern.finditer(f.read_text()):
            number, title = (int(m[2]), int(m[3])), ''.join(re.findall(r'"([^"]*)"', m[4]))
            if number in found:
                bad.append(f'V{number[0]}.{number[1]} is used twice: {found[number][0]} and {m[1]}')
            found[number] = (m[1], title, f.relative_to(root).parent.name)
    return found, bad


def tables(found):
    out = []
    for rule, name in RULES.items():
        out += [f'## V{rule} {name}', '']
        if rule in NOTES:
            out += [NOTES[rule], '']
        rows = [(n, *found[n]) for n in sorted(found) if n[0] == rule]
        if rows:
            out += ['| number | refused | layer | constant |', '|---|---|---|---|']
            out += [f'| V{n[0]}.{n[1]} | {title} | {layer} | `{constant}` |' for n, constant, title, layer in rows] + ['']
    return '\n'.join(out)


def sections():
    found = set()
    for f in [root / 'docs/SPEC.md', *sorted((root / 'docs/spec').glob('*.md'))]:
        found |= set(re.findall(r'^#+ (\d+(?:\.\d+)*)\b', f.read_text(), re.M))
    return found


found, bad = constants()
marker = '<!-- below: written by scripts/check_spec.py --write -->\n'
text = chapter.read_text()
head = text.split(marker)[0]
wanted = head + marker + '\n' + tables(found)
if '--write' in sys.argv:
    chapter.write_text(wanted)
elif text != wanted:
    bad.append('docs/spec/9-checks.md does not list the checks of the code; run scripts/check_spec.py . --write and read the difference')
known = sections()
for f in sources():
    for cited in re.findall(r'\[SPEC ([^\]]*)\]', f.read_text()):
        for number in re.findall(r'(?:^|, |SPEC )(\d+(?:\.\d+)*)', cited):
            if number not in known:
                bad.append(f'{f.relative_to(root)} cites SPEC {number}, which does not exist')
print('\n'.join(bad) or f'specification: ok, {len(found)} checks')
sys.exit(bool(bad))
