#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A disk without space: every failure is one sentence that says so, nothing acknowledged is lost, and with space again all goes on.

full_disk.py BIN SCENARIO. The disk is a tmpfs; who may not mount one gets NOT RUN and exit status 77.
"""
import os
import re
import subprocess
import sys
import tempfile

bin_dir, scenario = sys.argv[1], sys.argv[2]
bad = []


class Disk:
    """A tmpfs of `size`, gone at the end."""

    def __init__(self, size):
        self.size = size

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix='ippyo-disk-')
        mounted = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=' + self.size, 'tmpfs', self.folder], capture_output=True, text=True)
        if mounted.returncode != 0:
            os.rmdir(self.folder)
            print('NOT RUN: full_disk needs the right to mount a tmpfs: ' + mounted.stderr.strip())
            sys.exit(77)
        return self.folder

    def __exit__(self, *_):
        subprocess.run(['umount', '-l', self.folder])
        os.rmdir(self.folder)


def expect(name, ok, shown):
    print(('ok    ' if ok else 'FAIL  ') + name)
    if not ok:
        bad.append(name)
        print(shown)


def is_one_sentence_about_space(text):
    lines = text.strip().split('\n')
    return len(lines) == 1 and re.search('no space left', lines[0], re.I) and 'terminate called' not in text


for size in ['40k', '160k', '320k']:
    with Disk(size) as folder:
        demo = subprocess.run([os.path.join(bin_dir, 'ippyo'), 'demo', scenario, '--out', os.path.join(folder, 'out')], capture_output=True, text=True, timeout=60)
        error = demo.stderr.replace('\r', '\n').split('\n')
        said = '\n'.join(line for line in error if line.startswith('ippyo'))
        expect(f'a demonstration on {size} says that there is no space', demo.returncode == 1 and is_one_sentence_about_space(said), demo.stdout + demo.stderr)

with Disk('8m') as folder:
    box = subprocess.run([os.path.join(bin_dir, 'box_on_full_disk'), folder], capture_output=True, text=True, timeout=120)
    print(box.stdout.strip())
    log = os.path.join(folder, 'election/private/box.log')
    said = open(log).read() if os.path.exists(log) else ''
    expect('a ballot box on a full disk loses nothing and goes on', box.returncode == 0, box.stdout + box.stderr + said)
    whole = [line for line in said.split('\n')[:-1] if line]
    expect('every line of its log is one sentence of its own', all(line.startswith('ippyo-box: ') for line in whole) and 'terminate' not in said, said)

print(f'{len(bad)} failed')
sys.exit(bool(bad))
