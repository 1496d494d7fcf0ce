#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A real browser with a virtual authenticator registers a passkey and logs in; the server judges with src/passkey.
passkey_browser.py BIN SOURCE MODULES. Without browser, Node or modules: NOT RUN and exit status 77."""
import pathlib
import subprocess
import sys

bin_dir, source, modules = (pathlib.Path(a).resolve() for a in sys.argv[1:4])
sys.path.insert(0, str(source / 'tests/browser'))
import prepare  # noqa: E402

try:
    node, browser, modules = prepare.node(modules), prepare.chromium(), prepare.modules(modules)
except prepare.Missing as missing:
    print(f'NOT RUN: passkey_browser: {missing}')
    sys.exit(77)
server = subprocess.Popen([bin_dir / 'passkey_server', source / 'tests/passkey_server/page.html'], stdout=subprocess.PIPE, text=True)
try:
    port = server.stdout.readline().strip()
    test = subprocess.run([node, source / 'tests/e2e/passkey_browser.mjs', modules, browser, port], timeout=60)
finally:
    server.terminate()
    server.wait(10)
sys.exit(test.returncode or server.returncode)
