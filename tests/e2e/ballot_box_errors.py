#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A running ballot box and everything that is not a good cast: each gets the one answer that SPEC 10.4 and 10.6 name, as problem+json,
and nobody who is slow holds up the others."""
import http.client
import json
import pathlib
import shutil
import socket
import struct
import subprocess
import sys
import tempfile

bin_dir, source = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
folder = pathlib.Path(tempfile.mkdtemp(prefix='ippyo-e2e-'))
out = folder / 'smoke'
bad = []


def expect(name, ok, shown=''):
    print(('ok    ' if ok else 'FAIL  ') + name)
    if not ok:
        bad.append(name)
        print(shown)


def ask(method, path, body=None, timeout=10):
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=timeout)
    connection.request(method, path, body)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def refused(name, answer, status, slug):
    got, headers, body = answer
    try:
        problem = json.loads(body)
    except ValueError:
        problem = {}
    ok = (got == status and headers['Content-Type'] == 'application/problem+json' and problem.get('status') == status
          and problem.get('type') == 'urn:ippyo:problem:' + slug and problem.get('detail', '').endswith('.'))
    expect(name, ok, f'{got} {headers}\n{body}')


def cast(epoch, request=bytes(16)):
    """Well-formed (10.2) and worth nothing: every signature and proof is zeros."""
    row, membership = bytes(80 + 224), bytes(112)
    grant = struct.pack('>Q', 0) + bytes(16 + 32) + struct.pack('>II', 1, 3) + bytes(64)
    return (request + grant + struct.pack('>I', epoch) + struct.pack('>I', len(row)) + row + struct.pack('>I', 1)
            + struct.pack('>I', len(membership)) + membership + bytes(64))


demo = subprocess.run([bin_dir / 'ippyo', 'demo', source / 'scenarios/smoke.toml', '--out', out], capture_output=True, text=True, timeout=120)
expect('an election to ask about', demo.returncode == 0, demo.stdout + demo.stderr)
if bad:
    sys.exit(1)
private = out / 'private'
box = subprocess.Popen([bin_dir / 'ippyo-box', '--board', out / 'board', '--data', private / 'board-operator', '--keys', private / 'box.keys',
                        '--passphrase', f'file:{private}/passphrase', '--port', '0', '--threads', '1', '--manual-clock', '0'],
                       stdout=subprocess.PIPE, text=True)
try:
    port = int(box.stdout.readline())
    refused('a body that is too large', ask('POST', '/cast', bytes(128 * 1024 + 1)), 413, 'body-too-large')
    refused('no body', ask('POST', '/cast', b''), 400, 'malformed')
    refused('noise', ask('POST', '/cast', b'\xff' * 500), 400, 'malformed')
    refused('a cast with one byte more', ask('POST', '/cast', cast(1) + b'\0'), 400, 'malformed')
    refused('a cast with one byte less', ask('POST', '/cast', cast(1)[:-1]), 400, 'malformed')
    closed = ask('POST', '/cast', cast(1))
    refused('a cast for an epoch that is over', closed, 503, 'busy')
    other = ask('POST', '/cast', cast(999, b'r' * 16))
    expect('one refusal, whatever the reason: same status, text and Retry-After',
           (closed[0], closed[2], closed[1]['Retry-After']) == (other[0], other[2], other[1]['Retry-After']) and closed[1]['Retry-After'], str(other))
    refused('a path that is not there', ask('GET', '/votes'), 404, 'no-such-path')
    refused('an epoch that is not there', ask('GET', '/run/77/0'), 404, 'not-found')
    refused('a way out of the board', ask('GET', '/board/../private/passphrase'), 404, 'not-found')
    wrong = ask('GET', '/cast')
    refused('a wrong method', wrong, 405, 'wrong-method')
    expect('and the right one is named', wrong[1]['Allow'] == 'POST', str(wrong[1]))
    slow = []
    for _ in range(50):
        slow.append(socket.create_connection(('127.0.0.1', port)))
        slow[-1].sendall(b'POST /cast HTTP/1.1\r\nHost: x\r\nContent-Le')
    status, _, body = ask('GET', '/epoch', timeout=5)
    expect('fifty slow headers on one thread hold up nobody', status == 200 and json.loads(body)['state'] == 'closed', f'{status} {body}')
    for s in slow:
        s.close()
finally:
    box.terminate()
    expect('it ends well', box.wait(timeout=30) == 0)
shutil.rmtree(folder)
print(f'{len(bad)} failed')
sys.exit(bool(bad))
