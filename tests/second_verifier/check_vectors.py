#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The second verifier before the vector files: check_vectors.py tests/vectors. The format is in tests/vectors/README.md."""
import json
import pathlib
import sys

import election
import group
import lists
import messages
import proofs
import tally
from encoding import (HH, H, Malformed, Reader, challenge, challenge_at, generators, hash_to_group, hash_to_scalar, option_point,
                      valid_text)
from encoding import Refused as Check
from group import G
from proofs import Ciphertext


class Refused(Exception):
    """Bytes that are no encoding of anything, where no numbered check is asked."""


class In:
    """The fields of a case."""

    def __init__(self, fields):
        self.fields = fields

    def __contains__(self, key):
        return key in self.fields

    def raw(self, key):
        return self.fields[key]

    def bytes(self, key, size=None):
        data = bytes.fromhex(self.fields[key])
        if size is not None and len(data) != size:
            raise Refused
        return data

    def list(self, key):
        return [bytes.fromhex(x) for x in self.fields[key]]

    def element(self, key):
        return decoded(group.decode, self.bytes(key))

    def elements(self, key):
        return [decoded(group.decode, x) for x in self.list(key)]

    def scalar(self, key):
        return decoded(group.decode_scalar, self.bytes(key))

    def ciphertexts(self, key):
        points = [decoded(group.decode, x) for x in lists.cut(self.bytes(key), 32)]
        return [Ciphertext(*points[i:i + 2]) for i in range(0, len(points), 2)]


def decoded(decode, data):
    value = decode(data)
    if value is None:
        raise Refused
    return value


def hexed(*values):
    return b''.join(v if isinstance(v, bytes) else v.encode() for v in values).hex()


# --- chapters 1 to 3 ---

def a_text(c):
    if valid_text(c.bytes('bytes')) is None:
        raise Refused
    return {}


def a_hash(c):
    return {'hash': H(c.raw('tag'), *c.list('items')).hex()}


def signature(c):
    if not group.signature_holds(c.bytes('key'), c.bytes('message'), c.bytes('signature')):
        raise Refused
    return {}


def scalar(c):
    if 'wide' in c:
        return {'scalar': group.encode_scalar(group.from_wide(c.bytes('wide'))).hex()}
    s = c.scalar('bytes')
    return {'square': group.encode_scalar(s * s).hex()}


def element(c):
    e = c.element('bytes')
    return {'square': hexed(e * e)}


def to_group(c):
    return {'element': hexed(hash_to_group(c.raw('label'), *c.list('items')))}


def generator(c):
    name = c.raw('name')
    return {'element': hexed({'g': G, 'h': HH}.get(name) or generators(c.raw('index'))[-1])}


def ciphertext(c):
    y = c.element('y')
    if 'ciphertext' in c:
        old, s = c.ciphertexts('ciphertext')[0], c.scalar('s')
        return {'ciphertext': hexed(old.a * G ** s, old.b * y ** s)}
    r, m = c.scalar('r'), c.element('m')
    return {'ciphertext': hexed(G ** r, m * y ** r)}


def a_point(c):
    return {'element': hexed(option_point(c.bytes('ctx0', 32), c.raw('contest'), c.raw('name')))}


def a_challenge(c):
    if 'state' in c:
        return {'challenge': challenge_at(c.raw('tag'), c.bytes('state', 64), c.raw('index')).to_bytes(16, 'little').hex()}
    items = c.list('items')
    return {'challenge': challenge(c.raw('tag'), *items).hex(),
            'scalar': group.encode_scalar(hash_to_scalar(c.raw('tag'), *items)).hex()}


# --- chapter 4, 10.3 ---

def possession(c):
    proofs.verify_possession(c.raw('tag'), c.bytes('label'), c.element('X'), c.bytes('proof'))
    return {}


def slot_row(c):
    current = proofs.verify_slot_row(c.bytes('ctx', 32), c.raw('slot'), c.raw('epoch'), c.element('y'), c.element('X'),
                                     c.ciphertexts('previous'), c.bytes('row'))
    return {'current': hexed(*current)}


def membership(c):
    if 'token_hash' in c:
        return {'label': proofs.station_label(c.bytes('ctx'), c.raw('station'), c.bytes('token_hash'), c.raw('contest')).hex()}
    if 'slot' in c:
        return {'label': proofs.slot_label(c.bytes('ctx'), c.raw('contest'), c.raw('slot'), c.raw('epoch')).hex()}
    proofs.verify_membership(c.bytes('label'), c.element('y'), c.elements('options'), c.ciphertexts('ciphertext')[0],
                             c.bytes('proof'))
    return {}


def acknowledgement(c):
    proofs.verify_acknowledgement(c.bytes('ctx', 32), c.raw('epoch'), c.raw('slot'), c.bytes('row'), c.element('B'), c.element('X'),
                                  c.bytes('proof'))
    return {}


