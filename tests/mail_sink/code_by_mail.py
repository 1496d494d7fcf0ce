#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Code by mail: the mail as a mail program reads it, tries, expiry, TLS, password, injection; and fetch over https.

code_by_mail.py CLIENT. Without the program openssl: NOT RUN and exit status 77.
"""
import email
import email.policy
import email.utils
import json
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile

from sink import Sink, certificate, server_context, web

bad = []
if shutil.which('openssl') is None:
    print('NOT RUN: code_by_mail needs the program openssl')
    sys.exit(77)
program = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ask(verb, **more):
    program.stdin.write(json.dumps({'do': verb, **more}) + '\n')
    program.stdin.flush()
    return json.loads(program.stdout.readline())


def expect(name, ok, shown):
    print(('ok    ' if ok else 'FAIL  ') + name)
    if not ok:
        bad.append(name)
        print('      ' + str(shown))


def use(sink, **more):
    ask('configure', url=f'smtp://localhost:{sink.port}', **more)


def mail_of(sink):
    return email.message_from_bytes(sink.mails[-1][2], policy=email.policy.default)


def code_of(sink):
    return re.search(r'確認コード: (\d{4} \d{4})', mail_of(sink).get_content())[1].replace(' ', '')


def code(text, **more):
    return ask('finish', answer={'code': text}, **more)


def wrong(right):
    return f'{(int(right) + 1) % 10**8:08d}'


def the_mail():
    sink = Sink()
    use(sink)
    title = 'つくば市立第一中学校 令和八年度生徒会役員選挙および規約改正の投票（前期）'
    begun = ask('begin', address='Hanako.Test+vote@School.EXAMPLE', title=title)
    expect('the mail is sent', begun.get('sent') is True, begun)
    sender, recipients, raw, secure, _ = sink.mails[-1]
    mail = mail_of(sink)
    expect('one recipient, domain in lower case', recipients == ['RCPT TO:<Hanako.Test+vote@school.example>'] and sender.startswith('MAIL FROM:<vote@city.example>'), recipients)
    expect('the mail is ASCII in lines of at most 76 characters that end in CRLF',
           raw.isascii() and all(len(line) <= 76 for line in raw.split(b'\r\n')) and b'\n' not in raw.replace(b'\r\n', b''), raw)
    expect('the subject is read as it was written', mail['subject'] == f'【{title}】確認コード', mail['subject'])
    expect('no header is defective', not mail.defects and all(not mail[h].defects for h in mail.keys()), [mail[h].defects for h in mail.keys()])
    expect('sender with name', mail['from'].addresses[0].display_name == 'つくば市選挙管理委員会' and mail['from'].addresses[0].addr_spec == 'vote@city.example', mail['from'])
    expect('date', email.utils.parsedate_to_datetime(mail['date']).timestamp() == 1_800_000_000, mail['date'])
    expect('message id', re.fullmatch(r'<[0-9a-f]{32}@city\.example>', mail['message-id']), mail['message-id'])
    text = mail.get_content()
    expect('title and code stand in the text, the code once in each language', text.startswith(title) and len(set(re.findall(r'\d{4} \d{4}', text))) == 1, text)
    expect('the kept part does not hold the code', code_of(sink).encode().hex() not in begun['kept'], begun)
    return sink


def the_tries(sink):
    right = code_of(sink)
    expect('a wrong code says how many tries are left', '4' in code(wrong(right))['sentence'], '')
    for nonsense in [None, 7, []]:
        shown = code(nonsense)
        expect(f'nonsense counts as a try: {nonsense}', shown['refused'] == 'email-code', shown)
    shown = code(wrong(right))
    expect('the fifth wrong code ends it', shown['refused'] == 'email-tries', shown)
    shown = code(right)
    expect('after five tries the right code does not help', shown['refused'] == 'email-session', shown)

    for spelling in ['{}', '{0[0]}{0[1]}{0[2]}{0[3]} {0[4]}{0[5]}{0[6]}{0[7]}', ' {}-', 'wide']:
        ask('begin', address='a@b.example')
        right = code_of(sink)
        typed = right.translate({ord('0') + i: chr(0xff10 + i) for i in range(10)}) if spelling == 'wide' else spelling.format(right)
        shown = code(typed)
        expect(f'the right code counts as typed: {spelling}', shown.get('subject') == 'a@b.example' and shown['class'] == 'D', shown)
    expect('and counts once', code(right)['refused'] == 'email-session', '')
    for nonsense in ['', '1', right + '0', 'a' * 8, '-' * 8, '１' * 100_000, '\uff1a' * 8, '\uff10\uff11']:
        ask('begin', address='a@b.example')
        shown = code(nonsense)
        expect('nonsense is refused: ' + ascii(nonsense[:12]), shown['refused'] == 'email-code', shown)
    ask('begin', address='a@b.example')
    old = code_of(sink)
    expect('after ten minutes to the second a code is good', code(old, later=600).get('class') == 'D', '')
    ask('begin', address='a@b.example')
    expect('a second later it is not', code(code_of(sink), later=601)['refused'] == 'email-expired', '')
    ask('begin', address='a@b.example')
    expect('an older mail\'s code is refused', code(old)['refused'] == 'email-code', '')
    expect('for another key it is refused', code(code_of(sink), other_key=True)['refused'] == 'email-code', '')
    shown = code(code_of(sink))
    expect('for its own key it still counts', shown.get('class') == 'D', shown)
    return shown['evidence']


def the_evidence(sink, evidence):
    shown = ask('audit', evidence=evidence)
    expect('a scrutineer checks the evidence again', shown.get('subject') == 'a@b.example' and shown['class'] == 'D', shown)
    raw = bytes.fromhex(evidence)
    flipped = [i for i in range(len(raw)) if 'refused' not in ask('audit', evidence=(raw[:i] + bytes([raw[i] ^ 1]) + raw[i + 1:]).hex())]
    expect('no bit of it may change', not flipped, flipped)
    ask('begin', address='a@b.example', grant=True)
    shown = code(code_of(sink))
    expect('a grant leaves no evidence', shown.get('subject') == 'a@b.example' and shown['evidence'] == '', shown)


def injection(sink):
    before = len(sink.mails), len(sink.commands)
    for address in ['a@b.example\r\nRCPT TO:<x@y>', 'a@b.example\nBcc: x@y', 'a@b', '', '@b.example', 'a b@c.example', '<a@b.example>', '"a"@b.example', 'a@b.example>',
                    'a@-b.example', 'a@b..example', '.a@b.example', 'a@@b.example', 'あ@b.example', 'a@' + 'b' * 64 + '.example', 'a' * 65 + '@b.example', 'a@b.example,c@d.example']:
        shown = ask('begin', address=address)
        if address == 'a@b':
            expect('a host without dots is an address', shown.get('sent') is True, shown)
        else:
            expect('refused as an address: ' + ascii(address[:24]), shown.get('refused') == 'email-address', shown)
    for title in ['x\r\nBcc: a@b.example', 'x\ny', 'x\0y', 'x\x7f', 'a' * 2000]:
        shown = ask('begin', address='a@b.example', title=title)
        expect('refused as a title: ' + ascii(title[:12]), shown.get('refused') == 'email-not-sent', shown)
    expect('nothing of that reached the server', len(sink.mails) == before[0] + 1 and not any('x@y' in c for c in sink.commands), sink.commands[before[1]:])


def transport(folder):
    cert, key = certificate(folder)
    plain, tls = Sink(), Sink(tls=server_context(cert, key), password='correct horse')
    refusing = Sink(refuse_recipients=True)
    closed = socket.socket()
    closed.bind(('127.0.0.1', 0))

    def sent(sink, **more):
        use(sink, **more)
        return ask('begin', address='a@b.example').get('sent', False)

    def said(sink, **more):
        """What the operator is told."""
        use(sink, **more)
        return ask('begin', address='a@b.example')['reported']
    expect('TLS and password where both are asked for', sent(tls, tls='required', ca=cert, user='vote', password='correct horse') and tls.mails[-1][3:] == (True, 'vote'), tls.mails)
    expect('TLS where it is offered', sent(tls, tls='if-offered', ca=cert, user='vote', password='correct horse') and tls.mails[-1][3], tls.mails)
    expect('no TLS where none is offered and none required', sent(plain, tls='if-offered') and not plain.mails[-1][3], plain.mails)
    expect('nothing is sent without TLS where it is required', 'no TLS' in said(plain, tls='required', ca=cert) and len(plain.mails) == 1, plain.mails)
    expect('nothing is sent to a server with an unknown certificate', 'not trusted' in said(tls, tls='required', user='vote', password='correct horse') and len(tls.mails) == 2, tls.mails)
    expect('a wrong password', 'password' in said(tls, tls='required', ca=cert, user='vote', password='battery') and len(tls.mails) == 2, tls.mails)
    expect('a refused recipient, whose address is not repeated', 'did not take' in (why := said(refusing)) and 'a@b' not in why and not refusing.mails, refusing.mails)
    ask('configure', url=f'smtp://127.0.0.1:{closed.getsockname()[1]}')
    shown = ask('begin', address='a@b.example')
    expect('a server that is not there', shown.get('refused') == 'email-not-sent' and 'cannot be reached' in shown['reported'], shown)
    ask('configure', url='file:///etc/passwd')
    expect('an address of another kind', ask('begin', address='a@b.example').get('refused') == 'email-not-sent', '')
    return cert, key


def fetching(cert, key):
    https, http = web(server_context(cert, key)), web()
    shown = ask('fetch', url=f'https://localhost:{https}/', ca=cert)
    expect('fetch over TLS', shown == {'status': 200, 'type': 'application/json', 'size': 5}, shown)
    shown = ask('fetch', url=f'https://localhost:{https}/secret?code=12345')
    expect('an untrusted certificate is one sentence without the path', 'not trusted' in shown.get('error', '') and 'secret' not in shown['error'] and '12345' not in shown['error'], shown)
    shown = ask('fetch', url=f'https://localhost:{https}/', ca='/no/such/file')
    expect('a CA file that is missing', 'CA file' in shown.get('error', ''), shown)
    expect('a redirect is not followed', ask('fetch', url=f'http://127.0.0.1:{http}/moved').get('status') == 302, '')
    expect('the largest body', ask('fetch', url=f'http://127.0.0.1:{http}/?n=1048576').get('size') == 1048576, '')
    expect('one byte more', 'larger' in ask('fetch', url=f'http://127.0.0.1:{http}/?n=1048577').get('error', ''), '')
    for url in ['file:///etc/passwd', 'ftp://127.0.0.1/', 'gopher://127.0.0.1:1/', 'http://user:secret@127.0.0.1/', '127.0.0.1', '', 'http://']:
        expect('refused as an address: ' + url, 'https://' in ask('fetch', url=url).get('error', ''), '')
    silent = socket.socket()
    silent.bind(('127.0.0.1', 0))
    silent.listen()
    shown = ask('fetch', url=f'http://127.0.0.1:{silent.getsockname()[1]}/', timeout=200)
    expect('a server that says nothing', 'in time' in shown.get('error', ''), shown)


sink = the_mail()
evidence = the_tries(sink)
the_evidence(sink, evidence)
injection(sink)
with tempfile.TemporaryDirectory(prefix='ippyo-mail-') as name:
    fetching(*transport(pathlib.Path(name)))
program.stdin.close()
program.wait(10)
print('code by mail: ' + ('ok' if not bad else f'{len(bad)} failed'))
sys.exit(bool(bad))
