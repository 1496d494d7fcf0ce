#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Both verifiers on whole board directories: compare_boards.py WRITE_WORLD IPPYO_VERIFY FOLDER (with FOLDER/board, honest).

The honest board is verified by both. Manipulated files are refused by both with the same first finding; lies that everybody
signed are refused by both with the same numbers.
"""
import multiprocessing
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
write_world, ippyo_verify, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
LIES = ('another delta', 'mix: another t3')  # all others: check_lies.py


def first(board, pattern, nth=0):
    return sorted(board.glob(pattern))[nth]


def flip(pattern, at, bit=1, nth=0):
    def manipulate(board):
        path = first(board, pattern, nth)
        data = bytearray(path.read_bytes())
        data[at % len(data)] ^= bit
        path.write_bytes(bytes(data))
    return manipulate


def remove(pattern):
    return lambda board: first(board, pattern).unlink()


def add(path, data=b'x'):
    def manipulate(board):
        (board / path).parent.mkdir(parents=True, exist_ok=True)
        (board / path).write_bytes(data)
    return manipulate


def swap_blobs(board):
    a, b = first(board, 'blob/*/*', 0), first(board, 'blob/*/*', 1)
    one, two = a.read_bytes(), b.read_bytes()
    a.write_bytes(two), b.write_bytes(one)


def without_the_log(board):
    path = first(board, 'checkpoints/9')
    lines = path.read_bytes().split(b'\n')
    path.write_bytes(b'\n'.join(lines[:4] + lines[5:]))


MANIPULATIONS = {
    'bit of an entry': flip('tile/entries/*.p/*', 3000), 'bit of the last entry': flip('tile/entries/*.p/*', -1, 0x80),
    'length of an entry': flip('tile/entries/*.p/*', 0), 'bit of a tile': flip('tile/0/*.p/*', 700),
    'bit of a blob': flip('blob/*/*', 100), 'bit of the last blob': flip('blob/*/*', -1, 0x40, -1),
    'size of the latest checkpoint': flip('checkpoint', 22), 'signature of the latest checkpoint': flip('checkpoint', 150),
    'root of an old checkpoint': flip('checkpoints/18', 30), 'cosignature of an old checkpoint': flip('checkpoints/18', -10),
    'the log\'s signature of an old checkpoint removed': without_the_log,
    'a blob removed': remove('blob/*/*'), 'a tile removed': remove('tile/0/*.p/*'),
    'an unknown file': add('readme'), 'an unknown blob': add('blob/00/' + '0' * 64),
    'a checkpoint of another name': add('checkpoints/7'),
    'two blobs exchanged': swap_blobs, 'an empty folder': lambda board: (board / 'blob/zz').mkdir(),
    'the history of the latest checkpoint removed': remove('checkpoints/51')}


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    found = re.findall(r'^\d+\. (V\d+\.\d+)', done.stdout, re.M)
    return done.returncode, found, done.stdout.rstrip().split('\n')[-1]


def judge(case):
    name, board = case
    ours, second = run([ippyo_verify, board]), run([sys.executable, str(HERE / 'verify.py'), '--first', board])
    if name == 'honest':
        good = ours[0] == second[0] == 0 and ours[2] == second[2] == 'verified'
    elif name in LIES:
        good = ours[0] == second[0] == 1 and ours[1] == second[1]
    else:
        good = ours[0] in (1, 2) and second[0] in (1, 2) and ours[1][:1] == second[1][:1]
    return f'{"agreed" if good else "DIFFERENT"}: {name}: {ours[0]} {ours[1]}, {second[0]} {second[1]}'


def main():
    cases = [('honest', str(folder / 'board'))]
    shutil.rmtree(folder / 'cases', ignore_errors=True)
    (folder / 'cases').mkdir()
    for number, (name, manipulate) in enumerate(MANIPULATIONS.items()):
        board = folder / 'cases' / str(number)
        shutil.copytree(folder / 'board', board)
        manipulate(board)
        cases.append((name, str(board)))
    for number, name in enumerate(LIES):
        board = str(folder / 'cases' / f'lie-{number}')
        subprocess.run([write_world, board, '--lie', name], check=True, stdout=subprocess.DEVNULL)
        cases.append((name, board))
    with multiprocessing.Pool(os.cpu_count()) as pool:
        answers = pool.map(judge, cases, chunksize=1)
    print('\n'.join(answers))
    return any(a.startswith('DIFFERENT') for a in answers)


if __name__ == '__main__':
    sys.exit(1 if main() else 0)
