import CPowerCut
import Commerce
import Primitives
import Storage
import TestSupport

/// A log on a disk that loses its power again and again, and what it promised meanwhile.
final class PowerCutTrial {
    struct Coverage {
        var cuts = 0
        /// While the log was being opened.
        var inOpening = 0
        /// While a database file itself was written: by a checkpoint or a migration.
        var inDatabase = 0
        /// Batches that were durable, though nobody had been told.
        var unheard = 0
    }

    private let directory = TemporaryDirectory()
    private var rng: SeededRNG
    private let isLying: Bool
    private var received = Scene.november
    private var month = 0
    private var idCount = 0
    /// What the log said that it holds, by offset, with the month of receipt.
    private var acknowledged: [Int64: (event: Event, month: Int)] = [:]
    /// Batches whose append did not return.
    private var unsettled: [[LoggedEvent]] = []
    /// Promises that were not kept.
    private(set) var violations: [String] = []
    private(set) var coverage = Coverage()

    init(seed: UInt64, isLying: Bool = false) {
        rng = SeededRNG(seed: seed)
        self.isLying = isLying
    }

    /// Low, so that the log is also emptied by its writer.
    private static let walBytesMax = 300_000
    private static let stepsMax = 60
    private static let monthsMax = 5

    // MARK: Work until the cut

    /// Opens the log, works, and loses power at some write, sync or deletion.
    func losePower(beside: @escaping @Sendable (SQLiteEventLog) async -> Void = { _ in }) async {
        let mode = rng.chance(0.5) && !isLying ? POWERCUT_TORN : POWERCUT_DISCARD
        let seed = rng.next()
        guard directory.startPowerCut(isLying: isLying) else {
            violations.append("SQLite takes no other disk")
            return
        }
        // As many cuts at the first few operations as at later ones.
        powercut_arm(Int64(1) << rng.index(below: 10) + Int64(rng.index(below: 20)), seed, mode)
        await workUntilCut(beside)
        powercut_cut(seed, mode)
        powercut_stop()
        coverage.cuts += 1
        if powercut_hit_database() { coverage.inDatabase += 1 }
    }

    private func workUntilCut(_ beside: @escaping @Sendable (SQLiteEventLog) async -> Void) async {
        guard let log = try? directory.log(walBytesMax: Self.walBytesMax) else {
            coverage.inOpening += 1
            return
        }
        async let others: Void = beside(log)
        do {
            for _ in 0..<Self.stepsMax { try step(log) }
        } catch {
            if !powercut_is_cut() { violations.append("without a cut: \(error)") }
        }
        powercut_cut(rng.next(), POWERCUT_DISCARD)
        await others
        try? log.closeWithVault()
    }

    private func step(_ log: SQLiteEventLog) throws {
        switch rng.index(below: 20) {
        // What waits to be sent again must not grow older than the log looks back.
        case 0 where month < Self.monthsMax && unsettled.isEmpty:
            month += 1
            received = received + 31 * 86_400
            fallthrough
        case 1..<14: try append(log)
        case 14, 15: try appendAgain(log)
        default: try log.checkpoint()
        }
    }

    private func append(_ log: SQLiteEventLog) throws {
        let bytes = rng.chance(0.2) ? 5000 : 10
        let batch = (0..<1 + rng.index(below: 20)).map { _ in
            idCount += 1
            return Scene.large("e\(idCount)", bytes: bytes, received: received)
        }
        unsettled.append(batch)
        acknowledge(batch, try log.append(batch))
        unsettled.removeLast()
    }

    private func acknowledge(_ batch: [LoggedEvent], _ outcomes: [Appended]) {
        for (logged, outcome) in zip(batch, outcomes) {
            switch outcome {
            case .stored(let offset):
                if acknowledged.updateValue((logged.event, month), forKey: offset) != nil {
                    violations.append("offset \(offset) was given twice")
                }
            case .duplicate, .conflict:
                violations.append("\(logged.event.id) is new, and was taken for \(outcome)")
            }
        }
    }

    /// Sends what is acknowledged already, of this month and the one before.
    private func appendAgain(_ log: SQLiteEventLog) throws {
        let known = acknowledged.filter { $0.value.month >= month - 1 }.sorted { $0.key < $1.key }
        guard !known.isEmpty else { return }
        let chosen = (0..<5).map { _ in known[rng.index(below: known.count)] }
        let batch = chosen.map {
            LoggedEvent(offset: 0, received: received, event: $0.value.event)
        }
        let outcomes = try log.append(batch)
        if outcomes != chosen.map({ .duplicate(offset: $0.key) }) {
            violations.append("\(batch.map(\.event.id)) sent again became \(outcomes)")
        }
    }

    // MARK: Check

    /// Opens what is left on a disk that works, and compares it with what was promised.
    func check() throws {
        let log = try directory.log()
        violations += try log.problems()
        try compare(log)
        for batch in unsettled { try settle(batch, log) }
        unsettled = []
        try compare(log)
        try log.closeWithVault()
    }

    private func compare(_ log: SQLiteEventLog) throws {
        let waiting = Dictionary(
            uniqueKeysWithValues: unsettled.joined().map { ($0.event.id, $0.event) })
        var last: Int64 = 0
        var found: Set<String> = []
        var missing = acknowledged
        for logged in try log.everything() {
            let (offset, event) = (logged.offset, logged.event)
            if offset <= last { violations.append("offset \(offset) follows \(last)") }
            last = offset
            if !found.insert(event.id).inserted { violations.append("\(event.id) is there twice") }
            if let promised = missing.removeValue(forKey: offset) {
                if promised.event != event { violations.append("\(event.id) has changed") }
            } else if waiting[event.id] != event {
                violations.append("\(event.id) was never appended like this")
            }
        }
        if log.lastOffset != last { violations.append("the last offset is not \(last)") }
        for (offset, lost) in missing { violations.append("\(offset), \(lost.event.id) is lost") }
        for batch in unsettled {
            let count = batch.count { found.contains($0.event.id) }
            if count != 0 && count != batch.count {
                violations.append("\(count) of a batch of \(batch.count) are there")
            }
        }
    }

    /// Sends a batch again that nobody had acknowledged.
    private func settle(_ batch: [LoggedEvent], _ log: SQLiteEventLog) throws {
        let there = Dictionary(
            try log.everything().map { ($0.event.id, $0.offset) }, uniquingKeysWith: min)
        if batch.contains(where: { there[$0.event.id] != nil }) { coverage.unheard += 1 }
        for (logged, outcome) in zip(batch, try log.append(batch)) {
            let before = there[logged.event.id]
            switch outcome {
            case .stored(let offset) where before == nil,
                .duplicate(let offset) where offset == before:
                acknowledged[offset] = (logged.event, month)
            default:
                violations.append(
                    "\(logged.event.id) became \(outcome), and was at \(before ?? 0)")
            }
        }
    }
}

extension TemporaryDirectory {
    /// Puts this folder on a disk that can lose its power.
    func startPowerCut(isLying: Bool = false) -> Bool { unsafe powercut_start(path, isLying) }
}