def settlement(c):
    if 'commitments' in c:
        proofs.verify_settlement_total(c.elements('commitments'), c.raw('n'), c.scalar('delta'))
        return {}
    if 'overridden' in c:
        proofs.verify_settlement_opening(c.element('D'), c.raw('overridden'), c.scalar('d'))
        return {}
    current, D = proofs.verify_settlement_row(c.bytes('ctx', 32), c.raw('slot'), c.element('y'), c.element('Z'),
                                              c.elements('nulls'),
                                              c.ciphertexts('previous'), c.bytes('row'))
    return {'current': hexed(*current), 'D': hexed(D)}


def station_ballot(c):
    label = proofs.station_label(c.bytes('ctx', 32), c.raw('station'), c.bytes('token_hash', 32), c.raw('contest'))
    return {'ciphertext': hexed(proofs.verify_station_ballot(label, c.element('y'), c.elements('options'), c.bytes('ballot')))}


def grant_request(c):
    request, X = c.bytes('request', 104), c.element('X')
    slot, key = int.from_bytes(request[:8], 'big'), request[8:40]
    proofs.verify_possession('pop', H('grant-request', c.bytes('ctx', 32), slot, key), X, request[40:])
    return {'slot': slot, 'K': key.hex()}


def grant_begin(c):
    label = H('grant-begin', c.bytes('ctx', 32), c.raw('slot'), c.bytes('K', 32))
    proofs.verify_possession('pop', label, c.element('X'), c.bytes('possession', 64))
    return {}


# --- chapter 5, 7.7, 7.8 ---

def whole(data, read):
    reader = Reader(data)
    try:
        value = read(reader)
        reader.end()
    except Malformed:
        raise Refused from None
    return value


def key_ceremony(c):
    ctx0, n, k = c.bytes('ctx0', 32), c.raw('n'), c.raw('k')
    if 'dealings' in c:
        dealings = [whole(x, lists.Dealing) for x in c.list('dealings')]
        return {'y': hexed(lists.election_key(dealings)), 'Z': [hexed(z) for z in lists.trustee_keys(dealings)]}
    if 'encrypted' in c:
        encrypted = c.bytes('encrypted', 64)
        try:
            share = lists.open_share(ctx0, c.raw('dealer'), c.raw('receiver'), encrypted, c.scalar('share_key'))
        except Check:
            raise Refused from None
        return {'share': group.encode_scalar(share).hex()}
    data = c.bytes('dealing')
    dealing = whole(data, lists.Dealing)
    if 'share' in c:
        lists.verify_share(dealing, c.raw('receiver'), c.scalar('share'))
        return {}
    if 'commitment' not in c:
        return {'commitment': H('dkg-commit', ctx0, data).hex()}
    lists.verify_dealing(ctx0, n, k, c.raw('place'), data, c.bytes('commitment', 64))
    return {}


def permutation(c):
    header, rows = c.bytes('header'), c.bytes('rows')
    lists.verify_permutation(c.bytes('ctx', 32), c.raw('contest'), c.raw('mix'), c.raw('trustee'), c.raw('n'), header, rows)
    return {'digest': lists.proof_digest(header, rows).hex()}


def mix(c):
    rows = c.bytes('commitment_rows')
    digest = lists.proof_digest(c.bytes('commitment_header'), rows)
    lists.verify_mix(c.bytes('ctx', 32), c.raw('contest'), c.raw('mix'), c.raw('trustee'), c.element('y'), c.ciphertexts('input'),
                     rows,
                     digest, c.bytes('header'), c.bytes('rows'))
    return {}


def decryption(c):
    ciphertexts = c.ciphertexts('list')
    if 'shares' in c:
        shares = {j: [decoded(group.decode, x) for x in lists.cut(rows, 32)] for j, rows in zip(c.raw('trustees'),
            c.list('shares'))}
        return {'plaintexts': [hexed(m) for m in lists.combine(ciphertexts, shares)]}
    lists.verify_share_of_list(c.raw('tag'), c.bytes('ctx', 32), c.raw('contest'), ciphertexts, c.raw('trustee'), c.element('Z'),
                               c.bytes('header'), c.bytes('rows'))
    return {}


def rehearsal(c):
    return {'list': hexed(*lists.rehearsal_list(c.bytes('ctx0', 32), c.element('y'), c.raw('day'), c.raw('n')))}


def count(c):
    contest = whole(c.bytes('contest'), election.Contest)
    contest.withdrawn = frozenset(c.raw('withdrawn'))
    n = tally.count(contest, c.bytes('ctx0', 32), c.list('plaintexts'), c.raw('null'), c.raw('unused'))
    return {'abstain': n.abstain, 'blank': n.blank, 'null': n.null, 'unused': n.unused, 'invalid': n.invalid,
            'valid': [list(x) for x in sorted(n.valid.items())], 'withdrawn': [list(x) for x in sorted(n.withdrawn.items())]}


