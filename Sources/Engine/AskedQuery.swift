import HashTreeCollections
import Primitives

/// A query that shoppers ask, for those who look after the shop.
package struct AskedQuery: Hashable, Sendable {
    /// What is wrong with it.
    package enum Trouble: String, Sendable, CaseIterable {
        /// Nothing in the catalogue meets all of it.
        case nothingFound = "nothing_found"
        /// Fewer than one in ten went on to an item.
        case hardlyFollowed = "hardly_followed"
    }

    /// As it is counted, in small letters.
    package var text: String
    package var asked: Int
    /// How often somebody went on from it to an item, within half an hour.
    package var followed: Int
    /// Items that answer it now.
    package var found: Int
    /// Whether only part of it is met.
    package var isRelaxed: Bool

    /// Askings from which on it can be told that nobody goes on.
    private static let askedMin = 5

    package var trouble: Trouble? {
        if found == 0 || isRelaxed { return .nothingFound }
        return asked >= Self.askedMin && followed * 10 < asked ? .hardlyFollowed : nil
    }
}

extension Engine {
    /// Queries that are looked through: each is searched for.
    private static let queriesMax = 2000

    /// The queries asked most often, most frequent first, those of equal number by text.
    ///
    /// - Parameters:
    ///   - limit: How many are wanted.
    ///   - trouble: What they must have, if anything.
    /// - Returns: The queries, with what the catalogue holds for them now.
    package func askedQueries(
        limit: Int, only trouble: AskedQuery.Trouble? = nil
    ) -> [AskedQuery] {
        let state = snapshot().state
        let behaviour = state.behaviour
        let searcher = Searcher(state)
        let names = Set(behaviour.queries.young.keys).union(behaviour.queries.old.keys)
        let counts = names.map { (text: $0, asked: Int(behaviour.queries[$0] ?? 0)) }
        var asked: [AskedQuery] = []
        let most = counts.sorted { ($1.asked, $0.text) < ($0.asked, $1.text) }
        for (text, count) in most.prefix(Self.queriesMax) where asked.count < limit {
            let answered = searcher.answer(
                SearchRequest(query: text), count: 1, at: clock.now())
            let query = AskedQuery(
                text: text, asked: count, followed: Int(behaviour.followed[text] ?? 0),
                found: answered.found.total, isRelaxed: !answered.relaxed.isEmpty)
            if trouble == nil || query.trouble == trouble { asked.append(query) }
        }
        return asked
    }
}
