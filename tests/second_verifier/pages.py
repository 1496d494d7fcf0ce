#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The verifier of the pages on the boards of this folder: pages.py FOLDER TOOLS PART OF. FOLDER/board is the honest board, FOLDER/lies all
lies about it as `write_world` wrote them. What reads boards in the pages is tested on the same board."""
import os
import pathlib
import subprocess
import sys

WEB = pathlib.Path(__file__).resolve().parent.parent.parent / 'web'
sys.path.insert(0, str(WEB.parent / 'tests/browser'))
import prepare  # noqa: E402

folder, tools, part, of = sys.argv[1:5]
try:
    if not (WEB / 'node_modules/@noble/curves').is_dir():
        raise prepare.Missing('web/node_modules is not there: the target `web` installs it')
    node = prepare.node(tools)
except prepare.Missing as missing:
    print(f'NOT RUN: {missing}')
    sys.exit(77)
os.environ.update(IPPYO_BOARD=f'{folder}/board', IPPYO_LIES=f'{folder}/lies', IPPYO_LIES_PART=f'{part}/{of}')
sys.exit(subprocess.run([node, 'test.mjs', 'verify/lies', *([] if int(part) else ['record/', 'device/recorded'])], cwd=WEB).returncode)
