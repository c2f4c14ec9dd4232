import Neural

/// The gradient of the items' vectors: of all of them where the loss sees the whole catalogue, of
/// those that a step touched elsewhere.
enum ItemGradient {
    case dense(Tensor)
    case sparse(SparseGradient)

    func add(_ gradient: Tensor, at items: [Int32]) {
        switch self {
        case .dense(let all): Embedding.backward(gradient, at: items, into: all)
        case .sparse(let rows): rows.add(gradient, at: items)
        }
    }

    /// Adds to the items of bags, from the gradient of their sums.
    func add(_ gradient: Tensor, in bags: EmbeddingBag) {
        switch self {
        case .dense(let all): bags.backward(gradient, into: all)
        case .sparse(let rows): bags.backward(gradient, into: rows)
        }
    }

    func merge(_ other: ItemGradient) {
        switch (self, other) {
        case (.dense(let all), .dense(let more)): all.add(more)
        case (.sparse(let rows), .sparse(let more)): rows.merge(more)
        default: preconditionFailure("gradients of two kinds")
        }
    }

    func clear() {
        switch self {
        case .dense(let all): all.fill(0)
        case .sparse(let rows): rows.clear()
        }
    }

    var sumOfSquares: Double {
        switch self {
        case .dense(let all): all.sumOfSquares()
        case .sparse(let rows): rows.sumOfSquares()
        }
    }

    /// The items that have one, and theirs: a row each.
    var touched: (items: [Int32], gradient: Tensor) {
        switch self {
        case .dense(let all): (Array(0..<Int32(all.rows)), all)
        case .sparse(let rows): (rows.rows, rows.values)
        }
    }

    /// Of all items, row after row.
    func dense(rows: Int, _ columns: Int) -> [Float] {
        switch self {
        case .dense(let all): return all.array
        case .sparse(let touched):
            let all = Tensor(rows: rows, columns: columns)
            Embedding.backward(touched.values, at: touched.rows, into: all)
            return all.array
        }
    }
}
