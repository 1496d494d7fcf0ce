# SPDX-License-Identifier: Apache-2.0
"""Entries and objects, and what may follow what. The steps of the types are in steps.py. [SPEC 8.1, 8.2, 8.4]"""
import group
from encoding import H, Malformed, Refused, parse, require, sha256
from election import BALLOT_BOX, COMMISSION, OBSERVER, REGISTRAR, SCRUTINEER, STATION, TRUSTEE

(CONSTITUTION, CEREMONY, EVIDENCE, SLOTS, TOKENS, OPENING, AMENDMENT, REHEARSAL, PERMUTATION, EPOCH, STATION_BATCH, INTERNET_CLOSE,
 POLLING_CLOSED, POLL_BOOK, SETTLEMENT, AUDITED, MIX, DECRYPTION, LOT, RESULT, INCIDENT, AUDIT_HEAD, CHUNK) = range(1, 24)
NAMES = ('constitution', 'ceremony', 'evidence', 'slots', 'tokens', 'opening', 'amendment', 'rehearsal', 'permutation', 'epoch',
         'station batch', 'internet close', 'polling places closed', 'poll book count', 'settlement', 'settlement audited', 'mix',
         'decryption', 'lot', 'result', 'incident', 'audit head', 'chunk')
OBJECTS = (EVIDENCE, SLOTS, PERMUTATION, EPOCH, STATION_BATCH, SETTLEMENT, MIX, DECRYPTION)

(P_EMPTY, P_CONSTITUTED, P_KEYED, P_EVIDENCED, P_ENROLLED, P_OPEN, P_INTERNET_CLOSED, P_POLLING_CLOSED, P_COUNTED, P_SETTLED,
 P_AUDITED,
 P_RESULT) = range(12)
PHASES = {
    CONSTITUTION: (P_EMPTY, P_EMPTY), CEREMONY: (P_CONSTITUTED, P_CONSTITUTED), EVIDENCE: (P_KEYED, P_KEYED),
    SLOTS: (P_EVIDENCED, P_EVIDENCED), TOKENS: (P_ENROLLED, P_ENROLLED), OPENING: (P_ENROLLED, P_ENROLLED),
    AMENDMENT: (P_OPEN, P_POLLING_CLOSED), REHEARSAL: (P_KEYED, P_SETTLED), PERMUTATION: (P_OPEN, P_AUDITED),
    EPOCH: (P_OPEN, P_OPEN), STATION_BATCH: (P_OPEN, P_POLLING_CLOSED), INTERNET_CLOSE: (P_OPEN, P_OPEN),
    POLLING_CLOSED: (P_INTERNET_CLOSED, P_INTERNET_CLOSED), POLL_BOOK: (P_POLLING_CLOSED, P_POLLING_CLOSED),
    SETTLEMENT: (P_COUNTED, P_COUNTED), AUDITED: (P_SETTLED, P_SETTLED), MIX: (P_OPEN, P_AUDITED),
    DECRYPTION: (P_OPEN, P_AUDITED), LOT: (P_AUDITED, P_RESULT), RESULT: (P_AUDITED, P_AUDITED),
    INCIDENT: (P_CONSTITUTED, P_RESULT), AUDIT_HEAD: (P_CONSTITUTED, P_RESULT)}
BEFORE_OPENING = (CEREMONY, EVIDENCE, SLOTS, TOKENS, OPENING, REHEARSAL)
BY_COMMISSION = (CONSTITUTION, OPENING, AMENDMENT, INTERNET_CLOSE, POLLING_CLOSED, LOT, RESULT, INCIDENT)
BY_REGISTRAR = (EVIDENCE, SLOTS, POLL_BOOK, SETTLEMENT, AUDIT_HEAD)
BY_TRUSTEE = (REHEARSAL, PERMUTATION, MIX, DECRYPTION)
MAX_ENTRY, MAX_BLOB, MAX_CHUNKS = 65535, 262144, 2000


