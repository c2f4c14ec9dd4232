/// Sessions with each pair of query and item by a number, so that models count in arrays.
struct SessionPairs {
    private(set) var keys: [UInt64] = []
    /// Of each session, the pair at each position.
    private(set) var rows: [[Int]] = []
    private(set) var clicks: [[Bool]] = []

    static func key(_ query: UInt32, _ item: UInt32) -> UInt64 {
        UInt64(query) << 32 | UInt64(item)
    }

    init(_ sessions: [SearchSession]) {
        var numbers: [UInt64: Int] = [:]
        for session in sessions {
            rows.append(
                session.items.map { item in
                    let key = Self.key(session.query, item)
                    if let number = numbers[key] { return number }
                    numbers[key] = keys.count
                    keys.append(key)
                    return keys.count - 1
                })
            clicks.append(session.clicked)
        }
    }

    var zeros: [Double] { [Double](repeating: 0, count: keys.count) }
}
