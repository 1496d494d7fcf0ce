#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails when a program that must work by files only could reach a network or a database."""
import re
import subprocess
import sys

program = sys.argv[1]


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


FORBIDDEN_CALLS = {'socket', 'socketpair', 'connect', 'bind', 'listen', 'accept', 'accept4', 'getaddrinfo', 'gethostbyname',
                   'send', 'sendto', 'sendmsg', 'recv', 'recvfrom', 'recvmsg'}
calls = {line.split()[-1].split('@')[0] for line in run('nm', '-D', '--undefined-only', program).splitlines() if line.strip()}
bad = sorted(f'calls {c}' for c in calls & FORBIDDEN_CALLS)
libraries = re.findall(r'^\s*(\S+)', run('ldd', program), re.M)
bad += [f'links {lib}' for lib in libraries if re.search(r'sqlite|boost|libssl|curl', lib)]
names = run('nm', '-C', program)
bad += [f'contains {name}' for name in ('boost::asio', 'boost::beast', 'sqlite3_', 'ippyo::http', 'ippyo::db') if name in names]
print('\n'.join(f'{program} {b}' for b in bad) or 'no network: ok')
sys.exit(bool(bad))
