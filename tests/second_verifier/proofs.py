# SPDX-License-Identifier: Apache-2.0
"""Proofs about one slot or one ballot: every function refuses (encoding.Refused) or returns. [SPEC 4]"""
import group
from encoding import G, HH, H, challenge, number, require, text, u32, u64, xor
from group import product


class Ciphertext:
    __slots__ = ('a', 'b')

    def __init__(self, a, b):
        self.a, self.b = a, b

    def encode(self):
        return self.a.encode() + self.b.encode()


def items(ciphertexts):
    return [x for c in ciphertexts for x in (c.a, c.b)]


def equation(base, z, T, V, e):
    """B^z = T V^e"""
    return product([(base, z), (V, -e)]) == T


class Cursor:
    """Reads elements, scalars and challenges of a proof whose length is known; None where one is not canonical."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def raw(self, n):
        self.at += n
        return self.data[self.at - n:self.at]

    def elements(self, n):
        return [group.decode(self.raw(32)) for _ in range(n)]

    def scalars(self, n):
        return [group.decode_scalar(self.raw(32)) for _ in range(n)]


def complete(*lists):
    return all(x is not None for xs in lists for x in xs)


# --- 4.1 ---

def verify_possession(tag, label, X, proof, where=''):
    require(len(proof) == 64, 'V2.1', where)
    T, z = group.decode(proof[:32]), group.decode_scalar(proof[32:])
    require(complete([T, z]) and not X.is_identity(), 'V2.1', where)
    e = number(challenge(tag, label, G, X, T))
    require(equation(G, z, T, X, e), 'V3.1', where)


# --- 4.2 ---

def slot_row_size(w):
    return 80 + 224 * w


def verify_slot_row(ctx, i, t, y, X, previous, row):
    """The ciphertexts that the row puts in the place of `previous`."""
    where, w = f'epoch {t}, slot {i}', len(previous)
    require(w > 0 and len(row) == slot_row_size(w), 'V2.3', where)
    read = Cursor(row)
    points = read.elements(2 * w)
    e_v = read.raw(16)
    T = read.elements(1 + 3 * w)
    z = read.scalars(1 + 2 * w)
    require(complete(points, T, z) and not any(p.is_identity() for p in points) and not X.is_identity(), 'V2.2', where)
    current = [Ciphertext(*points[2 * c:2 * c + 2]) for c in range(w)]
    for old, new in zip(previous, current):
        require(not (old.a == new.a or old.b == new.b), 'V6.1', where)
    e = challenge('slot', ctx, i, t, w, G, y, X, items(previous), points, T[0], T[1:])
    author, carried = number(e_v), number(xor(e, e_v))
    require(equation(G, z[0], T[0], X, author), 'V5.1', where)
    for c, (old, new) in enumerate(zip(previous, current)):
        t2, t3, t4 = T[1 + 3 * c:4 + 3 * c]
        require(equation(G, z[1 + c], t2, new.a, author) and equation(G, z[1 + w + c], t3, new.a / old.a, carried)
                and equation(y, z[1 + w + c], t4, new.b / old.b, carried), 'V5.1', where)
    return current


# --- 4.3 ---

def slot_label(ctx, contest, i, t):
    return text('member') + ctx + text(contest) + u64(i) + u32(t)


def station_label(ctx, station, token_hash, contest):
    return text('station') + ctx + text(station) + token_hash + text(contest)


def verify_membership(label, y, points, c, proof, where=''):
    n = len(points)
    require(len(proof) == 112 * n, 'V2.4', where)
    read = Cursor(proof)
    T = read.elements(2 * n)
    parts = [read.raw(16) for _ in range(n)]
    z = read.scalars(n)
    require(complete(T, z), 'V2.4', where)
    e = challenge('member', label, G, y, n, points, c.a, c.b, T)
    require(xor(*parts) == e, 'V3.2', where)
    for v in range(n):
        e_v = number(parts[v])
        require(equation(G, z[v], T[2 * v], c.a, e_v) and equation(y, z[v], T[2 * v + 1], c.b / points[v], e_v), 'V3.2', where)


# --- 4.4 ---

def verify_acknowledgement(ctx, t, i, row, B, X, proof, where=''):
    require(len(proof) == 160, 'V2.5', where)
    read = Cursor(proof)
    T = read.elements(2)
    parts = [read.raw(16), read.raw(16)]
    z = read.scalars(2)
    require(complete(T, z), 'V2.5', where)
    e = challenge('ack-e', H('ack', ctx, t, i, H('cast', row)), G, B, X, *T)
    require(xor(*parts) == e and equation(G, z[0], T[0], B, number(parts[0])) and equation(G, z[1], T[1], X, number(parts[1])),
            'V3.3', where)


# --- 4.5 ---

def settlement_row_size(w):
    return 64 * w + 32 + 16 + 32 * (4 * w + 3) + 32 * (2 * w + 3)


def verify_settlement_row(ctx, i, y, Z, m_null, previous, row):
    """(the ciphertexts after the settlement, D)"""
    where, w = f'settlement, slot {i}', len(previous)
    require(w > 0 and len(m_null) == w and len(row) == settlement_row_size(w), 'V2.6', where)
    read = Cursor(row)
    points = read.elements(2 * w + 1)
    e_p = read.raw(16)
    all_T = row[read.at:read.at + 32 * (4 * w + 3)]
    T_p, T_g = read.elements(2 * w + 1), read.elements(2 * w + 2)
    z_p, z_g = read.scalars(w + 1), read.scalars(w + 2)
    require(complete(points, T_p, T_g, z_p, z_g) and not any(p.is_identity() for p in points), 'V2.7', where)
    commitment = points.pop()
    current = [Ciphertext(*points[2 * c:2 * c + 2]) for c in range(w)]
    for old, new in zip(previous, current):
        require(not (old.a == new.a or old.b == new.b), 'V6.2', where)
    e = challenge('settle', ctx, i, w, G, HH, y, Z, m_null, items(previous), points, commitment, all_T)
    p, g = number(e_p), number(xor(e, e_p))
    holds = equation(HH, z_p[w], T_p[2 * w], commitment, p) and equation(G, z_g[0], T_g[0], Z, g)
    holds = holds and equation(HH, z_g[w + 1], T_g[2 * w + 1], commitment / G, g)
    for c, (old, new) in enumerate(zip(previous, current)):
        holds = (holds and equation(G, z_p[c], T_p[2 * c], new.a / old.a, p) and equation(y, z_p[c], T_p[2 * c + 1], new.b / old.b,
            p)
                 and equation(G, z_g[1 + c], T_g[1 + 2 * c], new.a, g)
                 and equation(y, z_g[1 + c], T_g[2 + 2 * c], new.b / m_null[c], g))
    require(holds, 'V11.1', where)
    return current, commitment


def verify_settlement_total(commitments, n, delta, where=''):
    require(product([(D, 1) for D in commitments]) == product([(G, n), (HH, delta)]), 'V11.2', where)


def verify_settlement_opening(D, overridden, d, where=''):
    require(D == product([(G, int(overridden)), (HH, d)]), 'V11.3', where)


# --- 4.6 ---

def verify_station_ballot(label, y, points, ballot, where=''):
    require(len(ballot) == 128 + 112 * len(points), 'V2.8', where)
    a, b = group.decode(ballot[:32]), group.decode(ballot[32:64])
    require(complete([a, b]) and not a.is_identity() and not b.is_identity(), 'V2.9', where)
    verify_possession('station-r', label + ballot[:64], a, ballot[64:128], where)
    verify_membership(label, y, points, Ciphertext(a, b), ballot[128:], where)
    return Ciphertext(a, b)
