# SPDX-License-Identifier: Apache-2.0
"""Signed notes, checkpoints, witness policy. [SPEC 6.2, 6.3, 6.4]"""
import base64
import binascii
import re

from encoding import require, sha256, valid_text
from group import signature_holds


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
        if len(parts) != 4 or parts[3] or not parts[0] or not re.fullmatch('0|[1-9][0-9]{0,18}',
                                                                           parts[1]) or int(parts[1]) >= 2**63:
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
