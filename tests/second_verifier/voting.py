# SPDX-License-Identifier: Apache-2.0
"""Epochs, amendments, stations, closings; poll book, settlement, audit. [SPEC 8.4.2, 8.4.3]"""
import election
import proofs
from board import tree_root
from encoding import H32, parse, require
from record import P_AUDITED, P_COUNTED, P_INTERNET_CLOSED, P_POLLING_CLOSED, P_SETTLED


class StationBallot:
    def __init__(self, r):
        self.token, self.style, self.amendment, self.ballots = r.fixed(16), r.u16(), r.u32(), r.list(r.bytes, 1024)
        self.hash, self.ciphertexts = H32('token', self.token), []


class StationCount:
    def __init__(self, r):
        self.id, self.check_ins, self.abandoned = r.text(32), r.list(r.u64, 1024), r.list(r.u64, 1024)
        self.opened = r.list(lambda: r.fixed(16), 1900)


class Voting:
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
        return [proofs.verify_settlement_row(self.ctx, i, self.y, self.constitution.Z, nulls[self.slots[i].style], self.points[i],
                                             row)
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
