#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails when a file includes a layer that cmake/layers.cmake does not allow, or another layer's internal/ header."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
allow = {m[1]: set(m[2].replace('"', '').split())
         for m in re.finditer(r'set\(ALLOW_(\w+)\s+([^)]*)\)', (root / 'cmake/layers.cmake').read_text())}
layers = {name: next(f for p in ('services', 'tools', 'src') if (f := root / p / name).is_dir() or p == 'src') for name in allow}
bad = []
for layer, folder in layers.items():
    for f in sorted(folder.rglob('*.[ch]pp')):
        for n, line in enumerate(f.read_text().splitlines(), 1):
            m = re.match(r'\s*#include "(\w+)/(.*)"', line)
            if m and m[1] != layer and (m[1] not in allow[layer] or m[2].startswith('internal/')):
                bad.append(f'{f.relative_to(root)}:{n}: {layer} may not include {m[1]}/{m[2]}')
print('\n'.join(bad) or 'layers: ok')
sys.exit(bool(bad))
