#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A small rehearsal is served and driven from enrolment to the result: what the origin answers and with which fields, a box that is away, two
epochs, the count, and the verifier. serve_control.py BIN SOURCE. Without nginx: NOT RUN and exit status 77."""
import http.client
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

bin_dir, source = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
if not pathlib.Path('/usr/sbin/nginx').exists():
    print('NOT RUN: serve_control: nginx is not installed')
    sys.exit(77)
folder = pathlib.Path(tempfile.mkdtemp(prefix='ippyo-serve-'))
bad = []
has_relay = (bin_dir / 'ippyo-relay').exists()


def expect(name, ok, shown=''):
    print(('ok    ' if ok else 'FAIL  ') + name)
    if not ok:
        bad.append(name)
        print(shown)


serving = subprocess.Popen([bin_dir / 'ippyo', 'demo', source / 'scenarios/serve-small.toml', '--out', folder / 'out', '--serve', '--control'],
                           stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=open(folder / 'errors', 'w'), text=True)


def answer():
    line = serving.stdout.readline()
    if not line:
        print((folder / 'errors').read_text())
        for log in (folder / 'out').rglob('*.log'):
            print(log, log.read_text()[-2000:])
        sys.exit('the rehearsal ended')
    return json.loads(line)


def tell(command):
    serving.stdin.write(command + '\n')
    serving.stdin.flush()
    return answer()


def get(path, method='GET', host=None, encoding='identity'):
    c = http.client.HTTPConnection('127.0.0.1', port, timeout=30)
    c.request(method, path, headers={'Host': host or f'localhost:{port}', 'Accept-Encoding': encoding})
    r = c.getresponse()
    body = r.read()
    c.close()
    return r, body


ready = answer()
port = int(ready['origin'].rsplit(':', 1)[1])
expect('enrolment is open', ready['ok'] and ready['phase'] == 'enrolment' and ready['visitors_enrolled'] == 0, ready)
letters = tell('letters')
first = letters['visitors'][0]
held = [v for v in letters['visitors'] if 'link' in v]
expect('every visitor has a letter for this origin', len(held) == 4 and len(letters['visitors']) == 6
       and all(v['link'].startswith(ready['origin'] + '/booth/#1.') and len(v['link']) == len(ready['origin']) + 10 + 99 for v in held)
       and len(first['code']) == 22 and 'slot' not in first, letters)
expect('the letters are printed', (folder / 'out/letters/letters.pdf').read_bytes().startswith(b'%PDF'))

r, body = get('/ballot-box/election')
expect('the ballot box answers under the origin from the founding on', r.status == 200 and json.loads(body)['election'] == 'serve-small', body)
expect('the registrar answers under the origin', get('/registrar/applications/status', 'GET')[0].status in (404, 405))
for path in ('/registrar/staff/figures', '/registrar/rehearsal/clock', '/ballot-box/rehearsal/clock', '/nothing'):
    expect(f'{path} is not for the public', get(path)[0].status == 404)
r, _ = get('/')
expect('the root leads to the booth', r.status == 302 and r.getheader('Location') == '/booth/')
expect('another host is refused', get('/booth/', host='evil.example')[0].status == 421)
expect('a page takes no POST', get('/booth/', 'POST')[0].status == 405)
expect('the relay answers under the origin', get('/relay/boxes/0000/0')[0].status == (404 if has_relay else 503))
expect('no folder is listed', get('/booth/assets/')[0].status in (403, 404))
expect('the page is told where the card agent is', json.loads(get('/site.json')[1])['card_agent'].startswith('http://localhost:'))
FIELDS = {'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer', 'Cross-Origin-Opener-Policy': 'same-origin',
          'Cross-Origin-Resource-Policy': 'same-origin', 'X-Frame-Options': 'DENY', 'Cache-Control': 'no-cache'}
r, body = get('/booth/')
policy = r.getheader('Content-Security-Policy') or ''
expect('every field of a page is there, whatever the answer', all(r.getheader(k) == v for k, v in FIELDS.items()), r.getheaders())
expect('the policy lets nothing foreign in', all(part in policy for part in ("default-src 'none'", "script-src 'self'", "form-action 'none'", "frame-ancestors 'none'",
       "base-uri 'none'", "require-trusted-types-for 'script'", 'http://localhost:')) and 'unsafe' not in policy and '*' not in policy, policy)
expect('camera and passkeys are allowed, nothing else', all(part in (r.getheader('Permissions-Policy') or '') for part in ('camera=(self)', 'microphone=()', 'geolocation=()')))
if ready['pages']:
    expect('the pages are served, packed', r.status == 200 and get('/booth/', encoding='gzip')[0].getheader('Content-Encoding') == 'gzip')
    expect('the provider may send the browser back', get('/booth/signed-in?code=1&state=2')[1] == body)
    assets = [line.split()[0] for line in get('/manifest.txt')[1].decode().splitlines() if '/assets/' in line]
    r, _ = get('/' + assets[0])
    announced = [e for e in json.loads(get('/ballot-box/contents')[1])['entries'] if e['type'] == 21]
    expect('the pages that are served are announced on the board', len(announced) == 1, announced)
    expect('a file with its hash in its name is kept', 'immutable' in r.getheader('Cache-Control') and r.getheader('X-Content-Type-Options') == 'nosniff', r.getheaders())
else:
    print('NOT RUN: serve_control: the pages are not built')

expect('there is no vote before the opening', not tell('cast 1')['ok'] and not tell('close')['ok'] and not tell('epoch')['ok'])
expect('an unknown command says what there is', 'close-enrolment' in tell('dance')['error'])
opened = tell('close-enrolment')
expect('the first epoch is open', opened['ok'] and opened['phase'] == 'voting' and opened['epoch']['epoch'] == 1 and opened['epoch']['state'] == 'open', opened)
expect('enrolment closes once', not tell('close-enrolment')['ok'])
expect('sample voters cast', tell('cast 3')['ok'])
second = tell('epoch')
expect('the epoch is sealed and the next one open', second['ok'] and second['epoch']['sealed'] == 1 and second['epoch']['epoch'] == 2, second)
expect('the box is stopped', tell('stop-box')['ok'])
r, body = get('/ballot-box/epoch')
expect('a box that is away is said as busy', r.status == 503 and r.getheader('Retry-After') == '5' and json.loads(body)['type'] == 'urn:ippyo:problem:busy', body)
expect('the box comes back', tell('start-box')['ok'] and get('/ballot-box/epoch')[0].status == 200)
expect('the registrar comes back', tell('stop-registrar')['ok'] and get('/registrar/enrol/begin', 'POST')[0].status == 503 and tell('start-registrar')['ok'])
expect('they cast again', tell('cast 2')['ok'])
before = tell('state')['now']
expect('time moves by command only', tell('advance 5')['now'] == before + 5)
closed = tell('close')
expect('the votes are counted', closed['ok'] and closed['phase'] == 'counted', closed)
expect('and the board is served', get('/ballot-box/board/checkpoint')[0].status == 200)
verified = subprocess.run([bin_dir / 'ippyo-verify', closed['board']], capture_output=True, text=True, timeout=60)
expect('anybody verifies it', verified.returncode == 0 and verified.stdout.endswith('verified\n'), verified.stdout + verified.stderr)
children = pathlib.Path(f'/proc/{serving.pid}/task/{serving.pid}/children').read_text().split()
serving.stdin.write('quit\n')
serving.stdin.close()
expect('it ends cleanly', serving.wait(20) == 0, (folder / 'errors').read_text())
expect('and leaves nothing running', children and not any(os.path.exists(f'/proc/{p}') for p in children), children)

shutil.rmtree(folder)
print(f'{len(bad)} failed')
sys.exit(bool(bad))
