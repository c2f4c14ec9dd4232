import Companions

/// What is bought together: complements, and not look-alikes.
extension Recommender {
    /// What an item loses that is described as the one asked about is. Chosen on the orders of Online
    /// Retail in July 2011: more loses orders, less leaves more look-alikes.
    private static let alikeCost: Float = 0.7

    func addBought(with items: [UInt32], _ candidates: inout Candidates) {
        for item in items {
            let alike = state.catalogue.alike(to: item)
            var less: [UInt32: Float] = [:]
            for (other, share) in zip(alike.items, alike.scores) {
                less[other] = Self.alikeCost * Float(share)
            }
            add(
                behaviour.together.row(of: item), .orders, weight: 1, .together, from: item,
                &candidates, less: less)
            add(
                behaviour.rules.row(of: item), .sequences, weight: 0.1, .similar, from: item,
                &candidates, less: less)
        }
    }
}
