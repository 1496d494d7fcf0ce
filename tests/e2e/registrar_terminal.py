#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`ippyo registrar` before a running registrar: members, roll, applications, letters, figures, audit log, the scrutineers' audit;
and everything that a tired clerk may type wrongly gets one sentence and no stack trace."""
import datetime
import http.client
import json
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import tempfile

bin_dir, source = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
folder = pathlib.Path(tempfile.mkdtemp(prefix='ippyo-terminal-'))
bad = []


def expect(name, ok, shown=''):
    print(('ok    ' if ok else 'FAIL  ') + name)
    if not ok:
        bad.append(name)
        print(shown)


def tool(*words, who='manager-1', keyboard='', server=None):
    """`ippyo registrar WORDS` as somebody with a passkey and a token of their own."""
    environment = dict(os.environ, IPPYO_REGISTRAR=server or f'http://127.0.0.1:{port}', IPPYO_REGISTRAR_ORIGIN=origin, IPPYO_REGISTRAR_ID=who,
                       IPPYO_REGISTRAR_KEY=str(folder / f'{who}.passkey'), IPPYO_REGISTRAR_TOKEN=str(folder / f'{who}.token'))
    return subprocess.run([bin_dir / 'ippyo', 'registrar', '--rehearsal', '--passphrase', f'file:{folder}/word', *map(str, words)], input=keyboard, capture_output=True,
                          text=True, env=environment, timeout=30)


def works(name, done, *says):
    expect(name, done.returncode == 0 and done.stderr == '' and all(s in done.stdout for s in says), f'{done.returncode}\n{done.stdout}\n{done.stderr}')
    return done.stdout


def fails(name, done, says, lines=1):
    ok = done.returncode == 1 and done.stderr.startswith('ippyo registrar: ') and says in done.stderr and done.stderr.count('\n') == lines
    expect(name, ok, f'{done.returncode}\n{done.stdout}\n{done.stderr}')


def mistyped(name, done, says):
    expect(name, done.returncode > 100 and says in done.stderr, f'{done.returncode}\n{done.stdout}\n{done.stderr}')


def apply_from_web(name, kana, number):
    form = {'name': name, 'kana': kana, 'birth': '1970-03-01', 'sex': '女', 'address': f'見本市見本一丁目9000{number}番地', 'category': 'illness', 'postal_code': '305-0000',
            'ground': '病気の\u009b2Jため\n投票所へ行けません。', 'declaration': True}
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=10)
    connection.request('POST', '/applications', json.dumps(form), {'Content-Type': 'application/json'})
    answer = connection.getresponse()
    expect(f'an application of {name}', answer.status == 201, answer.read())


HEADER = '選挙人名簿番号,氏名,氏名カナ,生年月日,性別,住所,投票区,表示\n'
ROLL = HEADER + ''.join(f'{n},{name},{kana},1970-03-01,女,見本市見本一丁目9000{n}番地,第1投票区,\n' for n, name, kana in [
    (1, '見本　花子', 'ミホン　ハナコ'), (2, '例示　幸子', 'レイジ　サチコ'), (3, '斎藤　試', 'サイトウ　タメシ'), (4, '仮名　良子', 'カメイ　ヨシコ'), (5, '試験　道子', 'シケン　ミチコ')])

# A finished election gives board, configuration and keys. Time goes on from there: the office begins with an empty store, and says in its
# configuration that people vote a month later.
demo = subprocess.run([bin_dir / 'ippyo', 'demo', source / 'scenarios/smoke.toml', '--out', folder / 'smoke'], capture_output=True, text=True, timeout=120)
expect('an election whose office can be played again', demo.returncode == 0, demo.stdout + demo.stderr)
if bad:
    sys.exit(1)
private = folder / 'smoke/private'
office = private / 'registrar'
toml = (office / 'registrar.toml').read_text()
origin = re.search(r'^origin = "(.*)"', toml, re.M).group(1)
polling = datetime.date.fromisoformat(re.search(r'^polling_day = "(.*)"', toml, re.M).group(1))
day = datetime.timedelta(1)
now = int(datetime.datetime.combine(polling + 10 * day, datetime.time(3), datetime.timezone.utc).timestamp())
(folder / 'registrar.toml').write_text(toml.replace(f'polling_day = "{polling}"', f'polling_day = "{polling + 40 * day}"'))
(folder / 'word').write_text('見本の合言葉\n')
common = ['--data', folder / 'data', '--keys', office / 'registrar.keys', '--column-key', office / 'column.key', '--passphrase', f'file:{private}/passphrase',
          '--manual-clock', str(now)]
port = 1
fails('no server', tool('members', server='http://127.0.0.1:1'), 'no server answered (127.0.0.1:1')
invited = subprocess.run([bin_dir / 'ippyo-registrar', 'invite', 'manager-1', 'manager', *common], capture_output=True, text=True, timeout=30)
expect('the server invites the first manager', re.fullmatch('[0-9a-f]{64}\n', invited.stdout) is not None, invited.stderr)
server = subprocess.Popen([bin_dir / 'ippyo-registrar', *common, '--board', folder / 'smoke/board', '--config', folder / 'registrar.toml', '--port', '0',
                           '--threads', '2'], stdout=subprocess.PIPE, stderr=open(folder / 'log', 'wb'), text=True)
try:
    port = int(server.stdout.readline())

    # Members.
    fails('an invitation that is none', tool('join', '00'), '(invitation)')
    works('the manager joins', tool('join', invited.stdout.strip()), 'joined as manager-1 (manager)')
    expect('the passkey is for its owner alone', stat.S_IMODE((folder / 'manager-1.passkey').stat().st_mode) == 0o600)
    fails('an invitation counts once', tool('join', invited.stdout.strip()), '(invitation)')
    works('the manager signs in', tool('login'))
    expect('the token is for its owner alone', stat.S_IMODE((folder / 'manager-1.token').stat().st_mode) == 0o600)
    fails('somebody without a passkey', tool('login', who='nobody'), 'no key for that service')
    for who, role in ('clerk-1', 'clerk'), ('auditor-1', 'auditor'):
        invitation = works(f'an invitation for {who}', tool('invite', who, '--role', role)).strip()
        works(f'{who} joins', tool('join', invitation, who=who), f'joined as {who} ({role})')
        works(f'{who} signs in', tool('login', who=who))
    fails('nobody is invited twice', tool('invite', 'clerk-1'), '(member)')
    fails('a role that does not exist', tool('invite', 'clerk-2', '--role', 'king'), '(malformed)')
    works('who works here', tool('members'), 'manager-1  manager  active', 'clerk-1  clerk  active', 'auditor-1  auditor  active')
    fails('a clerk manages nobody', tool('members', who='clerk-1'), '(role)')
    fails('the last manager stays', tool('disable', 'manager-1'), '(last-manager)')
    fails('nobody of that name', tool('disable', 'clerk-9'), '(not-found)')

    # The roll.
    (folder / 'roll.csv').write_text(ROLL)
    (folder / 'faults.csv').write_text(HEADER + '1,,ミホン,1970-03-01,女,見本,第1投票区,\n2,見本　花子,ミホン,昨日,女,見本,第1投票区,\n')
    fails('a roll with faults names them', tool('import', folder / 'faults.csv'), 'line 2, 氏名:', lines=3)
    fails('a roll that is not there', tool('import', folder / 'nothing.csv'), 'nothing.csv')
    fails('a clerk imports no roll', tool('import', folder / 'roll.csv', who='clerk-1'), '(role)')
    shown = works('an import shows first what it would change', tool('import', folder / 'roll.csv'), '5 added, 0 removed, 0 changed', '見本　花子', 'nothing is changed yet')
    works('the roll is applied', tool('apply', re.search(r'import (\d+):', shown).group(1)))
    fails('an import is applied once', tool('apply', '1'), '(not-found)')
    works('the same roll again', tool('import', folder / 'roll.csv', '--quiet', '--apply'), '0 added, 0 removed, 0 changed')

    # Applications.
    for number, (name, kana) in enumerate([('見本　花子', 'ミホン　ハナコ'), ('例示　幸子', 'レイジ　サチコ'), ('斉藤　試', 'サイトウ　タメシ'), ('仮名　良子', 'カメイ　ヨシコ'),
                                           ('試験　\u202e道子', 'シケン　ミチコ')], 1):
        apply_from_web(name, kana, number)
    works('one application with its candidate', tool('show', '1', who='clerk-1'), '見本　花子', '名簿の候補 1', '判定: eligible')
    works('a name written in another way is found', tool('show', '3', who='clerk-1'), '斎藤　試', 'needs-look')
    fails('an application that does not exist', tool('show', '99', who='clerk-1'), '(not-found)')
    mistyped('a number that is none', tool('show', 'one', who='clerk-1'), 'APPLICATION')
    fails('an auditor sees no application', tool('show', '1', who='auditor-1'), '(role)')
    fails('nobody with that number on the roll', tool('approve', '1', '--number', '77', who='clerk-1'), '(not-on-roll)')
    fails('another person', tool('approve', '1', '--number', '2', who='clerk-1'), '(another-person)')
    fails('what needs a look needs a reason', tool('approve', '3', '--number', '3', who='clerk-1'), '(look)')
    mistyped('a return says why', tool('return', '1', who='clerk-1'), '--reason is required')
    fails('an empty reason is none', tool('return', '1', '--reason', '', who='clerk-1'), '(reason)')
    keys = '9\n1\n\n' + 's\n' + '1\n\n' + '1\n戸籍の字を確認\n' + 'r\n\nr\n氏名を確認できません\n' + 'q\n'
    shown = works('the queue, with wrong keys', tool('review', who='clerk-1', keyboard=keys), 'その番号の候補はありません', '申請 1: approved', '申請 3: approved',
                  '申請 4: returned', 'できませんでした')
    expect('a skipped one waits', '申請 2: ' not in shown, shown)
    expect('no sign of a form moves the cursor or turns the line', '試験' in shown and '\u202e' not in shown and '\u009b' not in shown, shown)
    works('the rest by command', tool('approve', '2', '--number', '2', who='clerk-1'), '申請 2: approved')
    fails('nothing is approved twice', tool('approve', '2', '--number', '2', who='clerk-1'), '(state)')
    works('the history names the clerk and the reason', tool('show', '4', who='clerk-1'), '履歴: clerk-1 return 氏名を確認できません')
    works('nobody waits for a look', tool('looks', who='clerk-1'))
    fails('a look that nobody needs', tool('attributes-seen', '1', '0' * 32, '--reason', '免許証を確認', who='clerk-1'), '(look-changed)')
    fails('a look that is none', tool('attributes-seen', '1', 'x', '--reason', '免許証を確認', who='clerk-1'), '(malformed)')
    mistyped('a look without a reason', tool('attributes-seen', '1', '0' * 32, who='clerk-1'), '--reason is required')

    # Letters.
    fails('a kind that does not exist', tool('print', '--kind', 'gold', '--out', folder / 'letters.pdf', who='clerk-1'), '(malformed)')
    works('the letters', tool('print', '--out', folder / 'letters.pdf', who='clerk-1'), 'letters 1 to 3: ')
    letters = folder / 'letters.pdf'
    expect('a PDF for its owner alone', letters.read_bytes()[:5] == b'%PDF-' and stat.S_IMODE(letters.stat().st_mode) == 0o600)
    fails('a file is never overwritten', tool('print', '--out', letters, who='clerk-1'), 'exists already')
    fails('nobody waits for a letter', tool('print', '--out', folder / 'more.pdf', who='clerk-1'), '(nothing)')
    fails('a letter for one who has one', tool('print', '--out', folder / 'more.pdf', '1', who='clerk-1'), '(has-letter)')
    works('a letter came back', tool('undeliverable', '1', '--reason', '宛所なし', who='clerk-1'), '申請 1: approved')
    works('a new one', tool('print', '--out', folder / 'more.pdf', '--kind', 'data', '1', who='clerk-1'), 'letters 4 to 4: ')
    works('a letter is lost', tool('reissue', '1', '--reason', '紛失', who='clerk-1'), '申請 1: approved')
    fails('there is none any more', tool('reissue', '1', '--reason', '紛失', who='clerk-1'), '(no-letter)')
    works('an applicant takes it back', tool('withdrawn', '2', '--reason', '本人の申し出', who='clerk-1'), '申請 2: withdrawn')

    # Figures and audit log.
    figures = json.loads(works('figures', tool('figures', who='auditor-1')))
    expect('they are those of today', figures['states'] == {'received': 1, 'approved': 2, 'returned': 1, 'moved': 0, 'deceased': 0, 'withdrawn': 1}
           or (figures['states'].get('approved'), figures['states'].get('withdrawn'), figures['letters_printed'], figures['voters']) == (2, 1, 4, 5), figures)
    log = works('the audit log', tool('audit-log', who='auditor-1'))
    expect('every decision stands in it, without names', 'clerk-1\treturn\tapplication 4' in log and '\tfetch\tletters 1 to 3' in log and '花子' not in log, log)
    fails('a clerk reads no audit log', tool('audit-log', who='clerk-1'), '(role)')
    head = json.loads(works('the head for the board', tool('audit-head')))
    expect('it is that of the log', head['lines'] >= log.count('\n') and (office / 'submissions' / head['submission'] / 'entries').exists(), head)

    # The end of the day.
    works('a clerk leaves', tool('disable', 'clerk-1'))
    fails('from now on the token is nothing', tool('review', who='clerk-1'), '(sign-in)')
    (folder / 'clerk-1.token').unlink()
    fails('nor is the passkey', tool('review', who='clerk-1'), '(sign-in)')
    works('the manager signs out', tool('logout'))
    expect('the token is gone', not (folder / 'manager-1.token').exists())
    works('one command without a login signs in for itself', tool('members'), 'clerk-1  clerk  disabled')

    # Scrutineers.
    word = f'file:{private}/passphrase'
    public = works('a scrutineer makes a key', tool('scrutineer-key', folder / 'mine.key', '--rehearsal', '--scrutineer-passphrase', word))
    expect('the public key is printed, the file sealed', re.fullmatch('[0-9a-f]{64}\n', public) is not None and stat.S_IMODE((folder / 'mine.key').stat().st_mode) == 0o600)
    fails('a key is never overwritten', tool('scrutineer-key', folder / 'mine.key', '--scrutineer-passphrase', word), 'never overwritten')
    fails('a passphrase on the command line', tool('scrutineer-key', folder / 'other.key', '--scrutineer-passphrase', 'secret'), 'not from the command line')

    def audit(*words, keys=office / 'registrar.keys'):
        return tool('audit', '--board', folder / 'smoke/board', '--config', office / 'registrar.toml', '--store', office / 'data/registrar.db', '--keys', keys,
                    '--column-key', office / 'column.key', '--keys-passphrase', word, *words)

    def undone(name, done, says):
        expect(name, done.returncode == 2 and says in done.stderr and done.stdout.count('AGREES') <= 1, f'{done.returncode}\n{done.stdout}\n{done.stderr}')

    signed = ['--out', folder / 'finding.json', '--scrutineer', 'scrutineer-1', '--scrutineer-passphrase', word, '--scrutineer-key']
    works('the audit of the finished election', audit(*signed, office / 'scrutineer.key'), '\nAGREES\n')
    finding = json.loads((folder / 'finding.json').read_text())
    expect('a signed finding', finding['agrees'] and finding['scrutineer'] == 'scrutineer-1' and re.fullmatch('[0-9a-f]{128}\n', (folder / 'finding.json.sig').read_text()))
    undone('a key that the constitution does not name', audit(*signed, folder / 'mine.key'), 'the key is not that of scrutineer-1')
    undone('a scrutineer whom it does not name', audit('--out', folder / 'x', '--scrutineer', 'nobody', '--scrutineer-key', folder / 'mine.key'), "names no scrutineer 'nobody'")
    undone('a finding without a key', audit('--out', folder / 'x'), 'give --out, --scrutineer and --scrutineer-key together')
    undone('another key file', audit(keys=office / 'column.key'), 'column.key')
finally:
    server.terminate()
    server.wait(10)
if not bad:
    shutil.rmtree(folder)
sys.exit(f'{len(bad)} failed: ' + ', '.join(bad) if bad else 0)
