#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The agent's page in a real browser: every state looked at by axe-core in both sizes, driven with the keyboard alone, closed to other sites.
card_page.py BIN SOURCE MODULES [PICTURES]. Without browser, Node, modules or pcscd: NOT RUN and exit status 77."""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

from private_pcscd import Missing, Pcscd

bin_dir, source, modules = (pathlib.Path(a).resolve() for a in sys.argv[1:4])
sys.path.insert(0, str(source / 'tests/browser'))
import prepare  # noqa: E402

folder = pathlib.Path(tempfile.mkdtemp(prefix='ippyo-page-'))
pcscd = None
try:
    node, browser, modules = prepare.node(modules), prepare.chromium(), prepare.modules(modules)
    pcscd = Pcscd(folder)
    test = subprocess.Popen([node, source / 'tests/e2e/card_page.mjs', modules, browser, bin_dir, folder, str(pcscd.port), *sys.argv[4:5]],
                            env=pcscd.env, start_new_session=True)
    try:
        status = test.wait(120)
    finally:
        if test.poll() is None:  # with everything that it started
            os.killpg(test.pid, signal.SIGKILL)
except (Missing, prepare.Missing) as missing:
    print(f'NOT RUN: card_page: {missing}')
    status = 77
finally:
    if pcscd:
        pcscd.stop()
    shutil.rmtree(folder, ignore_errors=True)
sys.exit(status)