# --- 8.1 ---

class Entry:
    def __init__(self, r):
        self.type, self.time, self.seq = r.kind(1, 23), r.u64(), r.u64()
        begin = r.at
        n = r.kind(1, 64)
        self.signers = [r.text(32) for _ in range(n)]
        self.signers_bytes = r.data[begin:r.at]
        self.body = r.bytes()
        self.signatures = [r.fixed(64) for _ in range(n)]

    def signing_hash(self, context):
        return H('entry', self.type, context, self.time, self.seq, self.signers_bytes, self.body)


# --- 8.2 ---

class ObjectKey:
    def __init__(self, r):
        self.kind, self.contest, self.number, self.trustee = r.u8(), r.text(32), r.u32(), r.u32()
        uses = {EPOCH: 'n', PERMUTATION: 'cnt', MIX: 'cnt', DECRYPTION: 'ct', STATION_BATCH: 'c'}.get(self.kind, '')
        used = (self.contest, 'c'), (self.number, 'n'), (self.trustee, 't')
        if self.kind not in OBJECTS or any(bool(value) != (letter in uses) for value, letter in used):
            raise Malformed('no object key')

    def as_tuple(self):
        return self.kind, self.contest, self.number, self.trustee

    def name(self):
        out = NAMES[self.kind - 1] + (f' {self.contest}' if self.contest else '') + (f' {self.number}' if self.number else '')
        return out + (f' of trustee {self.trustee}' if self.trustee else '')


class Chunk:
    def __init__(self, r):
        self.key, self.first, self.rows, self.length, self.sha256 = ObjectKey(r), r.u64(), r.u32(), r.u32(), r.fixed(32)
        if self.rows == 0 or not 1 <= self.length <= MAX_BLOB:
            raise Malformed('no rows, or no bytes')


class Closing:
    def __init__(self, r):
        self.key, self.rows, self.header, self.chunks = ObjectKey(r), r.u64(), r.bytes(), r.list(lambda: r.fixed(32), MAX_CHUNKS)


class OpenObject:
    def __init__(self):
        self.chunks, self.count, self.last, self.rows, self.found = [], 0, None, [], []


def rows_per_chunk(size):
    r = 256
    while r > 1 and r * size > MAX_BLOB:
        r //= 2
    return r


