# SPDX-License-Identifier: Apache-2.0
"""The tree, and the board directory: entries, every file. [SPEC 6.1, 6.5]"""
import hashlib
import os
import re

from encoding import Refused, require, sha256
from note import Checkpoint


class NoBoard(Exception):
    """The world: there is no board to read."""


# --- 6.1 ---

def leaf(entry):
    return sha256(b'\x00' + entry)


def node(left, right):
    return sha256(b'\x01' + left + right)


def tree_root(hashes):
    if not hashes:
        return sha256(b'')
    if len(hashes) == 1:
        return hashes[0]
    k = 1 << (len(hashes) - 1).bit_length() - 1
    return node(tree_root(hashes[:k]), tree_root(hashes[k:]))


def verify_inclusion(i, n, leaf_hash, proof, root):
    require(i < n, 'V17.1')
    f, s, r = i, n - 1, leaf_hash
    for p in proof:
        require(s != 0, 'V17.1')
        if f & 1 or f == s:
            r = node(p, r)
            while not f & 1 and f:
                f, s = f >> 1, s >> 1
        else:
            r = node(r, p)
        f, s = f >> 1, s >> 1
    require(s == 0 and r == root, 'V17.1')


def verify_consistency(m, n, proof, older, newer):
    require(0 < m <= n, 'V17.2')
    if m == n:
        require(not proof and older == newer, 'V17.2')
        return
    require(proof, 'V17.2')
    if m & (m - 1) == 0:
        proof = [older, *proof]
    f, s = m - 1, n - 1
    while f & 1:
        f, s = f >> 1, s >> 1
    a = b = proof[0]
    for p in proof[1:]:
        require(s != 0, 'V17.2')
        if f & 1 or f == s:
            a, b = node(p, a), node(p, b)
            while not f & 1 and f:
                f, s = f >> 1, s >> 1
        else:
            b = node(b, p)
        f, s = f >> 1, s >> 1
    require(s == 0 and a == older and b == newer, 'V17.2')


# --- 6.5 ---

def number_path(n):
    groups = [f'{n % 1000:03}']
    while n >= 1000:
        n //= 1000
        groups.insert(0, f'x{n % 1000:03}')
    return '/'.join(groups)


def tree_files(n, per_level):
    """(path, level, first, width) of all tiles of one level with n hashes or entries."""
    for tile in range(n // 256):
        yield f'{per_level}/{number_path(tile)}', tile * 256, 256
    if n % 256:
        yield f'{per_level}/{number_path(n // 256)}.p/{n % 256}', n - n % 256, n % 256


class Directory:
    def __init__(self, folder):
        self.folder = folder
        data = self.read('checkpoint')
        if data is None:
            raise NoBoard(f'{folder} has no checkpoint: is it a board?')
        self.latest = Checkpoint.parse(data)
        if self.latest is None:
            raise NoBoard(f'{folder}/checkpoint is not a signed checkpoint')
        self.entries, self.unreadable = [], None
        for path, first, width in tree_files(self.latest.size, 'tile/entries'):
            bundle, at = self.bundle(path), 0
            for _ in range(width):
                size = int.from_bytes(bundle[at:at + 2], 'big') if bundle is not None else 0
                if bundle is None or at + 2 + size > len(bundle):
                    self.unreadable = len(self.entries)
                    return
                self.entries.append(bundle[at + 2:at + 2 + size])
                at += 2 + size

    def read(self, path):
        try:
            with open(os.path.join(self.folder, path), 'rb') as f:
                return f.read()
        except OSError:
            return None

    def bundle(self, path):
        """A partial bundle may have been replaced by the full one or by a wider one, whose beginning is the same."""
        stem, _, width = path.partition('.p/')
        for wider in [path, stem, *(f'{stem}.p/{w}' for w in range(int(width) + 1, 256))] if width else [path]:
            data = self.read(wider)
            if data is not None:
                return data
        return None

    def blob(self, name):
        data = self.read(f'blob/{name.hex()[:2]}/{name.hex()}')
        return data if data is not None and sha256(data) == name else None

    def present(self):
        """({path}, {folders without anything in them}); a link or device is a path."""
        files, empty = set(), set()
        for at, folders, names in os.walk(self.folder):
            below = os.path.relpath(at, self.folder)
            prefix = '' if below == '.' else below + '/'
            links = [d for d in folders if os.path.islink(os.path.join(at, d))]
            files.update(prefix + n for n in [*names, *links])
            if not folders and not names and prefix:
                empty.add(below)
        return files, empty

    def expected(self):
        """{path: bytes} of tiles and bundles."""
        out, hashes, level = {}, [leaf(e) for e in self.entries], 0
        for path, first, width in tree_files(len(self.entries), 'tile/entries'):
            out[path] = b''.join(len(e).to_bytes(2, 'big') + e for e in self.entries[first:first + width])
        while hashes:
            for path, first, width in tree_files(len(hashes), f'tile/{level}'):
                out[path] = b''.join(hashes[first:first + width])
            hashes = [tree_root(hashes[i:i + 256]) for i in range(0, len(hashes) - 255, 256)]
            level += 1
        return out

    def audit(self, named_blobs):
        """Every file. Raises at the first in the byte order of paths; returns the history by size."""
        expected, (files, empty) = self.expected(), self.present()
        blobs = {f'blob/{n.hex()[:2]}/{n.hex()}': n for n in named_blobs}
        latest, roots, history = f'checkpoints/{self.latest.size}', [leaf(e) for e in self.entries], {}
        folders = {os.path.dirname(p) for p in (*expected, *blobs, latest)}
        paths = files | empty | set(expected) | set(blobs) | {'checkpoint', latest}
        for path in sorted(paths, key=os.fsencode):
            full = os.path.join(self.folder, path)
            if path in empty:
                require(any(f == path or f.startswith(path + '/') for f in folders), 'V18.1', path)
            elif path in files and (os.path.islink(full) or not os.path.isfile(full)):
                raise Refused('V18.1', path)
            elif path in expected:
                require(self.read(path) == expected[path], 'V17.8', path)
            elif path == 'checkpoint' or path == latest:
                require(self.latest.root == tree_root(roots[:self.latest.size]), 'V17.9', path)
                require(self.read(path) is not None and self.read('checkpoint') == self.read(latest), 'V17.10', path)
                history[self.latest.size] = self.latest
            elif path.startswith('checkpoints/'):
                checkpoint = Checkpoint.parse(self.read(path))
                require(checkpoint is not None and path == f'checkpoints/{checkpoint.size}', 'V17.11', path)
                require(checkpoint.size <= self.latest.size, 'V17.10', path)
                require(checkpoint.root == tree_root(roots[:checkpoint.size]), 'V17.9', path)
                history[checkpoint.size] = checkpoint
            elif re.fullmatch('blob/([0-9a-f]{2})/\\1[0-9a-f]{62}', path):
                require(path in files, 'V18.4', path)
                require(path in blobs, 'V18.3', path)
                require(hashlib.sha256(self.read(path)).hexdigest() == path[8:], 'V18.2', path)
            else:
                raise Refused('V18.1', path)
        return history
