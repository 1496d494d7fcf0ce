#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""run.py BIN SOURCE TOOLS SCRIPT [ARGUMENT ..]: a script of the pages under the Node that they are built with. In the arguments {bin}, {source},
{modules} and {chromium} are filled in. Without Node, browser, modules or nginx: NOT RUN and exit status 77."""
import os
import pathlib
import shutil
import signal
import subprocess
import sys

bin_dir, source, tools = (pathlib.Path(a).resolve() for a in sys.argv[1:4])
sys.path.insert(0, str(source / 'tests/browser'))
import prepare  # noqa: E402

try:
    node, browser, modules = prepare.node(tools), prepare.chromium(), source / 'web/node_modules'
    if not modules.is_dir():
        raise prepare.Missing('the pages were not built (IPPYO_WEB is off)')
    if not (shutil.which('nginx') or os.access('/usr/sbin/nginx', os.X_OK)):
        raise prepare.Missing('nginx is not installed')
except prepare.Missing as missing:
    print(f'NOT RUN: {sys.argv[4]}: {missing}')
    sys.exit(77)
words = [word.format(bin=bin_dir, source=source, modules=source / 'web', chromium=browser) for word in sys.argv[4:]]
places = {'IPPYO_CHROMIUM': str(browser), 'IPPYO_RELAY': str(bin_dir / 'ippyo-relay'), 'IPPYO_PROGRAM': str(bin_dir / 'ippyo')}
test = subprocess.Popen([node, *words], cwd=source, env={**os.environ, **places}, start_new_session=True)
try:
    status = test.wait()
finally:
    if test.poll() is None:  # with everything that it started
        os.killpg(test.pid, signal.SIGKILL)
sys.exit(status)
