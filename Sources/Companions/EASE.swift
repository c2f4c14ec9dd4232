import Neural
import Primitives

/// A linear model of which items go together: EASE (Steck, "Embarrassingly shallow autoencoders for
/// sparse data", WWW 2019), asked with a history in which late items weigh more.
///
/// Of a matrix X of people and items, B = I − P · diag(P)⁻¹ with P = (XᵀX + λI)⁻¹ is the best
/// linear map of a person's items to themselves whose diagonal is zero. It is made by one fit.
///
/// Memory: while it is fitted, 4 bytes for each pair of items (1.6 GB at `itemsMax`); after that the
/// same up to `denseMax` items, and 8 · `entriesMax` bytes an item above.
package struct EASE: NextItemModel {
    package struct Settings: Hashable, Sendable {
        /// λ: more trusts only what many did.
        package var regularisation: Float = 100
        /// What an asked item counts, for each step from the end of the history.
        package var decay: Float = 0.7
        /// What a learnt item counts, for each step from the end of its sequence.
        package var learningDecay: Float = 1
        /// The last items of a history that are asked.
        package var historyMax = 100
        /// The last items of a sequence that are learnt: a sequence costs its square.
        package var sequenceMax = 4000
        /// Items that take part; the most frequent do.
        package var itemsMax = 20_000
        /// Items up to which the matrix is kept whole.
        package var denseMax = 16_384
        /// Entries kept of each of its rows where it is not: the largest, whatever their sign.
        package var entriesMax = 256
        /// Threads that BLAS may use while fitting; nil leaves that as it is.
        package var threads: Int?

        package init() {}
    }

    enum Weights: Sendable {
        case dense(Matrix)
        case sparse(SparseRows)
    }

    /// Weight under which an asked item is left out.
    private static let weightMin: Float = 1e-6

    package let settings: Settings
    /// What was learnt since the last fit; columns are item numbers.
    private var learnt = SparseRows()
    /// B, by places.
    private(set) var weights = Weights.sparse(SparseRows())
    /// The item of each place, in the order of first sight.
    private(set) var items: [UInt32] = []
    /// The place of each item; -1 for none.
    private var places: [Int32] = []

    package init(_ settings: Settings = Settings()) {
        self.settings = settings
    }

    // MARK: Learn

    package mutating func learn(sequence: [UInt32]) {
        var weights: [Float] = []
        var weight: Float = 1
        for _ in sequence.suffix(settings.sequenceMax) {
            weights.append(weight)
            weight *= settings.learningDecay
        }
        learn(sequence: sequence, weights: weights.reversed())
    }

    /// Learns a sequence whose items weigh what the caller says, such as by their days. Of an item
    /// that is there several times, the last counts; of a long sequence, its end.
    package mutating func learn(sequence: [UInt32], weights: [Float]) {
        var seen: Set<UInt32> = []
        var row: [SparseRows.Entry] = []
        for (item, weight) in zip(sequence.reversed(), weights.reversed())
            .prefix(settings.sequenceMax) where seen.insert(item).inserted
        {
            row.append(SparseRows.Entry(column: item, value: weight))
        }
        learnt.append(row.reversed())
    }

    /// Fits the model to the sequences learnt since the last fit, and forgets them.
    package mutating func fit() throws {
        let rows = placed(learnt)
        learnt = SparseRows()
        weights = .sparse(SparseRows())
        guard !items.isEmpty else { return }
        let threads = BLASThreads.count
        if let own = settings.threads { BLASThreads.count = own }
        defer { BLASThreads.count = threads }
        var matrix = Matrix(upperGramOf: rows, columns: items.count)
        matrix.addToDiagonal(settings.regularisation)
        try matrix.invertSymmetric()
        // B of P.
        matrix.multiplyColumns(by: items.indices.map { -1 / matrix[$0, $0] })
        for place in items.indices { matrix[place, place] = 0 }
        let isDense = items.count <= settings.denseMax
        weights = isDense ? .dense(matrix) : .sparse(matrix.largest(settings.entriesMax))
    }

    /// Gives items their places, and the rows in them.
    private mutating func placed(_ rows: SparseRows) -> SparseRows {
        var counts: [Int] = []
        items = []
        for entry in rows.entries {
            let item = Int(entry.column)
            while counts.count <= item { counts.append(0) }
            if counts[item] == 0 { items.append(entry.column) }
            counts[item] += 1
        }
        if items.count > settings.itemsMax {
            let order = items.indices.sorted { a, b in
                (counts[Int(items[a])], b) > (counts[Int(items[b])], a)
            }
            items = order.prefix(settings.itemsMax).sorted().map { items[$0] }
        }
        places = Self.places(of: items)
        var result = SparseRows()
        result.reserveCapacity(rows: rows.count, entries: rows.entries.count)
        for row in 0..<rows.count {
            result.append(
                rows[row].compactMap { entry in
                    place(of: entry.column).map { .init(column: UInt32($0), value: entry.value) }
                })
        }
        return result
    }

    /// Bytes that the fitted model takes, counted from the sizes of what it holds.
    package var bytes: Int {
        let matrix =
            switch weights {
            case .dense: items.count * items.count * MemoryLayout<Float>.stride
            case .sparse(let rows): heapBytes(of: rows.entries) + heapBytes(of: rows.offsets)
            }
        return matrix + heapBytes(of: items) + heapBytes(of: places)
    }

    // MARK: Ask

    /// Items that take part.
    package var count: Int { items.count }

    /// The items that go with an item, where the rows are kept in part, and how well. What speaks
    /// against each other is among them, with weights below zero.
    package func neighbours(of item: UInt32) -> [NeighbourRow.Neighbour] {
        guard case .sparse(let rows) = weights, let row = place(of: item) else { return [] }
        return rows[row].map { .init(item: items[Int($0.column)], weight: $0.value) }
    }

    /// What having `item` says about `other`: an entry of B.
    package func weight(of other: UInt32, given item: UInt32) -> Float {
        guard let row = place(of: item), let column = place(of: other) else { return 0 }
        return switch weights {
        case .dense(let matrix): matrix[row, column]
        case .sparse(let rows): rows[row].first { $0.column == UInt32(column) }?.value ?? 0
        }
    }

    package func score(_ history: [UInt32], into scores: inout [Float]) {
        var weighted: [(item: UInt32, weight: Float)] = []
        var weight: Float = 1
        for item in history.suffix(settings.historyMax).reversed() {
            guard weight >= Self.weightMin else { break }
            weighted.append((item, weight))
            weight *= settings.decay
        }
        score(weighted: weighted, into: &scores)
    }

    /// Scores for a history whose items weigh what the caller says.
    package func score(
        weighted history: [(item: UInt32, weight: Float)], into scores: inout [Float]
    ) {
        scores.clear()
        var sums = [Float](repeating: 0, count: items.count)
        for (item, weight) in history {
            if let row = place(of: item) { add(row, times: weight, to: &sums) }
        }
        for (place, item) in items.enumerated() { scores.add(sums[place], to: item) }
    }

    /// Takes up a fitted model: its items by place, and the rows of B.
    init(_ settings: Settings, items: [UInt32], rows: SparseRows) {
        self.settings = settings
        self.items = items
        weights = .sparse(rows)
        places = Self.places(of: items)
    }

    private static func places(of items: [UInt32]) -> [Int32] {
        var places = [Int32](repeating: -1, count: Int(items.max() ?? 0) + 1)
        for (place, item) in items.enumerated() { places[Int(item)] = Int32(place) }
        return places
    }

    private func place(of item: UInt32) -> Int? {
        guard Int(item) < places.count, places[Int(item)] >= 0 else { return nil }
        return Int(places[Int(item)])
    }

    private func add(_ row: Int, times weight: Float, to sums: inout [Float]) {
        switch weights {
        case .dense(let matrix): matrix.addRow(row, times: weight, to: &sums)
        case .sparse(let rows):
            for entry in rows[row] { sums[Int(entry.column)] += weight * entry.value }
        }
    }
}
