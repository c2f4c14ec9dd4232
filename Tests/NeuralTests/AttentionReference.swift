import Foundation

/// Causal attention in double precision, as the formula says it.
struct AttentionReference {
    var heads: Int
    var size: Int
    var window: Int?
    var offsets: [Int32]

    var columns: Int { heads * size }
    private var sequences: [Range<Int>] {
        zip(offsets, offsets.dropFirst()).map { Int($0)..<Int($1) }
    }

    private func keys(_ query: Int, in sequence: Range<Int>) -> ClosedRange<Int> {
        max(sequence.lowerBound, query - (window ?? query + 1) + 1)...query
    }

    private func scores(
        _ qkv: DoubleMatrix, head: Int, query: Int, keys: ClosedRange<Int>
    ) -> [Double] {
        keys.map { key in
            (0..<size).reduce(0) {
                $0 + qkv[query, head * size + $1] * qkv[key, columns + head * size + $1]
            } / Double(size).squareRoot()
        }
    }

    func forward(_ qkv: DoubleMatrix) -> (out: DoubleMatrix, logSumExp: DoubleMatrix) {
        var out = DoubleMatrix(rows: qkv.rows, columns: columns)
        var logSumExp = DoubleMatrix(rows: qkv.rows, columns: heads)
        for sequence in sequences {
            for head in 0..<heads {
                for query in sequence {
                    let keys = keys(query, in: sequence)
                    let powers = scores(qkv, head: head, query: query, keys: keys).map(exp)
                    let sum = powers.reduce(0, +)
                    logSumExp[query, head] = log(sum)
                    for (key, power) in zip(keys, powers) {
                        for j in 0..<size {
                            out[query, head * size + j] +=
                                power / sum * qkv[key, 2 * columns + head * size + j]
                        }
                    }
                }
            }
        }
        return (out, logSumExp)
    }

    /// By the softmax's whole Jacobian: slow, and unlike the kernel.
    func backward(_ gradient: DoubleMatrix, _ qkv: DoubleMatrix) -> DoubleMatrix {
        var result = DoubleMatrix(rows: qkv.rows, columns: 3 * columns)
        for sequence in sequences {
            for head in 0..<heads {
                for query in sequence {
                    backward(gradient, qkv, head: head, query, in: sequence, &result)
                }
            }
        }
        return result
    }

    private func backward(
        _ gradient: DoubleMatrix, _ qkv: DoubleMatrix, head: Int, _ query: Int,
        in sequence: Range<Int>, _ result: inout DoubleMatrix
    ) {
        let keys = keys(query, in: sequence)
        let own = head * size
        let (first, second) = (columns + own, 2 * columns + own)
        let powers = scores(qkv, head: head, query: query, keys: keys).map(exp)
        let sum = powers.reduce(0, +)
        let chances = powers.map { $0 / sum }
        let arriving = keys.map { key in
            (0..<size).reduce(0) { $0 + gradient[query, own + $1] * qkv[key, second + $1] }
        }
        for (a, key) in keys.enumerated() {
            var slope = 0.0
            for b in chances.indices {
                slope += arriving[b] * chances[b] * ((a == b ? 1 : 0) - chances[a])
            }
            slope /= Double(size).squareRoot()
            for j in 0..<size {
                result[query, own + j] += slope * qkv[key, first + j]
                result[key, first + j] += slope * qkv[query, own + j]
                result[key, second + j] += chances[a] * gradient[query, own + j]
            }
        }
    }
}
