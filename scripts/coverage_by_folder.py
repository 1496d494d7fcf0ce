#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sums gcov's JSON by folder: every source line once, covered if any object ran it."""
import collections
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile

build = pathlib.Path(sys.argv[1]).resolve()
root = pathlib.Path(__file__).resolve().parent.parent
lines = collections.defaultdict(dict)
with tempfile.TemporaryDirectory() as scratch:
    for data in build.rglob('*.gcda'):
        subprocess.run(['gcov', '--json-format', str(data)], cwd=scratch, check=True, capture_output=True)
        for out in pathlib.Path(scratch).glob('*.gz'):
            for f in json.loads(gzip.decompress(out.read_bytes()))['files']:
                path = pathlib.Path(f['file'])
                path = path if path.is_absolute() else (build / path)
                try:
                    name = str(path.resolve().relative_to(root))
                except ValueError:
                    continue
                if name.startswith(('src/', 'services/')) and not name.endswith('_test.cpp'):
                    for line in f['lines']:
                        seen = lines[name]
                        seen[line['line_number']] = seen.get(line['line_number'], False) or line['count'] > 0
            out.unlink()
folders = collections.defaultdict(lambda: [0, 0])
for name, seen in lines.items():
    total = folders['/'.join(name.split('/')[:2])]
    total[0] += sum(seen.values())
    total[1] += len(seen)
for folder, (covered, total) in sorted(folders.items()):
    print(f'{folder:24} {covered:6} of {total:6} lines  {100 * covered / total:5.1f} %')
