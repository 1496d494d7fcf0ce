# SPDX-License-Identifier: Apache-2.0
"""Which step an entry or object takes; what its key and its rows must be. [SPEC 8.2, 8.4]"""
import election
import proofs
from counting import Counting
from encoding import require
from founding import Founding
from record import (AMENDMENT, AUDIT_HEAD, AUDITED, CEREMONY, DECRYPTION, EPOCH, EVIDENCE, INCIDENT, INTERNET_CLOSE, LOT, MIX,
                    OPENING,
                    P_AUDITED, PERMUTATION, POLL_BOOK, POLLING_CLOSED, REHEARSAL, RESULT, SETTLEMENT, SLOTS, STATION_BATCH,
                    TOKENS, Log)
from voting import Voting

ROW_SIZES = {EVIDENCE: 33, SLOTS: 131, PERMUTATION: 160, MIX: 96, DECRYPTION: 32, STATION_BATCH: 65536}
MAX_STATION_ROW = 65536


class Steps(Founding, Voting, Counting):
    def __init__(self, blob):
        self.log = Log(blob, self)
        self.constitution = self.ctx0 = self.ctx = self.opening = self.rules = self.policy = None
        self.evidence, self.slots, self.stations, self.token_lists = {}, [], {}, []
        self.last_epoch, self.sealed, self.points, self.settled_entries = 0, {}, [], 0
        self.overridden, self.lists, self.used_c, self.lots = [], {}, set(), {}
        self.counts, self.seats, self.points_open = None, None, []
        self.simple = {
            CEREMONY: self.ceremony, TOKENS: self.tokens, OPENING: self.open_election, AMENDMENT: self.amendment,
            REHEARSAL: self.rehearsal,
            INTERNET_CLOSE: self.internet_close, POLLING_CLOSED: self.polling_closed, POLL_BOOK: self.poll_book,
            AUDITED: self.audited,
            LOT: self.lot, RESULT: self.result, INCIDENT: self.statement, AUDIT_HEAD: self.statement}
        self.close = {EVIDENCE: self.close_evidence, SLOTS: self.close_slots, EPOCH: self.close_epoch,
                      STATION_BATCH: self.close_station,
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
