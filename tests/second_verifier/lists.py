# SPDX-License-Identifier: Apache-2.0
"""The key ceremony and proofs over whole lists: permutation commitment, mix, decryption, rehearsal. [SPEC 5]"""
import group
from encoding import (G, HH, H, Malformed, Q, Refused, challenge, challenge_at, generators, hash_to_scalar, number, option_point,
                      parse, require, text, u32)
from group import product
from proofs import Ciphertext, complete, items, verify_possession


# --- 5.1 ---

class Dealing:
    def __init__(self, reader):
        self.index = reader.u32()
        self.kappa = reader.element()
        self.possession = reader.fixed(64)
        k = reader.u32()
        if k > 1024:
            raise Malformed('too many coefficients')
        self.A = [reader.element() for _ in range(k)]
        self.T = [reader.element() for _ in range(k)]
        self.z = [reader.scalar() for _ in range(k)]


def verify_dealing(ctx0, n, k, place, data, commitment):
    where = f'trustee {place}'
    dealing = parse(data, Dealing, 'V2.10', where)
    require(dealing.index == place and 1 <= place <= n, 'V19.1', where)
    require(len(dealing.A) == k and k >= 1, 'V19.3', where)
    require(commitment == H('dkg-commit', ctx0, data), 'V19.2', where)
    require(not any(x.is_identity() for x in (dealing.A[0], dealing.A[-1], dealing.kappa)), 'V2.10', where)
    e = number(challenge('dkg', ctx0, n, k, place, dealing.A, dealing.kappa, dealing.T))
    for A, T, z in zip(dealing.A, dealing.T, dealing.z):
        require(product([(G, z), (A, -e)]) == T, 'V19.4', where)
    try:
        verify_possession('pop', text('kappa') + ctx0 + u32(place), dealing.kappa, dealing.possession)
    except Refused:
        raise Refused('V19.5', where) from None
    return dealing


def committed_share(dealing, j):
    """g to f_i(j), from the coefficients."""
    return product([(A, pow(j, m, Q)) for m, A in enumerate(dealing.A)])


def verify_share(dealing, j, share, where=''):
    require(G ** share == committed_share(dealing, j), 'V19.6', where)


def open_share(ctx0, i, j, encrypted, kappa_secret):
    """f_i(j) from its 64 bytes, with the receiver's share key."""
    R, masked = group.decode(encrypted[:32]), group.decode_scalar(encrypted[32:])
    require(complete([R, masked]) and not R.is_identity(), 'V19.6')
    return (masked - hash_to_scalar('dkg-share', ctx0, i, j, R, R ** kappa_secret)) % Q


def election_key(dealings):
    return product([(d.A[0], 1) for d in dealings])


def trustee_keys(dealings):
    return [product([(committed_share(d, j), 1) for d in dealings]) for j in range(1, len(dealings) + 1)]


# --- 5.2 ---

PERMUTATION_ROW, MIX_ROW, SHARE_ROW = 160, 96, 32


def cut(rows, size):
    return [rows[i:i + size] for i in range(0, len(rows), size)]


def proof_digest(header, rows):
    return H('mix-off-proof', header, rows)


def commitment_elements(rows):
    """The c_i, canonical and not 1."""
    c = [group.decode(row[:32]) for row in cut(rows, PERMUTATION_ROW)]
    for i, x in enumerate(c):
        require(x is not None and not x.is_identity(), 'V2.11', f'row {i}')
    return c


def verify_permutation(ctx, contest, j, trustee, N, header, rows):
    """The c_i."""
    require(N >= 1 and len(rows) == N * PERMUTATION_ROW and len(header) == 192, 'V2.11')
    T, s = [group.decode(x) for x in cut(header[:96], 32)], [group.decode_scalar(x) for x in cut(header[96:], 32)]
    require(complete(T, s), 'V2.11', 'header')
    c, c_hat, t_hat, s_hat, s_tilde = [], [], [], [], []
    for i, row in enumerate(cut(rows, PERMUTATION_ROW)):
        parts = cut(row, 32)
        values = [group.decode(x) for x in parts[:3]] + [group.decode_scalar(x) for x in parts[3:]]
        require(complete(values) and not values[0].is_identity() and not values[1].is_identity(), 'V2.11', f'row {i}')
        for column, value in zip((c, c_hat, t_hat, s_hat, s_tilde), values):
            column.append(value)
    Hs = generators(N)
    state = H('mix-off', ctx, contest, j, trustee, G, HH, Hs, N, c)
    u = [challenge_at('mix-off-u', state, i) for i in range(N)]
    e = number(challenge('mix-off-e', state, c_hat, T[0], T[1], T[2], t_hat))
    ratio = product([(x, 1) for x in c] + [(h, -1) for h in Hs])
    require(product([(ratio, e), (G, -s[0])]) * T[0] == group.IDENTITY, 'V13.1')
    U = 1
    for u_i in u:
        U = U * u_i % Q
    require(product([(c_hat[-1], e), (HH, -U * e), (G, -s[1])]) * T[1] == group.IDENTITY, 'V13.2')
    require(product([(x, u_i * e) for x, u_i in zip(c, u)] + [(h, -x) for h, x in zip(Hs, s_tilde)] + [(G, -s[2])]) * T[2]
            == group.IDENTITY, 'V13.3')
    before = HH
    for i in range(N):
        require(product([(c_hat[i], e), (G, -s_hat[i]), (before, -s_tilde[i])]) * t_hat[i] == group.IDENTITY, 'V13.4', f'row {i}')
        before = c_hat[i]
    return c


