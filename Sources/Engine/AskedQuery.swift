import Insights
import Primitives
import Storage

/// A query that shoppers ask, for those who look after the shop.
package struct AskedQuery: Hashable, Sendable {
    /// What is wrong with it.
    package enum Trouble: String, Sendable, CaseIterable {
        /// Nothing in the catalogue meets all of it.
        case nothingFound = "nothing_found"
        /// Fewer than one in ten went on to an item.
        case hardlyFollowed = "hardly_followed"
    }

    package var text: String
    package var asked: Int
    /// How often somebody went on from it to an item.
    package var followed: Int
    /// Items that hold its words now.
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
    private static let askedMax = 2000

    /// The queries asked most often of late, most frequent first.
    ///
    /// - Parameters:
    ///   - limit: How many are wanted.
    ///   - trouble: What they must have, if anything.
    /// - Returns: The queries with what the catalogue holds for them now, and whether all of the
    ///   latest events are counted; where not, the next call counts on.
    /// - Throws: `StorageError`.
    package func askedQueries(
        limit: Int, only trouble: AskedQuery.Trouble? = nil
    ) throws -> (queries: [AskedQuery], isComplete: Bool) {
        let state = snapshot().state
        let (tally, isComplete) = try insights.read(
            log, to: state.behaviour.offset, epoch: state.epoch)
        let searcher = Searcher(state)
        var queries: [AskedQuery] = []
        for counted in tally.queries(max: Self.askedMax) where queries.count < limit {
            let answered = searcher.answer(
                SearchRequest(query: counted.query), count: 1, at: clock.now())
            let query = AskedQuery(
                text: counted.query, asked: counted.searches, followed: counted.clicked,
                found: answered.found.byWords, isRelaxed: !answered.relaxed.isEmpty)
            if trouble == nil || query.trouble == trouble { queries.append(query) }
        }
        return (queries, isComplete)
    }
}
