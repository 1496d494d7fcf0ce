#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The smoke election with the real programs: it ends verified, its result file says what the scenario says, anybody can verify it again,
and every clumsy or dishonest hand on the finished record gets one clear sentence and a non-zero exit status."""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

bin_dir, source = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
folder = pathlib.Path(tempfile.mkdtemp(prefix='ippyo-e2e-'))
out = folder / 'smoke'
bad = []


def run(program, *arguments, env=None):
    return subprocess.run([str(bin_dir / program), *map(str, arguments)], capture_output=True, text=True, timeout=120, env=env)


def expect(name, ok, shown=''):
    print(('ok    ' if ok else 'FAIL  ') + name)
    if not ok:
        bad.append(name)
        print(shown)


def refused(name, result, status, *words):
    text = result.stdout + result.stderr
    ok = result.returncode == status and all(w in text for w in words) and 'terminate called' not in text
    expect(name, ok, f'status {result.returncode}\n{text}')


demo = run('ippyo', 'demo', source / 'scenarios/smoke.toml', '--out', out)
expect('the demonstration ends verified', demo.returncode == 0 and '\nverified\n' in demo.stdout, demo.stdout + demo.stderr)
if bad:
    for log in (out / 'private').glob('*.log'):
        print(log, log.read_text()[-3000:])
    sys.exit(1)

result = json.loads((out / 'result.json').read_text())
mayor = next(c for c in result['contests'] if c['id'] == 'mayor')
expect('the result file is verified and has every class', result['verified'] and mayor['places'] == mayor['valid'] + mayor['blank'] + mayor['abstain']
       + mayor['null'] + mayor['unused'] + mayor['invalid'] + mayor['withdrawn'], json.dumps(mayor))
page = (out / 'result.html').read_text()
expect('the page says verified in two languages and loads nothing', '検証済み' in page and 'Verified' in page and 'http' not in page.replace('http-equiv', ''))
again = run('ippyo-verify', out / 'board')
expect('anybody verifies it again', again.returncode == 0 and again.stdout.endswith('verified\n'), again.stdout + again.stderr)
as_json = json.loads(run('ippyo-verify', '--json', out / 'board').stdout)
expect('the JSON report agrees', as_json['verified'] and as_json['root'] == result['board']['root'] and as_json['findings'] == [])
expect('no name and no key stands on the board', not any(b'PRIVATE' in p.read_bytes() for p in (out / 'board').rglob('*') if p.is_file()))


def copy_of_board(name):
    target = folder / name
    shutil.copytree(out / 'board', target)
    return target


damaged = copy_of_board('damaged')
for blob in (p for p in (damaged / 'blob').rglob('*') if p.is_file()):
    data = bytearray(blob.read_bytes())
    data[len(data) // 2] ^= 1
    blob.write_bytes(data)
refused('one bit of every blob changed', run('ippyo-verify', damaged), 1, 'V18.2', 'NOT VERIFIED')
cut = copy_of_board('cut')
shutil.rmtree(cut / 'tile')
refused('the entries are gone', run('ippyo-verify', cut), 1, 'V17.80')
stranger = copy_of_board('stranger')
(stranger / 'note.txt').write_text('hello')
refused('a file that does not belong there', run('ippyo-verify', stranger), 1, 'V18.1', 'note.txt')
refused('no board at all', run('ippyo-verify', folder / 'nothing'), 2, 'no board')
refused('an unknown option', run('ippyo-verify', '--strict', out / 'board'), 2, '--strict')

trustee, words = out / 'private/trustee-1', 'file:' + str(out / 'private/passphrase')
(folder / 'wrong').write_text('not the passphrase\n')
refused('a wrong passphrase', run('ippyo-trustee', '--passphrase', f'file:{folder}/wrong', 'rehearse', trustee, out / 'board', '--day', '2028-10-01', '--out',
                                  folder / 'r1'), 1, 'passphrase')
refused('a rehearsal after the audit is not asked for', run('ippyo-trustee', '--passphrase', words, 'rehearse', trustee, out / 'board', '--day', 'tomorrow', '--out',
                                                            folder / 'r2'), 1, 'YYYY-MM-DD')
refused('a trustee does not work on a damaged board', run('ippyo-trustee', '--passphrase', words, 'decrypt', trustee, damaged, '--out', folder / 'd1'), 1)
refused('a scenario that is not there', run('ippyo', 'demo', folder / 'none.toml', '--out', folder / 'x'), 1, 'none.toml')
refused('a finished election is not replaced by another one', run('ippyo', 'demo', source / 'scenarios/namiki-2021.toml', '--out', out), 1, 'another election')
expect('and it is still there', run('ippyo-verify', out / 'board').returncode == 0)
(folder / 'mine').mkdir()
(folder / 'mine/diary.txt').write_text('mine')
refused('a folder with somebody\'s files is left alone', run('ippyo', 'demo', source / 'scenarios/smoke.toml', '--out', folder / 'mine'), 1, 'not empty')
expect('and nothing of it is lost', (folder / 'mine/diary.txt').read_text() == 'mine')

shutil.rmtree(folder)
print(f'{len(bad)} failed')
sys.exit(bool(bad))