# --- 5.3 ---

def verify_mix(ctx, contest, j, trustee, y, source, commitment_rows, digest, header, rows):
    """The list after the mix."""
    N = len(source)
    require(N >= 1 and len(commitment_rows) == N * PERMUTATION_ROW and len(rows) == N * MIX_ROW and len(header) == 160, 'V2.12')
    t3, t4a, t4b = (group.decode(x) for x in cut(header[:96], 32))
    s3, s4 = (group.decode_scalar(x) for x in cut(header[96:], 32))
    require(complete([t3, t4a, t4b, s3, s4]), 'V2.12', 'header')
    c = commitment_elements(commitment_rows)
    output, s_tilde = [], []
    for i, row in enumerate(cut(rows, MIX_ROW)):
        a, b, s = group.decode(row[:32]), group.decode(row[32:64]), group.decode_scalar(row[64:])
        require(complete([a, b, s]), 'V2.12', f'row {i}')
        output.append(Ciphertext(a, b))
        s_tilde.append(s)
    Hs = generators(N)
    state = H('mix-on', ctx, contest, j, trustee, G, HH, Hs, y, N, c, digest, items(source), items(output))
    u = [challenge_at('mix-on-u', state, i) for i in range(N)]
    e = number(challenge('mix-on-e', state, t3, [t4a, t4b]))
    require(product([(x, u_i * e) for x, u_i in zip(c, u)] + [(h, -x) for h, x in zip(Hs, s_tilde)] + [(G, -s3)]) * t3
            == group.IDENTITY, 'V13.5')
    for side, base, t4 in (('a', G, t4a), ('b', y, t4b)):
        terms = [(getattr(x, side), u_i * e) for x, u_i in zip(source, u)] + [(getattr(x, side), -s) for x, s in zip(output,
            s_tilde)]
        require(product([*terms, (base, s4)]) * t4 == group.IDENTITY, 'V13.6')
    return output


# --- 5.4 ---

def verify_share_of_list(tag, ctx, contest, ciphertexts, trustee, Z_j, header, rows):
    """The M_i."""
    N = len(ciphertexts)
    require(len(rows) == N * SHARE_ROW and len(header) == 96, 'V2.13')
    T1, T2, s = group.decode(header[:32]), group.decode(header[32:64]), group.decode_scalar(header[64:])
    require(complete([T1, T2, s]), 'V2.13', 'header')
    M = [group.decode(x) for x in cut(rows, SHARE_ROW)]
    for i, x in enumerate(M):
        require(x is not None, 'V2.13', f'row {i}')
    list_hash = H('list', ctx, contest, N, items(ciphertexts))
    a = [x.a for x in ciphertexts]
    state = H(tag, ctx, contest, list_hash, trustee, G, Z_j, a, M)
    rho = [challenge_at('dec-rho', state, i) for i in range(N)]
    A, B = product(list(zip(a, rho))), product(list(zip(M, rho)))
    e = number(challenge('dec-e', state, A, B, [T1, T2]))
    require(product([(G, s), (Z_j, -e)]) == T1 and product([(A, s), (B, -e)]) == T2, 'V14.1')
    return M


def combine(ciphertexts, shares):
    """The plaintext elements from {trustee: M} of exactly k trustees."""
    weights = {}
    for j in shares:
        top = bottom = 1
        for l in shares:
            if l != j:
                top, bottom = top * l % Q, bottom * (l - j) % Q
        weights[j] = top * pow(bottom, -1, Q) % Q
    return [c.b / product([(M[i], weights[j]) for j, M in shares.items()]) for i, c in enumerate(ciphertexts)]


# --- 5.5 ---

def rehearsal_list(ctx0, y, day, n):
    m_test = option_point(ctx0, 'rehearsal', 'test')
    r = [hash_to_scalar('rehearsal', ctx0, day, l) for l in range(n)]
    return [Ciphertext(G ** x, m_test * y ** x) for x in r]


