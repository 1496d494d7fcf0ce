# SPDX-License-Identifier: Apache-2.0
"""SPEC 10: what a voter's device sends and shows. `Malformed` where no number belongs to a refusal."""
import group
import proofs
from encoding import H, H32, Malformed, Reader, hash_to_scalar, require
from group import G
from proofs import Ciphertext


def refuse_unless(condition):
    if not condition:
        raise Malformed('refused')


def whole(data, read):
    reader = Reader(data)
    value = read(reader)
    reader.end()
    return value


class Grant:
    """SPEC 10.1"""

    def __init__(self, r):
        self.slot, self.nonce, self.K, self.first, self.last = r.u64(), r.fixed(16), r.fixed(32), r.u32(), r.u32()
        self.signature = r.fixed(64)

    def check(self, ctx, registrar):
        refuse_unless(1 <= self.first <= self.last <= self.first + 2)
        signed = H('grant', ctx, self.slot, self.nonce, self.K, self.first, self.last)
        refuse_unless(group.signature_holds(registrar, signed, self.signature))


class Cast:
    """SPEC 10.2"""

    def __init__(self, r):
        self.request, self.grant_bytes, self.epoch = r.fixed(16), r.fixed(128), r.u32()
        self.row = r.bytes(80 + 224 * 64)
        self.membership = r.list(lambda: r.bytes(112 * 1024), 64)
        self.signature = r.fixed(64)
        self.grant = whole(self.grant_bytes, Grant)

    def check(self, ctx, registrar, y, X, previous, contests):
        """contests: (id, elements of the offered numbers). The order is that of 10.4."""
        self.grant.check(ctx, registrar)
        refuse_unless(self.grant.first <= self.epoch <= self.grant.last)
        signed = H('cast-signature', ctx, self.request, self.grant_bytes, self.epoch, self.row)
        refuse_unless(group.signature_holds(self.grant.K, signed, self.signature))
        require(len(self.row) == proofs.slot_row_size(len(contests)), 'V2.3')
        require(len(self.membership) == len(contests), 'V2.4')
        current = proofs.verify_slot_row(ctx, self.grant.slot, self.epoch, y, X, previous, self.row)
        for (name, points), c, proof in zip(contests, current, self.membership):
            proofs.verify_membership(proofs.slot_label(ctx, name, self.grant.slot, self.epoch), y, points, c, proof)


def slot_key(prf, code, ctx0):
    """SPEC 10.7: salt, x"""
    refuse_unless(len(prf) == 32)
    return H32('prf', ctx0), hash_to_scalar('slot-key', prf, code, ctx0)


class CheckCode:
    """SPEC 10.8"""

    def __init__(self, r):
        self.ctx, self.slot, self.epoch = r.fixed(32), r.u64(), r.u32()
        self.contests = r.list(lambda: (Ciphertext(r.element(), r.element()), r.scalar()), 64)

    def bytes(self):
        return b''.join(c.a.encode() + c.b.encode() for c, _ in self.contests)

    def read(self, ctx, slot, y, contests):
        """contests: (numbers, elements). The number of every contest, None where it does not open; and the hash that is kept."""
        refuse_unless(self.ctx == ctx and self.slot == slot and len(self.contests) == len(contests))
        choices = []
        for (c, r), (numbers, points) in zip(self.contests, contests):
            found = [v for v, m in zip(numbers, points) if c.a == G ** r and c.b / y ** r == m]
            choices.append(found[0] if found else None)
        return choices, H32('checked', ctx, slot, self.epoch, self.bytes())

    def confirm(self, y, X, previous, row):
        require(row[:len(self.bytes())] == self.bytes(), 'V3.80')
        proofs.verify_slot_row(self.ctx, self.slot, self.epoch, y, X, previous, row)
