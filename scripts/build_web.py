#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""build_web.py WEB OUT TOOLS: the pages of the folder WEB, bundled into OUT. Installs what package-lock.json names into WEB/node_modules when
that is not what lies there, and the pinned Node into TOOLS when the system's is too old. Fails with one sentence."""
import fcntl
import json
import pathlib
import shutil
import subprocess
import sys

web, out, tools = (pathlib.Path(a).resolve() for a in sys.argv[1:4])
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'tests/browser'))
import prepare  # noqa: E402

LIMIT = 300  # seconds for one npm ci


def packages(file):
    return {name: one for name, one in json.loads(file.read_text())['packages'].items() if name}


def installed():
    """npm leaves a list of what it has installed; packages for other machines may be missing there."""
    there = web / 'node_modules/.package-lock.json'
    if not there.is_file():
        return False
    have, want = packages(there), packages(web / 'package-lock.json')
    return all(have[n].get('integrity') == one.get('integrity') if n in have else one.get('optional') for n, one in want.items()) and have.keys() <= want.keys()


def install(npm):
    done = subprocess.run([npm, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], cwd=web, capture_output=True, text=True, timeout=LIMIT)
    if done.returncode != 0:
        raise prepare.Missing('npm ci failed: ' + (done.stderr.strip().splitlines() or ['no reason given'])[0])


try:
    node = prepare.node(tools, LIMIT)
    with open(web / 'package-lock.json') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several builds of one tree share the modules
        if not installed():
            npm = shutil.which('npm')
            if not npm:
                raise prepare.Missing('npm is not installed')
            install(npm)
    sys.exit(subprocess.run([node, web / 'build.mjs', '--out', out]).returncode)
except (prepare.Missing, subprocess.TimeoutExpired) as missing:
    print(f'build: the pages cannot be built: {missing}; connect to the Internet once, or configure with -DIPPYO_WEB=OFF to leave them out', file=sys.stderr)
    sys.exit(1)
