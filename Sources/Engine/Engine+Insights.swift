package import Insights
import Storage

extension Engine {
    /// Queries of which an insight tells.
    private static let queriesMax = 120

    /// What the latest events say of the business.
    package struct Insight: Sendable {
        package var tally: BusinessTally
        /// Whether all events are counted; where not, the next call counts on.
        package var isComplete: Bool
        /// The most frequent queries, and how many items each finds now.
        package var queries: [(tally: QueryTally, found: Int)]
    }

    /// The tally of the last 100,000 events or more. Reads the log, so it is none of the query path.
    ///
    /// - Throws: `StorageError`.
    package func insight() throws -> Insight {
        let state = snapshot().state
        let (tally, isComplete) = try insights.read(
            log, to: state.behaviour.offset, epoch: state.epoch)
        let searcher = Searcher(state)
        let queries = tally.queries(max: Self.queriesMax).map { query in
            (
                query,
                searcher.search(SearchRequest(query: query.query, asker: Asker()), count: 1).total
            )
        }
        return Insight(tally: tally, isComplete: isComplete, queries: queries)
    }

    /// The trained models of the shop.
    package var registry: ModelRegistry { ModelRegistry(directory: directory.path) }
}
