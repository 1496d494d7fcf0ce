# SPDX-License-Identifier: Apache-2.0
"""What every entry and object does to the record, from the founding to the result. [SPEC 8.3, 8.4.1 to 8.4.5]"""
import re

import election
import group
import lists
import proofs
from board import Policy, tree_root
from encoding import H32, Malformed, Reader, Refused, option_point, parse, require, text, u16, u32, u64
from proofs import Ciphertext
from record import (AMENDMENT, AUDIT_HEAD, AUDITED, CEREMONY, DECRYPTION, EPOCH, EVIDENCE, INCIDENT, INTERNET_CLOSE, LOT, MIX, OPENING,
                    P_AUDITED, P_CONSTITUTED, P_COUNTED, P_ENROLLED, P_EVIDENCED, P_INTERNET_CLOSED, P_KEYED, P_OPEN, P_POLLING_CLOSED,
                    P_RESULT, P_SETTLED, PERMUTATION, POLL_BOOK, POLLING_CLOSED, REHEARSAL, RESULT, SETTLEMENT, SLOTS, STATION_BATCH, TOKENS,
                    Log)

ROW_SIZES = {EVIDENCE: 33, SLOTS: 131, PERMUTATION: 160, MIX: 96, DECRYPTION: 32, STATION_BATCH: 65536}
MAX_STATION_ROW = 65536


def ascending(values):
    return all(a < b for a, b in zip(values, values[1:]))


class Slot:
    def __init__(self, row):
        self.X, self.style, self.evidence = group.decode(row[:32]), int.from_bytes(row[32:34], 'big'), row[34:66]
        self.evidence_class, self.possession = row[66], row[67:]


class StationBallot:
    def __init__(self, r):
        self.token, self.style, self.amendment, self.ballots = r.fixed(16), r.u16(), r.u32(), r.list(r.bytes, 1024)
        self.hash, self.ciphertexts = H32('token', self.token), []


class Station:
    def __init__(self, tokens):
        self.tokens, self.ballots, self.closed = tokens, [], False


class StationCount:
    def __init__(self, r):
        self.id, self.check_ins, self.abandoned = r.text(32), r.list(r.u64, 1024), r.list(r.u64, 1024)
        self.opened = r.list(lambda: r.fixed(16), 1900)


class ContestLists:
    """Of one contest: the list after the last mix, permutations, shares."""

    def __init__(self):
        self.current, self.done, self.mixers, self.permutations, self.shares = None, 0, set(), {}, {}


