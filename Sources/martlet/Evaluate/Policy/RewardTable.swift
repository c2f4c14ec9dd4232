import Policy

/// A reward model without features: the mean reward of each item, drawn towards that of all, learnt
/// from one half of a log to predict the other.
struct RewardTable {
    /// Rows that an item is believed to have had at the mean of all.
    private static let prior = 20.0

    private var sums: [String: (reward: Double, count: Double)] = [:]
    private var reward = 0.0
    private var count = 0.0

    init(_ rows: some Sequence<PropensityLog.Row>) {
        for row in rows {
            let known = sums[row.item] ?? (0, 0)
            sums[row.item] = (known.reward + row.reward, known.count + 1)
            reward += row.reward
            count += 1
        }
    }

    func prediction(_ item: String) -> Double {
        let mean = count > 0 ? reward / count : 0
        guard let known = sums[item] else { return mean }
        return (known.reward + Self.prior * mean) / (known.count + Self.prior)
    }
}
