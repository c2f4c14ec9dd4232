package import Insights
import Storage

extension Engine {
    /// Queries that an insight tells of, and those it looks at for some that find nothing.
    private static let (queriesShown, queriesMax) = (100, 400)

    /// What the latest events say of the business.
    package struct Insight: Sendable {
        package var tally: BusinessTally
        /// Whether all events are counted; where not, the next call counts on.
        package var isComplete: Bool
        /// The most frequent queries, and of the next ones those that find nothing; with how many items
        /// each finds now.
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
            let request = SearchRequest(query: query.query, asker: Asker())
            return (tally: query, found: searcher.search(request, count: 1).total)
        }
        let shown =
            queries.prefix(Self.queriesShown)
            + queries.dropFirst(Self.queriesShown).filter { $0.found == 0 }
        return Insight(tally: tally, isComplete: isComplete, queries: Array(shown))
    }

    /// The last lines that import refused, each a JSON object; empty where there are none.
    ///
    /// - Parameter bytesMax: How much of the quarantine is read; a line that begins before is left out.
    /// - Returns: The lines, and the bytes of the whole file.
    /// - Throws: `StorageError`.
    package func quarantine(
        last bytesMax: Int
    ) throws -> (lines: [ArraySlice<UInt8>], bytes: Int) {
        let path = directory.quarantinePath
        guard FileSystem.exists(path) else { return ([], 0) }
        let size = FileSystem.size(path)
        let lines = try FileSystem.read(path, last: bytesMax).split(separator: UInt8(ascii: "\n"))
        return (Array(size > bytesMax ? lines.dropFirst() : lines[...]), size)
    }

    /// The trained models of the shop.
    package var registry: ModelRegistry { ModelRegistry(directory: directory.path) }
}
