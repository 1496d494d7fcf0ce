#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""pictures.py FROM TO: the screens of gallery.mjs with few colours, and README.md as their index."""
import pathlib
import re
import sys

from PIL import Image

source, target = (pathlib.Path(a) for a in sys.argv[1:3])
target.mkdir(parents=True, exist_ok=True)
for old in target.glob('*.png'):
    old.unlink()
names = []
for path in sorted(source.glob('*-phone.png')):
    name = path.name.removesuffix('-phone.png')
    names.append(name)
    for place in ('phone', 'tablet', 'desk'):
        picture = Image.open(source / f'{name}-{place}.png').convert('RGB')
        small = picture.quantize(32, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        small.save(target / f'{name}-{place}.png', optimize=True)

PAGES = {'booth': 'The voter’s page, on a whole way of a voter', 'casting': 'What the voting device shows for the check', 'check': 'The second device',
         'board': 'The public page'}
lines = ['# Screens', '', 'Every screen of the pages at 360×740, 768×1024 and 1440×900, in Japanese and the light theme, against the real services in a',
         'rehearsal with sample people. Times and codes are those of the run. Made by:', '',
         '    node tests/browser/gallery.mjs BIN/ippyo $PWD/web /usr/bin/chromium scenarios/serve.toml --shots FOLDER',
         '    python3 tests/browser/pictures.py FOLDER docs/screens', '']
for page, title in PAGES.items():
    lines += [f'## {title}', '', '| screen | 360 | 768 | 1440 |', '|---|---|---|---|']
    for name in (name for name in names if name.startswith(page + '-')):
        words = re.sub(r'^(booth-\d+|check|board|casting)-', '', name).replace('-', ' ')
        lines.append(f'| {words} | ' + ' | '.join(f'[phone]({name}-phone.png) | [tablet]({name}-tablet.png) | [desk]({name}-desk.png)'.split(' | ')) + ' |')
    lines.append('')
(target / 'README.md').write_text('\n'.join(lines).rstrip() + '\n', encoding='utf-8')
total = sum(path.stat().st_size for path in target.glob('*.png'))
print(f'{len(names)} screens, {total / 1e6:.1f} MB')
