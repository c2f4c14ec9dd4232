/// Where a model put the targets of one query.
package struct Outcome: Hashable, Sendable {
    /// Places of the targets, best first, from 1.
    package var ranks: [Int]
    /// Items that were ranked, targets included.
    package var candidates: Int
    /// The items shown first, best first; ties by item number. Empty where lists are not kept.
    package var list: [UInt32]

    package init(ranks: [Int], candidates: Int, list: [UInt32] = []) {
        self.ranks = ranks
        self.candidates = candidates
        self.list = list
    }
}
