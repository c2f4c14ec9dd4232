import Synchronization

/// Asks a model every query and ranks the whole catalogue for each: never a sample of it.
///
/// Queries are handed out in chunks to as many tasks as there are threads; the outcomes come back
/// in the order of the queries, whatever ran when.
package struct Evaluator: Sendable {
    private static let chunkQueries = 64

    /// Items of the catalogue; their numbers lie below it.
    package var itemCount: Int
    /// Items of each answer to keep for coverage, novelty and diversity; 0 keeps none.
    package var listLength: Int
    /// The latest events of a history that a model is shown. The mask covers all of it.
    package var historyMax: Int
    package var threads: Int

    package init(itemCount: Int, listLength: Int = 0, historyMax: Int = .max, threads: Int = 2) {
        precondition(itemCount >= 0 && listLength >= 0 && historyMax >= 0 && threads > 0)
        self.itemCount = itemCount
        self.listLength = listLength
        self.historyMax = historyMax
        self.threads = threads
    }

    /// One outcome a query, in their order.
    ///
    /// - Throws: What is wrong with the first query that has something wrong.
    package func run(
        _ scorer: some Scorer, on queries: [Query]
    ) async throws(EvaluationError) -> [Outcome] {
        guard !queries.isEmpty else { throw EvaluationError(.noQueries, "there are no queries") }
        let chunks = (queries.count + Self.chunkQueries - 1) / Self.chunkQueries
        let turnstile = Turnstile()
        let workers = min(threads, chunks)
        let parts = await withTaskGroup(of: [Part].self) { group in
            for _ in 0..<workers {
                group.addTask { work(scorer, on: queries, chunks: chunks, turnstile) }
            }
            var parts: [Part] = []
            for await part in group { parts += part }
            return parts.sorted { $0.chunk < $1.chunk }
        }
        var outcomes: [Outcome] = []
        outcomes.reserveCapacity(queries.count)
        for part in parts { outcomes += try part.result.get() }
        return outcomes
    }

    /// One outcome a query of scores that were made before: a row a query, a score an item.
    ///
    /// - Throws: What is wrong with the first query that has something wrong.
    package func rank(
        _ scores: [[Float]], for queries: [Query]
    ) throws(EvaluationError) -> [Outcome] {
        guard !queries.isEmpty else { throw EvaluationError(.noQueries, "there are no queries") }
        precondition(scores.count == queries.count)
        var ranker = Ranker(
            itemCount: itemCount, listLength: listLength, historyMax: historyMax)
        var outcomes: [Outcome] = []
        outcomes.reserveCapacity(queries.count)
        for (query, row) in zip(queries, scores) {
            outcomes.append(try ranker.outcome(of: query, scored: row))
        }
        return outcomes
    }

    private func work(
        _ scorer: some Scorer, on queries: [Query], chunks: Int, _ turnstile: Turnstile
    ) -> [Part] {
        var scorer = scorer
        var ranker = Ranker(
            itemCount: itemCount, listLength: listLength, historyMax: historyMax)
        var parts: [Part] = []
        while true {
            let chunk = turnstile.next()
            guard chunk < chunks else { return parts }
            let start = chunk * Self.chunkQueries
            let range = start..<min(start + Self.chunkQueries, queries.count)
            let result = Result { () throws(EvaluationError) in
                try rank(queries[range], by: &scorer, with: &ranker)
            }
            // Chunks before this one are taken already, so the first failure is always among
            // the parts.
            if case .failure = result { turnstile.close() }
            parts.append(Part(chunk: chunk, result: result))
        }
    }

    private func rank(
        _ queries: ArraySlice<Query>, by scorer: inout some Scorer, with ranker: inout Ranker
    ) throws(EvaluationError) -> [Outcome] {
        var outcomes: [Outcome] = []
        outcomes.reserveCapacity(queries.count)
        for query in queries { outcomes.append(try ranker.outcome(of: query, by: &scorer)) }
        return outcomes
    }
}

/// The outcomes of one chunk of queries.
private struct Part: Sendable {
    var chunk: Int
    var result: Result<[Outcome], EvaluationError>
}

/// Gives each chunk to one worker.
private final class Turnstile: Sendable {
    private static let closed = Int.max / 2
    private let counter = Atomic(0)

    func next() -> Int { counter.wrappingAdd(1, ordering: .relaxed).oldValue }

    func close() { counter.store(Self.closed, ordering: .relaxed) }
}
