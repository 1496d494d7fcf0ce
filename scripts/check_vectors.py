#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every algorithm of chapters 2 to 5 has its vector file, with every check that its section lists: scripts/check_vectors.py ROOT"""
import json
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
ELSEWHERE = {'3.1': 'an element is that of 2.2', '4.7': 'informative: how we verify many at once'}
ONLY_VALUES = {'2.3', '2.4', '3.3', '3.4', '5.5'}  # functions that refuse nothing


def sections():
    """(number, name, text)"""
    for chapter in sorted((root / 'docs/spec').glob('[2-5]-*.md')):
        parts = re.split(r'^## (\d+\.\d+) (\w+)$', chapter.read_text(), flags=re.M)
        yield from zip(parts[1::3], parts[2::3], parts[3::3])


bad, files = [], 0
for number, name, text in sections():
    path = root / f'tests/vectors/{number}-{name}.json'
    if number in ELSEWHERE:
        continue
    if not path.exists():
        bad.append(f'docs/spec names {number} {name}, without {path.relative_to(root)}; write its cases in make_*.cpp there')
        continue
    files += 1
    checks = [case['check'] for case in json.loads(path.read_text())['cases']]
    if 'pass' not in checks or number not in ONLY_VALUES and set(checks) == {'pass'}:
        bad.append(f'{path.name} needs cases that pass and cases that fail')
    listed = {n for line in text.split('\n') if line.startswith('| V') for n in re.findall(r'V\d+\.\d+', line)}
    bad += [f'{path.name} has no case that fails {n}, which section {number} lists' for n in sorted(listed - set(checks))]
print('\n'.join(bad) or f'vectors: ok, {files} sections')
sys.exit(bool(bad))