def seats(c):
    found = tally.seats(whole(c.bytes('contest'), election.Contest), dict(map(tuple, c.raw('valid'))))
    if 'winners' in c:
        tally.check_lot(found, c.raw('winners'))
        return {}
    return {'elected': found.elected, 'tied': found.tied, 'open': found.open}


# --- 7.3, chapter 10 ---

def contest_numbers(c):
    contest = whole(c.bytes('contest'), election.Contest)
    contest.check()
    contest.withdrawn = frozenset(c.raw('withdrawn'))
    return {'offered': list(contest.offered()), 'ever': list(contest.ever_offered()),
            'elements': [hexed(p) for p in contest.offered_points(c.bytes('ctx0', 32))]}


def grant(c):
    g = whole(c.bytes('grant'), messages.Grant)
    g.check(c.bytes('ctx', 32), c.bytes('registrar', 32))
    return {'slot': g.slot, 'nonce': g.nonce.hex(), 'K': g.K.hex(), 'first': g.first, 'last': g.last}


def cast(c):
    one = whole(c.bytes('cast'), messages.Cast)
    contests = [(x['id'], In(x).elements('options')) for x in c.raw('contests')]
    one.check(c.bytes('ctx', 32), c.bytes('registrar', 32), c.element('y'), c.element('X'), c.ciphertexts('previous'), contests)
    return {'request': one.request.hex(), 'slot': one.grant.slot, 'epoch': one.epoch}


def slot_key(c):
    if 'prf' in c:
        salt, x = messages.slot_key(c.bytes('prf'), c.raw('code'), c.bytes('ctx0', 32))
        return {'salt': salt.hex(), 'x': group.encode_scalar(x).hex(), 'X': hexed(G ** x)}
    label = c.bytes('ctx0', 32) + c.bytes('X') + c.bytes('evidence', 32)
    proofs.verify_possession('pop', label, c.element('X'), c.bytes('possession'))
    return {}


def check_code(c):
    code, y = whole(c.bytes('code'), messages.CheckCode), c.element('y')
    contests = [(x['numbers'], In(x).elements('options')) for x in c.raw('contests')]
    choices, kept = code.read(c.bytes('ctx', 32), c.raw('slot'), y, contests)
    if 'row' not in c:
        return {'epoch': code.epoch, 'choices': choices, 'hash': kept.hex()}
    code.confirm(y, c.element('X'), c.ciphertexts('previous'), c.bytes('row'))
    return {}


JUDGES = {
    '1.1-Bytes': a_text, '1.3-Hash': a_hash, '1.11-Signatures': signature, '2.1-Scalar': scalar, '2.2-Element': element,
    '2.3-HashToGroup': to_group, '2.4-Generators': generator, '3.2-Ciphertext': ciphertext, '3.3-OptionPoint': a_point,
    '3.4-Challenge': a_challenge, '4.1-Possession': possession, '4.2-SlotProof': slot_row, '4.3-Membership': membership,
    '4.4-Acknowledgement': acknowledgement, '4.5-Settlement': settlement, '4.6-StationBallot': station_ballot,
    '5.1-KeyCeremony': key_ceremony, '5.2-PermutationCommitment': permutation, '5.3-Mix': mix, '5.4-Decryption': decryption,
    '5.5-Rehearsal': rehearsal, '7.7-Count': count, '7.8-Seats': seats, '10.3-GrantRequest': grant_request,
    '7.3-Contests': contest_numbers, '10.1-Grant': grant, '10.2-Cast': cast, '10.7-SlotKey': slot_key, '10.8-CheckCode': check_code,
    '15.4-GrantBegin': grant_begin}


def judge(section, fields):
    """(check, out)"""
    try:
        return 'pass', JUDGES[section](In(fields))
    except (Refused, Malformed):
        return 'refused', None
    except Check as refused:
        return refused.number, None


def main():
    total, bad = 0, 0
    for path in sorted(pathlib.Path(sys.argv[1]).glob('*.json')):
        file = json.loads(path.read_text())
        for case in file['cases'] if 'section' in file else []:
            total += 1
            check, out = judge(file['section'], case['in'])
            if check != case['check'] or check == 'pass' and out != case.get('out'):
                bad += 1
                print(f'{path.name}, {case["about"]}: {case["check"]} {case.get("out", "")} in the file, {check} {out} found')
    print(f'{total} cases, {bad} judged otherwise than their files say')
    return bad or total == 0


if __name__ == '__main__':
    sys.exit(1 if main() else 0)
