#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""ippyo-sample-provider against the npm package openid-client: sign-ins that count, and those that do not.

foreign_client.py PROGRAM SOURCE WORK. Without node 20 and npm's registry: NOT RUN and exit status 77.
"""
import pathlib
import subprocess
import sys

program, source, work = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]).resolve()
sys.path.insert(0, str(source / 'tests/browser'))
import prepare  # noqa: E402

here = pathlib.Path(__file__).resolve().parent
CLIENT_ID, REDIRECT = 'city&registrar', 'https://vote.example/signed-in'
MAKE_KEY = '''
const { privateKey } = require('crypto').generateKeyPairSync('ec', { namedCurve: 'P-256' });
const { d, ...open } = { ...privateKey.export({ format: 'jwk' }), kid: 'client', alg: 'ES256', use: 'sig' };
require('fs').writeFileSync('private.jwk', JSON.stringify({ ...open, d }));
require('fs').writeFileSync('client.jwk', JSON.stringify(open));
'''


def started(command, **more):
    return subprocess.Popen([str(c) for c in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=work, **more)


def provider():
    """The program and its issuer."""
    process = started([program, '--client-id', CLIENT_ID, '--redirect-uri', REDIRECT, '--jwk', 'client.jwk', '--voters', '50',
                       '--secret', 'secret'])
    return process, process.stdout.readline().strip()


def ask(process, line):
    process.stdin.write(line + '\n')
    process.stdin.flush()
    return process.stdout.readline().strip()


work.mkdir(parents=True, exist_ok=True)
try:
    node = prepare.node(work)
    modules = prepare.install(here, work / 'modules')
except prepare.Missing as why:
    print(f'NOT RUN: the foreign OpenID client: {why}')
    sys.exit(77)
subprocess.run([str(node), '-e', MAKE_KEY], cwd=work, check=True)
op, issuer = provider()
client = None
try:
    client = started([node, here / 'login.mjs', modules, issuer, CLIENT_ID, REDIRECT, work / 'private.jwk', '00000001'])
    for line in client.stdout:
        print(line, end='')
        if line == 'rotate\n':
            print(ask(op, 'rotate'))
            client.stdin.write('rotated\n')
            client.stdin.flush()
    failed = client.wait(20)
    op.terminate()
    stopped = op.wait(10)
finally:
    for process in (op, client):
        if process and process.poll() is None:
            process.kill()
print('foreign client: ' + ('ok' if not failed and not stopped else f'client {failed}, provider {stopped}'))
sys.exit(1 if failed or stopped else 0)
