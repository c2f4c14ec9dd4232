import Primitives

extension SequenceFile.Interactions {
    /// Draws items that nobody is to have met, by the seed, and numbers them last.
    ///
    /// - Parameters:
    ///   - share: Of all items, in 0..<1.
    ///   - seed: Decides which.
    /// - Returns: The first of their numbers.
    mutating func hide(_ share: Double, seed: UInt64) -> Int {
        var random = SeededRNG(seed: seed)
        let order = items.indices.shuffled(using: &random)
        var numbers = [UInt32](repeating: 0, count: items.count)
        for (number, item) in order.enumerated() { numbers[item] = UInt32(number) }
        items = order.map { items[$0] }
        for user in sequences.indices { sequences[user] = sequences[user].map { numbers[Int($0)] } }
        return items.count - Int(share * Double(items.count))
    }
}