class Steps:
    def __init__(self, blob):
        self.log = Log(blob, self)
        self.constitution = self.ctx0 = self.ctx = self.opening = self.rules = self.policy = None
        self.evidence, self.slots, self.stations, self.token_lists = {}, [], {}, []
        self.last_epoch, self.sealed, self.points, self.settled_entries = 0, {}, [], 0
        self.overridden, self.lists, self.used_c, self.lots = [], {}, set(), {}
        self.counts, self.seats, self.points_open = None, None, []
        self.simple = {
            CEREMONY: self.ceremony, TOKENS: self.tokens, OPENING: self.open_election, AMENDMENT: self.amendment, REHEARSAL: self.rehearsal,
            INTERNET_CLOSE: self.internet_close, POLLING_CLOSED: self.polling_closed, POLL_BOOK: self.poll_book, AUDITED: self.audited,
            LOT: self.lot, RESULT: self.result, INCIDENT: self.statement, AUDIT_HEAD: self.statement}
        self.close = {EVIDENCE: self.close_evidence, SLOTS: self.close_slots, EPOCH: self.close_epoch, STATION_BATCH: self.close_station,
                      SETTLEMENT: self.close_settlement, PERMUTATION: self.close_permutation, MIX: self.close_mix,
                      DECRYPTION: self.close_share}

    # --- objects ---

    def widest(self):
        return max(len(s.contests) for s in self.opening.styles)

    def largest_row(self, kind):
        if kind == EPOCH:
            return proofs.slot_row_size(self.widest())
        return proofs.settlement_row_size(self.widest()) if kind == SETTLEMENT else ROW_SIZES[kind]

    def cut(self, key, first, n, blob):
        """n rows, or None."""
        if key.kind == STATION_BATCH:
            rows, at = [], 0
            while at + 4 <= len(blob):
                end = at + 4 + int.from_bytes(blob[at:at + 4], 'big')
                rows.append(blob[at + 4:end])
                if end > len(blob) or end - at - 4 > MAX_STATION_ROW:
                    return None
                at = end
            return rows if at == len(blob) and len(rows) == n else None
        if key.kind in (EPOCH, SETTLEMENT):
            require(first + n <= len(self.slots), 'V7.55' if key.kind == EPOCH else 'V11.53', key.name())
            size = proofs.slot_row_size if key.kind == EPOCH else proofs.settlement_row_size
            sizes = [size(len(self.contests_of(s.style))) for s in self.slots[first:first + n]]
        else:
            sizes = [ROW_SIZES[key.kind]] * n
        if len(blob) != sum(sizes):
            return None
        rows, at = [], 0
        for size in sizes:
            rows.append(blob[at:at + size])
            at += size
        return rows

    def check_object(self, entry, key):
        """What the key alone shows; asked at every chunk and at the close."""
        name = key.name()
        if key.kind == EPOCH:
            epoch = self.rules.epochs.get(key.number)
            require(epoch and key.number > self.last_epoch, 'V7.52', name)
            require(entry.signers == [epoch.box], 'V7.53', name)
            require(epoch.close <= entry.time <= epoch.close + self.opening.calendar.grace, 'V7.54', name)
        if key.kind == STATION_BATCH:
            require(key.contest == entry.signers[0], 'V4.50', name)
            require(key.contest in self.stations, 'V9.51', name)
            require(not self.stations[key.contest].closed, 'V9.56', name)
        if key.kind in (PERMUTATION, MIX, DECRYPTION):
            trustees = self.constitution.with_role(election.TRUSTEE)
            known = key.contest in self.lists and 1 <= key.trustee <= len(trustees)
            known = known and key.number <= self.constitution.mixes
            require(known and entry.signers == [trustees[key.trustee - 1]], 'V15.52', name)
        require(key.kind not in (MIX, DECRYPTION) or self.log.phase == P_AUDITED, 'V11.51', name)
        if key.kind in (PERMUTATION, MIX):
            done = self.lists[key.contest].done
            require(key.number == done + 1 if key.kind == MIX else key.number > done, 'V12.50', name)
            taken = (key.number, key.trustee) in self.lists[key.contest].permutations
            require(taken if key.kind == MIX else not taken, 'V13.50' if key.kind == MIX else 'V13.51', name)
        if key.kind == MIX:
            require(key.trustee not in self.lists[key.contest].mixers, 'V12.51', name)
        if key.kind == DECRYPTION:
            require(all(x.done == self.constitution.mixes for x in self.lists.values()), 'V12.52', name)
            require(key.trustee not in self.lists[key.contest].shares, 'V14.50', name)

    def check_rows(self, key, current, first, rows):
        step = {EVIDENCE: self.evidence_rows, SLOTS: self.slot_rows, EPOCH: self.epoch_rows, STATION_BATCH: self.station_rows,
                SETTLEMENT: self.settlement_rows}.get(key.kind)
        return step(key, current, first, rows) if step else []

    # --- 8.4.1 founding ---

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
        for c, contest in enumerate(opening.contests):
            self.lists[contest.id] = ContestLists()
            self.lists[contest.id].places = sum(c in self.contests_of(s.style) for s in self.slots) + tokens
            require(self.lists[contest.id].places >= self.constitution.min_list, 'V15.50', contest.id)
        self.ctx = election.context_of(self.ctx0, self.ceremony_body, entry.body)
        self.rules = election.Rules(self.constitution, opening, self.ctx0)
        start = [Ciphertext(group.IDENTITY, self.named(c, 'abstain')) for c in range(len(opening.contests))]
        self.points = [[start[c] for c in self.contests_of(s.style)] for s in self.slots]
        self.log.phase = P_OPEN

    def contests_of(self, style):
        return self.opening.styles[style].contests

    def named(self, c, name):
        return option_point(self.ctx0, self.opening.contests[c].id, name)

    # --- 8.4.2 voting ---

    def epoch_rows(self, key, current, first, rows):
        return [proofs.verify_slot_row(self.ctx, i, key.number, self.y, self.slots[i].X, self.points[i], row)
                for i, row in enumerate(rows, first)]

    def close_epoch(self, entry, key, closing, current):
        require(current.count == len(self.slots), 'V7.55')
        self.check_distinct(current.found)
        self.points, self.last_epoch, self.sealed[key.number] = current.found, key.number, len(self.log.hashes)

    def check_distinct(self, slot_points, batch=()):
        posted = [(s.style, x) for s, x in zip(self.slots, slot_points)]
        posted += [(b.style, b.ciphertexts) for s in self.stations.values() for b in s.ballots]
        posted += [(b.style, b.ciphertexts) for b in batch]
        seen = set()
        for style, ciphertexts in posted:
            for c, x in zip(self.contests_of(style), ciphertexts):
                if x.a.is_identity():
                    continue  # C_0, computed
                for value in ((c, 'a', x.a.encode()), (c, 'b', x.b.encode())):
                    require(value not in seen, 'V6.50', self.opening.contests[c].id)
                    seen.add(value)

    def amendment(self, entry):
        self.rules.amend(parse(entry.body, election.Amendment, 'V2.51'), entry.time, self.last_epoch)

    def station_rows(self, key, current, first, rows):
        station, found = self.stations[key.contest], []
        known, used = set(station.tokens), {b.hash for b in current.found}
        for i, row in enumerate(rows, first):
            where = f'ballot {i}'
            ballot = parse(row, StationBallot, 'V2.51', where)
            before = (current.rows + rows)[i - 1] if i else b''
            require(before < row, 'V9.53', where)
            require(ballot.hash in known, 'V9.51', where)
            require(ballot.hash not in used, 'V9.52', where)
            used.add(ballot.hash)
            styles = self.opening.styles
            require(ballot.style < len(styles) and len(ballot.ballots) == len(styles[ballot.style].contests), 'V9.54', where)
            require(ballot.amendment <= self.rules.amended, 'V9.55', where)
            for c, data in zip(self.contests_of(ballot.style), ballot.ballots):
                label = proofs.station_label(self.ctx, key.contest, ballot.hash, self.opening.contests[c].id)
                points = self.rules.points_after[ballot.amendment][c]
                ballot.ciphertexts.append(proofs.verify_station_ballot(label, self.y, points, data, where))
            found.append(ballot)
        return found

    def close_station(self, entry, key, closing, current):
        self.check_distinct(self.points, current.found)
        self.stations[key.contest].ballots, self.stations[key.contest].closed = current.found, True

    def internet_close(self, entry):
        self.statement(entry)
        for t, epoch in self.rules.epochs.items():
            require(t <= self.last_epoch or entry.time > epoch.close + self.opening.calendar.grace, 'V7.56', f'epoch {t}')
        self.log.phase = P_INTERNET_CLOSED

    def polling_closed(self, entry):
        self.statement(entry)
        paper = self.constitution.paper
        require(not paper or entry.time >= self.opening.calendar.paper_until, 'V7.56')
        self.log.phase = P_POLLING_CLOSED if paper else P_AUDITED
        if not paper:
            self.overridden = [0] * len(self.opening.styles)
            self.first_lists()

    # --- 8.4.3 settlement ---

    def poll_book(self, entry):
        overridden, counts = parse(entry.body, lambda r: (r.list(r.u64, 1024), r.list(lambda: StationCount(r), 1024)), 'V2.51')
        styles = len(self.opening.styles)
        require(len(overridden) == styles and all(n <= self.slots_of(s) for s, n in enumerate(overridden)), 'V11.50')
        require([c.id for c in counts] == list(self.stations) and all(s.closed for s in self.stations.values()), 'V9.59')
        require(all(len(c.check_ins) == len(c.abandoned) == styles for c in counts), 'V9.59')
        for c in counts:
            station = self.stations[c.id]
            used = {b.hash for b in station.ballots}
            require([H32('token', t) for t in c.opened] == [h for h in station.tokens if h not in used], 'V9.58', c.id)
            for s in range(styles):
                ballots = sum(b.style == s for b in station.ballots)
                require(c.check_ins[s] == ballots + c.abandoned[s], 'V9.57', f'{c.id}, style {s}')
            require(sum(c.abandoned) <= len(c.opened), 'V9.57', c.id)
        self.overridden, self.log.phase = overridden, P_COUNTED

    def slots_of(self, style):
        return sum(s.style == style for s in self.slots)

    def settlement_rows(self, key, current, first, rows):
        nulls = {s: [self.named(c, 'null') for c in self.contests_of(s)] for s in {x.style for x in self.slots}}
        return [proofs.verify_settlement_row(self.ctx, i, self.y, self.constitution.Z, nulls[self.slots[i].style], self.points[i], row)
                for i, row in enumerate(rows, first)]

    def close_settlement(self, entry, key, closing, current):
        delta = parse(closing.header, lambda r: r.list(r.scalar, 1024), 'V2.51')
        require(current.count == len(self.slots) and len(delta) == len(self.opening.styles), 'V11.53')
        points = [ciphertexts for ciphertexts, _ in current.found]
        self.check_distinct(points)
        for s, d in enumerate(delta):
            commitments = [D for slot, (_, D) in zip(self.slots, current.found) if slot.style == s]
            proofs.verify_settlement_total(commitments, self.overridden[s], d, f'style {s}')
        self.points, self.settled_entries, self.log.phase = points, len(self.log.hashes) + 1, P_SETTLED

    def audited(self, entry):
        entries, root, _ = parse(entry.body, lambda r: (r.u64(), r.fixed(32), r.text()), 'V2.51')
        require(entries == self.settled_entries and root == tree_root(self.log.hashes[:entries]), 'V11.52')
        self.log.phase = P_AUDITED
        self.first_lists()

    # --- 8.4.4 lists ---

    def first_lists(self):
        ballots = {b.hash: b for s in self.stations.values() for b in s.ballots}
        for c, contest in enumerate(self.opening.contests):
            out = []
            for slot, ciphertexts in zip(self.slots, self.points):
                out += [x for at, x in zip(self.contests_of(slot.style), ciphertexts) if at == c]
            for token in sorted(t for s in self.stations.values() for t in s.tokens):
                found = []
                if token in ballots:
                    found = [x for at, x in zip(self.contests_of(ballots[token].style), ballots[token].ciphertexts) if at == c]
                out += found or [Ciphertext(group.IDENTITY, self.named(c, 'unused'))]
            self.lists[contest.id].current = out

    def close_permutation(self, entry, key, closing, current):
        contest = self.lists[key.contest]
        require(current.count == contest.places, 'V12.53')
        encoded = [row[:32] for row in current.rows]
        require(len(set(encoded)) == len(encoded) and not self.used_c & set(encoded), 'V13.52')
        rows = b''.join(current.rows)
        lists.verify_permutation(self.ctx, key.contest, key.number, key.trustee, contest.places, closing.header, rows)
        self.used_c.update(encoded)
        contest.permutations[key.number, key.trustee] = (rows, lists.proof_digest(closing.header, rows))

    def close_mix(self, entry, key, closing, current):
        contest = self.lists[key.contest]
        require(current.count == contest.places, 'V12.53')
        commitment, digest = contest.permutations[key.number, key.trustee]
        contest.current = lists.verify_mix(self.ctx, key.contest, key.number, key.trustee, self.y, contest.current, commitment, digest,
                                           closing.header, b''.join(current.rows))
        contest.done += 1
        contest.mixers.add(key.trustee)

    def close_share(self, entry, key, closing, current):
        contest = self.lists[key.contest]
        require(current.count == contest.places, 'V12.53')
        contest.shares[key.trustee] = lists.verify_share_of_list('dec', self.ctx, key.contest, contest.current, key.trustee,
                                                                 self.Z_j[key.trustee - 1], closing.header, b''.join(current.rows))

    def rehearsal(self, entry):
        day, trustee, n, header, rows = parse(entry.body, lambda r: (r.text(10), r.u32(), r.u32(), r.bytes(256), r.bytes()), 'V2.51')
        trustees = self.constitution.with_role(election.TRUSTEE)
        require(1 <= trustee <= len(trustees) and entry.signers == [trustees[trustee - 1]], 'V15.52')
        require(re.fullmatch('[0-9]{4}-[0-9]{2}-[0-9]{2}', day) and 1 <= n <= 1024 and len(rows) == 32 * n, 'V15.51')
        ciphertexts = lists.rehearsal_list(self.ctx0, self.y, day, n)
        lists.verify_share_of_list('dec-rehearsal', self.ctx0, 'rehearsal', ciphertexts, trustee, self.Z_j[trustee - 1], header, rows)

    # --- 8.4.5 result ---

    def check_shares(self):
        require(all(len(x.shares) >= self.constitution.threshold for x in self.lists.values()), 'V14.51')

    def tally(self):
        """Counts and seats of every contest."""
        k, tokens = self.constitution.threshold, sum(len(s.tokens) for s in self.stations.values())
        if self.counts is None:
            ballots = [b for s in self.stations.values() for b in s.ballots]
            self.counts = []
            for c, contest in enumerate(self.rules.contests):
                x = self.lists[contest.id]
                plaintexts = [m.encode() for m in lists.combine(x.current, dict(list(x.shares.items())[:k]))]
                n_null = sum(n for s, n in enumerate(self.overridden) if c in self.contests_of(s))
                n_unused = tokens - sum(c in self.contests_of(b.style) for b in ballots)
                self.counts.append(election.count(contest, self.ctx0, plaintexts, n_null, n_unused))
            self.seats = [election.seats(contest, x.valid) for contest, x in zip(self.rules.contests, self.counts)]
        return self.counts, self.seats

    def result(self, entry):
        parse(entry.body, read_result, 'V2.51')
        self.check_shares()
        require(not self.log.open, 'V18.54')
        counts, seats = self.tally()
        require(entry.body == encode_result(self.rules.contests, counts, seats), 'V16.50')
        self.log.phase = P_RESULT

    def lot(self, entry):
        c, winners, _ = parse(entry.body, lambda r: (r.u16(), r.list(r.u16, 4096), r.text()), 'V2.51')
        self.check_shares()
        _, seats = self.tally()
        require(c < len(seats), 'V15.52')
        require(c not in self.lots, 'V16.51')
        election.check_lot(seats[c], winners)
        self.lots[c] = winners

    def statement(self, entry):
        parse(entry.body, lambda r: (r.fixed(32), r.text()), 'V2.51')


def read_result(r):
    def numbers():
        found = r.list(lambda: (r.u32(), r.u64()), 4096)
        if not ascending([n for n, _ in found]):
            raise Malformed('numbers that do not ascend')
    r.list(lambda: (r.text(32), [r.u64() for _ in range(5)], numbers(), numbers()), 1024)
    r.list(lambda: (r.list(r.u16, 4096), r.list(r.u16, 4096), r.u16()), 1024)


def encode_list(values, encode):
    return u32(len(values)) + b''.join(encode(v) for v in values)


def encode_result(contests, counts, seats):
    def numbers(votes):
        return encode_list(sorted(votes.items()), lambda x: u32(x[0]) + u64(x[1]))

    def one_count(x):
        contest, n = x
        return (text(contest.id) + b''.join(u64(v) for v in (n.abstain, n.blank, n.null, n.unused, n.invalid))
                + numbers(n.valid) + numbers(n.withdrawn))
    return (encode_list(list(zip(contests, counts)), one_count)
            + encode_list(seats, lambda s: encode_list(s.elected, u16) + encode_list(s.tied, u16) + u16(s.open)))
