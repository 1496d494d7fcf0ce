# SPDX-License-Identifier: Apache-2.0
"""Bytes, hashes, challenges, generators; and how a rule is refused. [SPEC 1, 2.3, 2.4, 3]"""
import hashlib

import group
from group import G, Q


class Refused(Exception):
    """A numbered check of chapter 9 that failed."""

    def __init__(self, number, where=''):
        super().__init__(f'{number} {where}')
        self.number, self.where = number, where


def require(condition, number, where=''):
    if not condition:
        raise Refused(number, where)


class Malformed(Exception):
    """Bytes that are no encoding of anything. The caller knows the number of the check."""


def valid_text(data):
    try:
        text = data.decode('utf-8')
    except UnicodeDecodeError:
        return None
    return None if any((c < ' ' and c != '\n') or c == '\x7f' for c in text) else text


class Reader:
    """SPEC 1.2: reads what has exactly one spelling and refuses everything else."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def fixed(self, n):
        if self.at + n > len(self.data):
            raise Malformed('too short')
        self.at += n
        return self.data[self.at - n:self.at]

    def uint(self, width):
        return int.from_bytes(self.fixed(width), 'big')

    def u8(self):
        return self.uint(1)

    def u16(self):
        return self.uint(2)

    def u32(self):
        return self.uint(4)

    def u64(self):
        return self.uint(8)

    def kind(self, low, high):
        value = self.u8()
        if not low <= value <= high:
            raise Malformed('a number that is not in the range')
        return value

    def flag(self):
        return self.kind(0, 1) == 1

    def bytes(self, limit=None):
        n = self.u32()
        if limit is not None and n > limit:
            raise Malformed('too long')
        return self.fixed(n)

    def text(self, limit=None):
        text = valid_text(self.bytes(limit))
        if text is None:
            raise Malformed('not a text')
        return text

    def list(self, item, limit=None):
        n = self.u32()
        if n > len(self.data) - self.at or limit is not None and n > limit:
            raise Malformed('more items than there are bytes, or than allowed')
        return [item() for _ in range(n)]

    def element(self):
        value = group.decode(self.fixed(32))
        if value is None:
            raise Malformed('not an element')
        return value

    def scalar(self):
        value = group.decode_scalar(self.fixed(32))
        if value is None:
            raise Malformed('not a scalar')
        return value

    def end(self):
        if self.at != len(self.data):
            raise Malformed('bytes left over')


def parse(data, read, number, where=''):
    """read(Reader) of exactly these bytes; otherwise the check `number` is refused."""
    reader = Reader(data)
    try:
        value = read(reader)
        reader.end()
    except Malformed:
        raise Refused(number, where) from None
    return value


def u8(n):
    return n.to_bytes(1, 'big')


def u16(n):
    return n.to_bytes(2, 'big')


def u32(n):
    return n.to_bytes(4, 'big')


def u64(n):
    return n.to_bytes(8, 'big')


def text(value):
    data = value.encode()
    return u32(len(data)) + data


def item_bytes(item):
    if isinstance(item, int):
        return u64(item)
    if isinstance(item, str):
        return item.encode()
    if isinstance(item, group.Element):
        return item.encode()
    if isinstance(item, (list, tuple)):
        return b''.join(item_bytes(x) for x in item)
    return bytes(item)


def H(tag, *items):
    hasher = hashlib.sha512()
    for item in (b'ippyo/1', tag, *items):
        data = item_bytes(item)
        hasher.update(u64(len(data)) + data)
    return hasher.digest()


def H32(tag, *items):
    return H(tag, *items)[:32]


def sha256(data):
    return hashlib.sha256(data).digest()


def hash_to_group(label, *items):
    return group.from_uniform(H('h2g/' + label, *items))


def challenge(tag, *items):
    """16 bytes, never all zero."""
    e = H(tag, *items)[:16]
    return e if any(e) else b'\x01' + bytes(15)


def challenge_at(tag, state, i):
    return number(challenge(tag, state, i))


def hash_to_scalar(tag, *items):
    return group.from_wide(H(tag, *items))


def number(challenge_bytes):
    return int.from_bytes(challenge_bytes, 'little')


def xor(*parts):
    total = 0
    for part in parts:
        total ^= number(part)
    return total.to_bytes(16, 'little')


HH = hash_to_group('h').precompute()
_generators = []


def generators(n):
    """h_1 .. h_n"""
    while len(_generators) < n:
        _generators.append(hash_to_group('h_i', len(_generators) + 1))
    return _generators[:n]


def option_point(ctx0, contest, name):
    return hash_to_group('m', ctx0, contest, str(name))


