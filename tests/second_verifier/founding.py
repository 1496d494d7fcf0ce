# SPDX-License-Identifier: Apache-2.0
"""Constitution, key ceremony, evidence, slots, tokens, opening. [SPEC 8.4.1]"""
import election
import group
import lists
import proofs
from encoding import H32, Reader, Refused, option_point, parse, require
from note import Policy
from proofs import Ciphertext
from record import P_CONSTITUTED, P_ENROLLED, P_EVIDENCED, P_KEYED, P_OPEN


def ascending(values):
    return all(a < b for a, b in zip(values, values[1:]))


class Slot:
    def __init__(self, row):
        self.X, self.style, self.evidence = group.decode(row[:32]), int.from_bytes(row[32:34], 'big'), row[34:66]
        self.evidence_class, self.possession = row[66], row[67:]


class Station:
    def __init__(self, tokens):
        self.tokens, self.ballots, self.closed = tokens, [], False


class ContestLists:
    """Of one contest: the list after the last mix, permutations, shares."""

    def __init__(self):
        self.current, self.done, self.mixers, self.permutations, self.shares = None, 0, set(), {}, {}


class Founding:
    def constitution_step(self, entry):
        constitution = parse(entry.body, election.Constitution, 'V2.51')
        constitution.check()
        self.constitution, self.ctx0 = constitution, H32('ctx0', entry.body)
        self.log.phase = P_CONSTITUTED

    @staticmethod
    def dealing(r):
        data = r.bytes()
        whole = Reader(data)
        lists.Dealing(whole)
        whole.end()
        return data

    def ceremony(self, entry):
        def read(r):
            return (r.list(lambda: r.fixed(64), 64), r.list(lambda: self.dealing(r), 64), r.list(lambda: r.bytes(64), 4096),
                    r.list(lambda: (r.u32(), r.u32(), r.scalar() if r.flag() else None), 4096))
        commitments, dealings, shares, complaints = parse(entry.body, read, 'V2.51')
        n, k = self.constitution.trustees, self.constitution.threshold
        require(len(commitments) == len(dealings) == n and len(shares) == n * n and all(len(s) == 64 for s in shares), 'V19.50')
        dealt = [lists.verify_dealing(self.ctx0, n, k, i, d, c) for i, (d, c) in enumerate(zip(dealings, commitments), 1)]
        for dealer, complainer, published in complaints:
            require(1 <= dealer <= n and 1 <= complainer <= n and dealer != complainer and published is not None, 'V19.51')
            try:
                lists.verify_share(dealt[dealer - 1], complainer, published)
            except Refused:
                raise Refused('V19.51', f'trustee {dealer}') from None
        self.y, self.Z_j = lists.election_key(dealt), lists.trustee_keys(dealt)
        require(not self.y.is_identity(), 'V2.54')
        self.y.precompute()
        self.ceremony_body, self.log.phase = entry.body, P_KEYED

    def evidence_rows(self, key, current, first, rows):
        for i, row in enumerate(rows, first):
            require(row[32] in self.constitution.evidence, 'V8.52', f'row {i}')
        require(ascending([r[:32] for r in current.rows[-1:] + rows]), 'V8.53')
        return []

    def close_evidence(self, entry, key, closing, current):
        self.evidence = {row[:32]: row[32] for row in current.rows}
        self.log.phase = P_EVIDENCED

    def slot_rows(self, key, current, first, rows):
        found = []
        for i, row in enumerate(rows, first):
            slot, where = Slot(row), f'slot {i}'
            require(slot.X is not None and not slot.X.is_identity(), 'V2.53', where)
            before = (current.rows + rows)[i - 1][:32] if i else b''
            require(before < row[:32], 'V8.50', where)
            require(self.evidence.get(slot.evidence) == slot.evidence_class, 'V8.51', where)
            proofs.verify_possession('pop', self.ctx0 + row[:32] + slot.evidence, slot.X, slot.possession, where)
            found.append(slot)
        return found

    def close_slots(self, entry, key, closing, current):
        require(len({s.evidence for s in current.found}) == len(current.found), 'V8.51')
        self.slots, self.slot_list_hash, self.log.phase = current.found, H32('slots', entry.body), P_ENROLLED

    def tokens(self, entry):
        station, hashes = parse(entry.body, lambda r: (r.text(32), r.list(lambda: r.fixed(32), 1900)), 'V2.51')
        require(self.constitution.paper, 'V7.50')
        require(station == entry.signers[0], 'V4.50', station)
        known = {h for s in self.stations.values() for h in s.tokens}
        require(station not in self.stations and hashes and ascending(hashes) and not known & set(hashes),
                'V9.50', station)
        require(len(known) + len(hashes) <= 3800, 'V9.60', station)
        self.stations[station] = Station(hashes)
        self.token_lists.append(H32('tokens', entry.body))

    def open_election(self, entry):
        opening = parse(entry.body, election.Opening, 'V2.51')
        require(opening.y == self.y and opening.Z == self.constitution.Z and opening.slot_list == self.slot_list_hash
                and opening.token_lists == self.token_lists, 'V4.53')
        require(opening.N == len(self.slots), 'V8.55')
        opening.check(self.constitution, self.ctx0)
        try:
            self.policy = Policy(opening.policy)
        except ValueError:
            raise Refused('V17.50') from None
        for i, slot in enumerate(self.slots):
            require(slot.style < len(opening.styles), 'V8.54', f'slot {i}')
        require(entry.time <= opening.calendar.internet[0].start, 'V7.57')
        self.opening, tokens = opening, sum(len(s.tokens) for s in self.stations.values())
        least = self.constitution.min_list
        for s, style in enumerate(opening.styles):
            require(not 0 < sum(x.style == s for x in self.slots) < least, 'V15.50', style.id)
        for c, contest in enumerate(opening.contests):
            require(sum(c in self.contests_of(x.style) for x in self.slots) >= least, 'V15.50', contest.id)
        widest = max(len(s.contests) for s in opening.styles)
        row = max(80 + 224 * widest, 240 + 256 * widest)
        per_chunk = max(r for r in (1, 2, 4, 8, 16, 32, 64, 128, 256) if r == 1 or r * row <= 262144)
        require(len(self.slots) <= 2000 * per_chunk, 'V8.56')
        for c, contest in enumerate(opening.contests):
            self.lists[contest.id] = ContestLists()
            self.lists[contest.id].places = sum(c in self.contests_of(s.style) for s in self.slots) + tokens
        self.ctx = election.context_of(self.ctx0, self.ceremony_body, entry.body)
        self.rules = election.Rules(self.constitution, opening, self.ctx0)
        start = [Ciphertext(group.IDENTITY, self.named(c, 'abstain')) for c in range(len(opening.contests))]
        self.points = [[start[c] for c in self.contests_of(s.style)] for s in self.slots]
        self.log.phase = P_OPEN

    def contests_of(self, style):
        return self.opening.styles[style].contests

    def named(self, c, name):
        return option_point(self.ctx0, self.opening.contests[c].id, name)
