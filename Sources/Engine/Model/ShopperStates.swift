import Commerce
import SequenceModel
import Synchronization

/// Where shoppers stand with one model, in bounded memory: who was asked for longest ago goes first.
///
/// A state only saves time: what comes of it follows from the history it is brought to
/// (`IncrementalReader.follow`). It is taken out while it is used, so that no lock is held over a
/// computation; whoever asks for the same shopper meanwhile begins a new one.
final class ShopperStates: Sendable {
    /// Objects, keys and entries of one state, beside the floats.
    private static let overheadBytes = 600
    /// Kept however little memory there is.
    private static let bytesMin = 4 << 20

    struct Figures: Sendable {
        var count = 0
        var bytes = 0
        /// Dropped for want of memory.
        var dropped = 0
    }

    private struct Entry {
        var state: Lent<ShopperState>
        var bytes: Int
        var turn: UInt64
    }

    private struct Table {
        var entries: [Subject: Entry] = [:]
        /// Who was put back when; an entry that was put back again since has a later turn.
        var turns: [(owner: Subject, turn: UInt64)] = []
        /// The first of `turns` that was not looked at.
        var first = 0
        var turn: UInt64 = 0
        /// Counts how often someone was forgotten.
        var generation = 0
        var bytes = 0
        var dropped = 0
        /// What they may take now; at most `bytesMax` of all.
        var bytesMax: Int

        init(bytesMax: Int) { self.bytesMax = bytesMax }

        /// Takes the next turn off, and the entry if that was its last.
        mutating func dropOldest() -> Entry? {
            let (owner, turn) = turns[first]
            first += 1
            guard let entry = entries[owner], entry.turn == turn else { return nil }
            entries[owner] = nil
            bytes -= entry.bytes
            dropped += 1
            return entry
        }

        /// Drops the oldest until the others fit.
        mutating func dropExcess() -> [Entry?] {
            var gone: [Entry?] = []
            while bytes > bytesMax, first < turns.count { gone.append(dropOldest()) }
            tidy()
            return gone
        }

        /// Drops turns that say nothing any more, once they are the greater part.
        mutating func tidy() {
            guard turns.count > 2 * entries.count + 1000 else { return }
            turns = turns[first...].filter { entries[$0.owner]?.turn == $0.turn }
            first = 0
        }
    }

    private let bytesMax: Int
    private let table: Mutex<Table>

    init(bytesMax: Int) {
        self.bytesMax = bytesMax
        table = Mutex(Table(bytesMax: bytesMax))
    }

    var figures: Figures {
        table.withLock { Figures(count: $0.entries.count, bytes: $0.bytes, dropped: $0.dropped) }
    }

    /// Lends the state of a shopper, where there is one, to be put back with the same generation.
    func take(_ owner: Subject) -> (state: Lent<ShopperState>?, generation: Int) {
        table.withLock { table in
            let entry = table.entries.removeValue(forKey: owner)
            table.bytes -= entry?.bytes ?? 0
            return (entry?.state, table.generation)
        }
    }

    /// Keeps a state, but for one that was taken before someone was forgotten.
    func put(_ state: Lent<ShopperState>, of owner: Subject, _ generation: Int) {
        let bytes = state.thing.bytes + Self.overheadBytes
        // Freed behind the lock.
        var gone: [Entry?] = []
        table.withLock { table in
            guard generation == table.generation else { return }
            table.turn += 1
            table.turns.append((owner, table.turn))
            let entry = Entry(state: state, bytes: bytes, turn: table.turn)
            gone.append(table.entries.updateValue(entry, forKey: owner))
            table.bytes += bytes - (gone[0]?.bytes ?? 0)
            gone += table.dropExcess()
        }
    }

    /// Halves what they may take.
    func shrink() {
        // Freed behind the lock.
        _ = table.withLock { table in
            table.bytesMax = max(Self.bytesMin, min(table.bytesMax, table.bytes) / 2)
            return table.dropExcess()
        }
    }

    /// Gives some of what `shrink` took back.
    func grow() {
        table.withLock { $0.bytesMax = min(bytesMax, $0.bytesMax + Self.bytesMin) }
    }

    func forget(_ owners: [Subject]) {
        table.withLock { table in
            table.generation += 1
            for owner in owners {
                table.bytes -= table.entries.removeValue(forKey: owner)?.bytes ?? 0
            }
        }
    }
}
