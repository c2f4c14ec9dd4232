import Synchronization

/// How many connections each address holds. As bounded as the connections are.
final class ConnectionCounts: Sendable {
    private let countMax: Int
    /// Whether the machine itself is counted: a proxy in front has one address for everybody.
    private let countsLoopback: Bool
    private let counts = Mutex<[ClientAddress: Int]>([:])

    init(max countMax: Int, countsLoopback: Bool) {
        self.countMax = countMax
        self.countsLoopback = countsLoopback
    }

    /// Whether there is room for one more, which then counts.
    func enter(_ address: ClientAddress) -> Bool {
        guard countsLoopback || !address.isLoopback else { return true }
        return counts.withLock { counts in
            guard counts[address, default: 0] < countMax else { return false }
            counts[address, default: 0] += 1
            return true
        }
    }

    func leave(_ address: ClientAddress) {
        guard countsLoopback || !address.isLoopback else { return }
        counts.withLock { counts in
            let left = (counts[address] ?? 1) - 1
            counts[address] = left > 0 ? left : nil
        }
    }
}
