#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The virtual card in a real PC/SC service: OpenSC knows it as `jpki` and signs with it, ippyo-card signs the same bytes, and everything
that goes wrong with cards and readers has its word. card_readers.py BIN. Without pcscd, vpcd or OpenSC: NOT RUN."""
import base64
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from card_agent import Agent
from private_pcscd import Cards, Missing, Pcscd

bin_dir = pathlib.Path(sys.argv[1]).resolve()
folder = pathlib.Path(tempfile.mkdtemp(prefix='ippyo-card-'))
bad = []


def expect(name, ok, shown=''):
    print(('ok    ' if ok else 'FAIL  ') + name, flush=True)
    if not ok:
        bad.append(name)
        print(shown)


def run(*command, env=None):
    return subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=30, env=env)


def settles(what, wanted, seconds=10):
    """The service notices a card within a second or so."""
    end = time.monotonic() + seconds
    while (seen := what()) != wanted and time.monotonic() < end:
        time.sleep(0.05)
    return seen


def put_back(agent, cards, made):
    """vpcd sometimes does not see a card that comes right after one that went in the middle of a command; a person would try again too."""
    for _ in range(4):
        cards.ask('insert hanako slot=1')
        if settles(lambda: agent.state(made), 'pin', 3) == 'pin':
            return
        cards.ask('remove slot=1')
        settles(lambda: agent.state(made), 'never', 1)  # the service looks at its readers every 0.4 s


def opensc(agent, cards, env):
    claim = bytes(range(32))
    (folder / 'claim').write_bytes(claim)
    recognised = settles(lambda: run('opensc-tool', '-r', '0', '-n', env=env).stdout.strip(), 'jpki')
    expect('opensc-tool says jpki', recognised == 'jpki', recognised)
    signed = run('pkcs11-tool', '--slot-index', '0', '--login', '--pin', '1234', '--sign', '-m', 'SHA256-RSA-PKCS', '--id', '01', '-i',
                 folder / 'claim', '-o', folder / 'sig', env=env)
    run('pkcs15-tool', '-r', '0', '--read-certificate', '01', '-o', folder / 'auth.pem', env=env)
    run('openssl', 'x509', '-in', folder / 'auth.pem', '-pubkey', '-noout', '-out', folder / 'auth.pub')
    verified = run('openssl', 'dgst', '-sha256', '-verify', folder / 'auth.pub', '-signature', folder / 'sig', folder / 'claim')
    expect('pkcs11-tool signs and openssl verifies', 'Verified OK' in verified.stdout, signed.stderr + verified.stderr)
    made = agent.make(kind='claim', claim=claim.hex(), attributes=True)
    expect('the page shows three tries', '<strong>3回</strong>' in agent.page(made))
    agent.type(made, pin='1234', same='yes')
    given = agent.collect(made)
    expect('our client signs the same bytes', base64.b64decode(given.get('signature', '')) == (folder / 'sig').read_bytes(), given)
    pem = ''.join(l for l in (folder / 'auth.pem').read_text().splitlines() if '-----' not in l)
    expect('and reads the same certificate', given.get('certificate') == pem)
    expect('and the attributes', given.get('attributes', {}).get('birth') == '1980-02-29', given)
    after = run('opensc-tool', '-r', '0', '-s', '00:A4:04:0C:0A:D3:92:F0:00:26:01:00:00:00:01', '-s', '00:A4:02:0C:02:00:17',
                '-s', '80:2A:02:97:20:' + ':'.join(['AA'] * 32) + ':00', env=env)
    expect('afterwards another program can sign nothing', 'SW1=0x69, SW2=0x82' in after.stdout, after.stdout)


def pins(agent, cards):
    made = agent.make(kind='claim', claim='ab' * 32)
    agent.type(made, pin='0000')
    expect('a wrong number leaves two tries', '<strong>2回</strong>' in agent.page(made))
    agent.type(made, pin='0000')
    page = agent.page(made)
    expect('the last try asks for a confirmation', '<strong>1回</strong>' in page and 'name="last"' in page)
    agent.type(made, pin='0000')
    expect('without it the card was not asked', '<strong>1回</strong>' in agent.page(made))
    agent.type(made, pin='0000', last='yes')
    expect('a blocked card ends the request', agent.collect(made).get('word') == 'pin-blocked')
    cards.ask('remove')
    expect('the card counted the same', cards.ask('tries taro').startswith('auth=0 sign=5'))


def readers(agent, cards):
    made = agent.make(kind='statement', statement='見本の宣誓')
    expect('an empty reader asks for the card', settles(lambda: agent.state(made), 'no-card') == 'no-card')
    cards.ask('new hanako name=見本　花子')
    cards.ask('insert hanako slot=1')
    expect('the second reader will do', settles(lambda: agent.state(made), 'pin') == 'pin')
    cards.ask('insert taro slot=0')
    expect('two cards are one too many', settles(lambda: agent.state(made), 'several-cards') == 'several-cards')
    cards.ask('remove slot=0')
    settles(lambda: agent.state(made), 'pin')
    cards.ask('remove-at 802a slot=1')
    agent.type(made, pin='ABC123')
    expect('a card taken out in the middle leaves the request open', agent.collect(made).get('state') == 'pending')
    settles(lambda: agent.state(made), 'no-card')
    put_back(agent, cards, made)
    agent.type(made, pin='ABC123')
    expect('and put back it signs', agent.collect(made).get('state') == 'done')


def revocation(cards):
    """The folder is a certification service that openssl can run."""
    pki = folder / 'pki'
    about = ['-issuer', pki / 'auth/root.pem', '-cert', folder / 'auth.pem', '-no_nonce']

    def status():
        run('openssl', 'ocsp', '-index', pki / 'auth/index.txt', '-CA', pki / 'auth/root.pem', '-rsigner', pki / 'auth/ocsp.pem', '-rkey',
            pki / 'auth/ocsp.key', *about, '-respout', folder / 'answer')
        return run('openssl', 'ocsp', '-respin', folder / 'answer', *about, '-CAfile', pki / 'auth/root.pem')

    good = status()
    expect('openssl ocsp answers good', 'auth.pem: good' in good.stdout and 'verify OK' in good.stderr, good.stdout + good.stderr)
    cards.ask('revoke taro')
    revoked = status()
    expect('and revoked afterwards', 'auth.pem: revoked' in revoked.stdout, revoked.stdout + revoked.stderr)
    listed = run('openssl', 'verify', '-CAfile', pki / 'auth/root.pem', '-crl_check', '-CRLfile', pki / 'auth/crl.pem', folder / 'auth.pem')
    expect('and so does the list', 'certificate revoked' in listed.stderr, listed.stdout + listed.stderr)


services = []
try:
    for tool in ('opensc-tool', 'pkcs11-tool', 'openssl', 'unshare'):
        if not shutil.which(tool):
            raise Missing(tool + ' is not installed')
    pcscd = Pcscd(folder)
    services.append(pcscd)
    cards = Cards(bin_dir / 'ippyo-virtual-card', folder / 'pki', pcscd.port, pcscd.env)
    services.append(cards)
    cards.ask('new taro')
    cards.ask('insert taro')
    agent = Agent(bin_dir / 'ippyo-card', pcscd.env)
    services.append(agent)
    opensc(agent, cards, pcscd.env)
    pins(agent, cards)
    readers(agent, cards)
    revocation(cards)
except Missing as missing:
    print(f'NOT RUN: card_readers: {missing}')
    sys.exit(77)
finally:
    for s in reversed(services):
        s.stop()
    shutil.rmtree(folder, ignore_errors=True)
sys.exit(bool(bad))