class Log:
    """Signers, order, objects: what 8.4 asks of every entry before its type's step. `steps` (steps.Steps) judges the content."""

    def __init__(self, blob, steps):
        self.blob, self.steps = blob, steps
        self.phase, self.time, self.seq, self.open, self.hashes, self.times = P_EMPTY, 0, {}, {}, [], []
        self.now = 0

    def apply(self, data):
        require(len(data) <= MAX_ENTRY, 'V18.51')
        require(data and 1 <= data[0] <= 23, 'V18.50')
        entry = parse(data, Entry, 'V2.50')
        require(entry.time >= self.time, 'V7.51')
        self.now = entry.time
        chunk = parse(entry.body, Chunk, 'V2.51') if entry.type == CHUNK else None
        kind = chunk.key.kind if chunk else entry.type
        if entry.type != CONSTITUTION:
            self.check_signed(entry, kind)
        if chunk:
            self.take_chunk(entry, chunk)
        elif entry.type in OBJECTS:
            self.close_object(entry)
        elif entry.type == CONSTITUTION:
            self.check_phase(kind)
            self.found(entry)
        else:
            self.check_phase(kind)
            self.steps.simple[entry.type](entry)
        self.time = entry.time
        self.times.append(entry.time)
        self.seq[entry.signers[0]] = entry.seq + 1
        self.hashes.append(sha256(b'\x00' + data))

    def found(self, entry):
        self.steps.constitution_step(entry)
        require(entry.signers == self.steps.constitution.with_role(COMMISSION), 'V4.50')
        require(entry.seq == 0, 'V4.52')
        self.check_signatures(entry, bytes(32))

    def check_signed(self, entry, kind):
        require(self.phase != P_EMPTY, 'V7.50')
        once = len(set(entry.signers)) == len(entry.signers)
        require(once and self.may_sign(entry.signers, kind), 'V4.50', ', '.join(entry.signers))
        require(entry.seq == self.seq.get(entry.signers[0], 0), 'V4.52', entry.signers[0])
        early = kind in BEFORE_OPENING or kind in (INCIDENT, AUDIT_HEAD) and self.phase < P_OPEN
        self.check_signatures(entry, self.steps.ctx0 if early else self.steps.ctx or bytes(32))

    def check_signatures(self, entry, context):
        message = entry.signing_hash(context)
        for who, signature in zip(entry.signers, entry.signatures):
            require(group.signature_holds(self.steps.constitution.by_id[who].key, message, signature), 'V4.51', who)

    def may_sign(self, signers, kind):
        constitution = self.steps.constitution
        roles = [constitution.by_id[s].role if s in constitution.by_id else 0 for s in signers]
        if kind in BY_COMMISSION:
            return roles == [COMMISSION]
        if kind in BY_REGISTRAR:
            return roles == [REGISTRAR]
        if kind in BY_TRUSTEE:
            return roles == [TRUSTEE]
        if kind == CEREMONY:
            return signers == constitution.with_role(TRUSTEE)
        if kind == EPOCH:
            return roles == [BALLOT_BOX]
        if kind in (TOKENS, STATION_BATCH):
            return roles[0] == STATION and len(roles) >= 2 and set(roles[1:]) == {OBSERVER}
        return set(roles) == {SCRUTINEER} and 2 * len(roles) > len(constitution.with_role(SCRUTINEER))

    def check_phase(self, kind):
        first, last = PHASES[kind]
        require(first <= self.phase <= last, 'V7.50', NAMES[kind - 1])

    def take_chunk(self, entry, chunk):
        key, where = chunk.key, chunk.key.name()
        self.check_phase(key.kind)
        self.steps.check_object(entry, key)
        if key.kind == EPOCH:
            self.open = {k: o for k, o in self.open.items() if k[0] != EPOCH or k[2] >= key.number}
        current = OpenObject() if chunk.first == 0 else self.open.get(key.as_tuple())
        limit = rows_per_chunk(self.steps.largest_row(key.kind))
        require(current and chunk.first == current.count and chunk.first % limit == 0 and chunk.rows <= limit, 'V18.52', where)
        blob = self.blob(chunk.sha256)
        require(blob is not None, 'V18.4', where)
        require(len(blob) == chunk.length, 'V2.52', where)
        rows = self.steps.cut(key, chunk.first, chunk.rows, blob)
        require(rows is not None, 'V2.52', where)
        found = self.steps.check_rows(key, current, chunk.first, rows)
        current.chunks.append(chunk.sha256)
        current.count += chunk.rows
        current.rows += rows
        current.found += found
        self.open[key.as_tuple()] = current

    def close_object(self, entry):
        closing = parse(entry.body, Closing, 'V2.51')
        key, where = closing.key, closing.key.name()
        require(key.kind == entry.type, 'V18.53', where)
        self.check_phase(key.kind)
        self.steps.check_object(entry, key)
        current = self.open.get(key.as_tuple()) or OpenObject()
        require(current.chunks or key.kind == STATION_BATCH, 'V18.53', where)
        require(closing.chunks == current.chunks and closing.rows == current.count, 'V18.53', where)
        require(not closing.header or key.kind in (PERMUTATION, MIX, DECRYPTION, SETTLEMENT), 'V2.51', where)
        try:
            self.steps.close[key.kind](entry, key, closing, current)
        except Refused as refused:
            raise Refused(refused.number, f'{where}, {refused.where}' if refused.where else where) from None
        self.open.pop(key.as_tuple(), None)
