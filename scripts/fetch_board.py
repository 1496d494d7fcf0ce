#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Downloads the public record of an election, so that it can be verified: scripts/fetch_board.py URL FOLDER. [SPEC 6.5]

URL is the board's folder, such as https://vote.example.jp/ballot-box/board/. Run it again to go on after an interruption, or while
the board grows; files that never change are not fetched twice. Nothing is believed here: ippyo-verify checks every byte afterwards.
Only the latest checkpoint is fetched of the history, because its files cannot be listed.
"""
import hashlib
import pathlib
import struct
import sys
import time
import urllib.error
import urllib.request

WIDTH = 256
CHUNK = 23


def fetch(url, path):
    for attempt in range(6):
        try:
            with urllib.request.urlopen(url + path, timeout=60) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return None
        except OSError:
            pass
        time.sleep(2 ** attempt)
    raise SystemExit(f'fetch_board: no answer for {path}; run the same command again to go on')


def numbered(n):
    groups = [f'{n % 1000:03d}']
    while n >= 1000:
        n //= 1000
        groups.insert(0, f'x{n % 1000:03d}')
    return '/'.join(groups)


def tiles(level, count):
    """Paths of the tiles that `count` hashes or entries fill."""
    full, rest = divmod(count, WIDTH)
    paths = [f'tile/{level}/{numbered(n)}' for n in range(full)]
    return paths + ([f'tile/{level}/{numbered(full)}.p/{rest}'] if rest else [])


def all_tiles(size):
    paths, level, count = tiles('entries', size), 0, size
    while count > 0:
        paths += tiles(level, count)
        level, count = level + 1, count // WIDTH
    return paths


def blob_of(entry):
    """SHA-256 of the blob that a chunk entry names, else None. [SPEC 8.1] [SPEC 8.2]"""
    if entry[:1] != bytes([CHUNK]):
        return None
    at = 18
    for _ in range(entry[17]):
        at += 4 + struct.unpack_from('>I', entry, at)[0]
    length = struct.unpack_from('>I', entry, at)[0]
    return entry[at + 4:at + 4 + length][-32:].hex()


def entries(bundle):
    at = 0
    while at < len(bundle):
        length = struct.unpack_from('>H', bundle, at)[0]
        yield bundle[at + 2:at + 2 + length]
        at += 2 + length


class Mirror:
    def __init__(self, url, folder):
        self.url, self.folder = url if url.endswith('/') else url + '/', pathlib.Path(folder)

    def write(self, path, data):
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.with_name(target.name + '~').write_bytes(data)
        target.with_name(target.name + '~').rename(target)

    def get(self, path):
        target = self.folder / path
        if target.is_file():
            return target.read_bytes()
        data = fetch(self.url, path)
        if data is None and '.p/' in path:
            # The board has grown meanwhile: the full tile, or none of that size. Begin again with the new checkpoint.
            raise Grown
        if data is None:
            raise SystemExit(f'fetch_board: the board has no {path}; tell the election office')
        self.write(path, data)
        return data

    def blob(self, name):
        path = f'blob/{name[:2]}/{name}'
        if hashlib.sha256(self.get(path)).hexdigest() != name:
            (self.folder / path).unlink()
            raise SystemExit(f'fetch_board: {path} is not what its name says; tell the election office')

    def run(self):
        checkpoint = fetch(self.url, 'checkpoint')
        if checkpoint is None:
            raise SystemExit('fetch_board: there is no board at this address')
        size = int(checkpoint.split(b'\n')[1])
        wanted = all_tiles(size)
        for old in [p for p in self.folder.glob('tile/**/*.p/*') if str(p.relative_to(self.folder)) not in wanted]:
            old.unlink()
            if not any(old.parent.iterdir()):
                old.parent.rmdir()
        for done, path in enumerate(wanted):
            data = self.get(path)
            for name in filter(None, map(blob_of, entries(data) if path.startswith('tile/entries/') else [])):
                self.blob(name)
            print(f'\r{done + 1} of {len(wanted)} parts', end='', file=sys.stderr)
        for old in self.folder.glob('checkpoints/*'):
            old.unlink()
        self.write(f'checkpoints/{size}', checkpoint)
        self.write('checkpoint', checkpoint)
        print(f'\n{size} entries. Now: ippyo-verify {self.folder}', file=sys.stderr)


class Grown(Exception):
    """The board has got new entries while it was fetched."""


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    while True:
        try:
            return Mirror(sys.argv[1], sys.argv[2]).run()
        except Grown:
            continue


if __name__ == '__main__':
    main()
