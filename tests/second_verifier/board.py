# SPDX-License-Identifier: Apache-2.0
"""The board directory: entries, tree, checkpoints, witness policy, every file. [SPEC 6]"""
import base64
import binascii
import hashlib
import os
import re

from encoding import Refused, require, sha256, valid_text
from group import signature_holds


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
    require(m <= n, 'V17.2')
    if m == n or m == 0:
        require(not proof and older == (newer if m == n else tree_root([])), 'V17.2')
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


# --- 6.2 ---

def strict_base64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def is_key_name(name):
    return name != '' and '+' not in name and not any(c.isspace() or ord(c) < 32 or ord(c) == 127 for c in name)


class VerifierKey:
    def __init__(self, name, kind, key):
        self.name, self.kind, self.key = name, kind, key
        self.id = sha256(name.encode() + b'\n' + bytes([kind]) + key)[:4]

    @staticmethod
    def parse(vkey):
        """None if it is no vkey."""
        parts = vkey.split('+', 2)
        if len(parts) != 3 or not is_key_name(parts[0]) or not re.fullmatch('[0-9a-f]{8}', parts[1]):
            return None
        data = strict_base64(parts[2])
        if data is None or len(data) < 2 or data[0] in (1, 4) and len(data) != 33:
            return None
        key = VerifierKey(parts[0], data[0], data[1:])
        return key if key.id.hex() == parts[1] else None


class Line:
    def __init__(self, name, id_, signature):
        self.name, self.id, self.signature = name, id_, signature

    def by(self, key):
        return self.name == key.name and self.id == key.id

    def time(self):
        return int.from_bytes(self.signature[:8], 'big')

    def holds(self, key, text):
        if not self.by(key):
            return False
        if key.kind == 1:
            return len(self.signature) == 64 and signature_holds(key.key, text.encode(), self.signature)
        if key.kind != 4 or len(self.signature) != 72 or self.time() >= 2**63:
            return False
        return signature_holds(key.key, f'cosignature/v1\ntime {self.time()}\n{text}'.encode(), self.signature[8:])


def parse_note(data):
    """(text, lines), or None."""
    whole = valid_text(data) if len(data) <= 1048576 else None
    at = whole.rfind('\n\n') if whole else -1
    if at < 0 or not whole.endswith('\n'):
        return None
    text, lines = whole[:at + 1], []
    for spelled in whole[at + 2:].split('\n')[:-1]:
        parts = spelled.split(' ')
        if len(parts) != 3 or parts[0] != '\u2014' or not is_key_name(parts[1]):
            return None
        signature = strict_base64(parts[2])
        if signature is None or len(signature) < 5:
            return None
        lines.append(Line(parts[1], signature[:4], signature[4:]))
    return (text, lines) if lines else None


# --- 6.3 ---

class Checkpoint:
    def __init__(self, text, lines):
        self.text, self.lines = text, lines
        self.origin, size, root = text.split('\n')[:3]
        self.size, self.root = int(size), base64.b64decode(root)

    @staticmethod
    def parse(data):
        note = parse_note(data)
        if note is None:
            return None
        parts = note[0].split('\n')
        if len(parts) != 4 or parts[3] or not parts[0] or not re.fullmatch('0|[1-9][0-9]{0,18}', parts[1]) or int(parts[1]) >= 2**63:
            return None
        root = strict_base64(parts[2])
        return Checkpoint(*note) if root is not None and len(root) == 32 else None


# --- 6.4 ---

class Policy:
    """Raises ValueError if the text is no policy."""

    def __init__(self, text):
        self.log, self.witnesses, self.groups, self.quorum = None, {}, {}, None
        if any((ord(c) < 32 or ord(c) == 127) and c not in '\t\n' for c in text):
            raise ValueError('control characters')
        grouped = set()
        for line in text.split('\n'):
            words = [w for w in re.split('[ \t]+', line) if w]
            if words and not words[0].startswith('#'):
                self.line(words, grouped)
        if self.log is None or self.quorum is None:
            raise ValueError('no log or no quorum')

    def line(self, words, grouped):
        names = {'none', *self.witnesses, *self.groups}
        if words[0] == 'log' and len(words) in (2, 3) and self.log is None:
            self.log = self.key(words[1], 1)
        elif words[0] == 'witness' and len(words) in (3, 4) and words[1] not in names:
            key = self.key(words[2], 4)
            if any(key.key == other.key for other in self.witnesses.values()):
                raise ValueError('a key twice')
            self.witnesses[words[1]] = key
        elif words[0] == 'group' and len(words) >= 4 and words[1] not in names:
            members = words[3:]
            if any(m not in names or m == 'none' or m in grouped for m in members) or len(set(members)) != len(members):
                raise ValueError('a member that does not stand above, or twice')
            grouped.update(members)
            if words[2] not in ('any', 'all') and not re.fullmatch('[1-9][0-9]*', words[2]):
                raise ValueError('the number of a group')
            k = {'any': 1, 'all': len(members)}.get(words[2]) or int(words[2])
            if k > len(members):
                raise ValueError('more than there are members')
            self.groups[words[1]] = (k, members)
        elif words[0] == 'quorum' and len(words) == 2 and self.quorum is None and words[1] in names:
            self.quorum = words[1]
        else:
            raise ValueError('a line that is none')

    @staticmethod
    def key(vkey, kind):
        key = VerifierKey.parse(vkey)
        if key is None or key.kind != kind:
            raise ValueError('a key that cannot be judged')
        return key

    def reached(self, names, name=None):
        name = self.quorum if name is None else name
        if name == 'none':
            return True
        if name in self.witnesses:
            return name in names
        k, members = self.groups[name]
        return sum(self.reached(names, m) for m in members) >= k

    def judge(self, checkpoint, quorum=False, strict=True):
        """{witness name: times}"""
        require(checkpoint.origin == self.log.name, 'V17.5')
        keys = {(k.name, k.id): n for n, k in [(None, self.log), *self.witnesses.items()]}
        seen = set()
        for line in checkpoint.lines if strict else []:
            require((line.name, line.id) in keys and (line.name, line.id) not in seen, 'V17.7', line.name)
            seen.add((line.name, line.id))
        times, logged = {}, False
        for line in checkpoint.lines:
            if (line.name, line.id) not in keys:
                continue
            witness = keys[line.name, line.id]
            if witness is None:
                require(line.holds(self.log, checkpoint.text), 'V17.4')
                logged = True
            else:
                require(line.holds(self.witnesses[witness], checkpoint.text), 'V17.3', line.name)
                times.setdefault(witness, []).append(line.time())
        require(logged, 'V17.4')
        require(not quorum or self.reached(set(times)), 'V17.6')
        return times

    def time(self, times):
        """The time of a checkpoint with these cosignatures, or None."""
        if self.quorum == 'none':
            return None
        for t in sorted(x for xs in times.values() for x in xs):
            if self.reached({n for n, xs in times.items() if min(xs) <= t}):
                return t
        return None


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


