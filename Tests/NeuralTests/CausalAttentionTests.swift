import Neural
import Primitives
import Testing

@Suite("Causal attention")
struct CausalAttentionTests {
    struct Case {
        var reference: AttentionReference
        var longest: Int
        var qkv: Tensor
        var comment: String

        var rows: Int { qkv.rows }

        init(_ target: KernelTarget, _ seed: UInt64, _ random: inout SeededRNG) {
            let long = seed % 8 == 0
            let size = long ? 21 : [8, 16, 24, 32, 40, 64, 12, 5][random.index(below: 8)]
            let heads = 1 + random.index(below: 3)
            // Past the blocks of queries and of inner products; none and one in between.
            let lengths = (0..<(long ? 1 : random.index(below: 5))).map { _ in
                switch long ? 2 : random.index(below: 6) {
                case 0: random.index(below: 2)
                case 1: 90 + random.index(below: 130)
                case 2: 280 + random.index(below: 40)
                default: random.index(below: 50)
                }
            }
            var offsets: [Int32] = [0]
            for length in lengths { offsets.append(offsets[offsets.count - 1] + Int32(length)) }
            let window = !long && random.chance(0.5) ? 1 + random.index(below: 60) : nil
            reference = AttentionReference(
                heads: heads, size: size, window: window, offsets: offsets)
            longest = lengths.max() ?? 0
            qkv = Tensor.random(Int(offsets[offsets.count - 1]), 3 * heads * size, &random)
            comment =
                "\(target), seed \(seed): heads \(heads) of \(size), lengths \(lengths), "
                + "window \(window.map(String.init) ?? "none")"
        }

        func attention(on target: KernelTarget) -> CausalAttention {
            CausalAttention(
                heads: reference.heads, size: reference.size, longest: longest,
                window: reference.window, on: target)
        }
    }

    @Test("outputs are those in double precision", arguments: KernelTarget.available, 1...40)
    func forward(target: KernelTarget, seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let sample = Case(target, seed, &random)
        let reference = sample.reference
        let out = Tensor.room(sample.rows, reference.columns)
        let logSumExp = Tensor.room(sample.rows, reference.heads)
        sample.attention(on: target).forward(
            sample.qkv, offsets: reference.offsets, into: out, logSumExp: logSumExp)
        let expected = reference.forward(DoubleMatrix(sample.qkv))
        expectClose(out, expected.out, tolerance: 5e-6, sample.comment)
        expectClose(logSumExp, expected.logSumExp, tolerance: 5e-6, sample.comment)
        #expect(out.roomIsUntouched && logSumExp.roomIsUntouched, "\(sample.comment)")
    }

    @Test(
        "gradients are those of the Jacobian, and slopes", arguments: KernelTarget.available, 1...40
    )
    func backward(target: KernelTarget, seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let sample = Case(target, seed, &random)
        let reference = sample.reference
        let out = Tensor.room(sample.rows, reference.columns)
        let logSumExp = Tensor.room(sample.rows, reference.heads)
        let attention = sample.attention(on: target)
        attention.forward(
            sample.qkv, offsets: reference.offsets, into: out, logSumExp: logSumExp)
        let gradient = Tensor.random(sample.rows, reference.columns, &random)
        let found = Tensor.room(sample.rows, 3 * reference.columns)
        attention.backward(
            gradient, qkv: sample.qkv, offsets: reference.offsets, out: out, logSumExp: logSumExp,
            into: found)
        let (point, arriving) = (DoubleMatrix(sample.qkv), DoubleMatrix(gradient))
        expectClose(
            found, reference.backward(arriving, point), tolerance: 2e-5, sample.comment)
        #expect(found.roomIsUntouched, "\(sample.comment)")
        expectSlopes(
            found, of: { reference.forward($0).out.dot(arriving) }, at: point, count: 3,
            tolerance: 1e-4, &random, sample.comment)
    }

    @Test(
        "a query over cached rows gets what the last token of a sequence gets",
        arguments: KernelTarget.available, 1...20)
    func decode(target: KernelTarget, seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let size = [8, 24, 32, 64, 5][random.index(below: 5)]
        let heads = 1 + random.index(below: 3)
        let columns = heads * size
        let before = random.index(below: 10)
        let length = seed == 1 ? 1 : 1 + random.index(below: 200)
        let qkv = Tensor.random(before + length, 3 * columns, scale: 2, &random)
        let reference = AttentionReference(
            heads: heads, size: size, window: nil,
            offsets: [0, Int32(before), Int32(before + length)])
        let cache = Tensor(rows: qkv.rows, columns: 2 * columns)
        for row in 0..<qkv.rows {
            for column in 0..<2 * columns { cache[row, column] = qkv[row, columns + column] }
        }
        let query = Tensor(rows: 3, columns: columns)
        for column in 0..<columns { query[2, column] = qkv[qkv.rows - 1, column] }
        let out = Tensor.room(3, columns)
        let attention = CausalAttention(heads: heads, size: size, longest: 0, on: target)
        attention.decode(
            query, row: 2, cache: cache, rows: before..<before + length, into: out)
        let expected = reference.forward(DoubleMatrix(qkv)).out
        for column in 0..<columns {
            #expect(
                abs(Double(out[2, column]) - expected[qkv.rows - 1, column]) < 5e-6,
                "\(target), seed \(seed), column \(column)")
            #expect(out[0, column] == -77 && out[1, column] == -77)
        }
        #expect(out.roomIsUntouched)
        attention.decode(query, row: 0, cache: cache, rows: 0..<0, into: out)
        #expect((0..<columns).allSatisfy { out[0, $0] == 0 })
    }

    @Test("great scores do not overflow", arguments: KernelTarget.available)
    func greatScores(target: KernelTarget) {
        var random = SeededRNG(seed: 3)
        let qkv = Tensor.random(40, 96, scale: 60, &random)
        let attention = CausalAttention(heads: 1, size: 32, longest: 40, on: target)
        let (out, logSumExp) = (Tensor.room(40, 32), Tensor.room(40, 1))
        attention.forward(qkv, offsets: [0, 40], into: out, logSumExp: logSumExp)
        // Where one score is far above the others, its value is the answer.
        let point = DoubleMatrix(qkv)
        for query in 0..<40 {
            let scores = (0...query).map { key in
                (0..<32).reduce(0) { $0 + point[query, $1] * point[key, 32 + $1] }
            }
            let best = scores.indices.max { scores[$0] < scores[$1] } ?? 0
            let others = scores.indices.filter { $0 != best }.map { scores[$0] }
            guard scores[best] - (others.max() ?? -.infinity) > 200 else { continue }
            for j in 0..<32 {
                #expect(abs(Double(out[query, j]) - point[best, 64 + j]) < 1e-3)
            }
        }
        #expect(out.array.allSatisfy { $0.isFinite } && logSumExp.array.allSatisfy { $0.isFinite })
    }

    @Test("what is not a number stays in its sequence", arguments: KernelTarget.available)
    func notANumber(target: KernelTarget) {
        var random = SeededRNG(seed: 9)
        let qkv = Tensor.random(90, 48, &random)
        qkv[35, 20] = .nan
        let offsets: [Int32] = [0, 30, 60, 90]
        let attention = CausalAttention(heads: 1, size: 16, longest: 30, on: target)
        let (out, logSumExp) = (Tensor.room(90, 16), Tensor.room(90, 1))
        attention.forward(qkv, offsets: offsets, into: out, logSumExp: logSumExp)
        let gradient = Tensor.random(90, 16, &random)
        let found = Tensor.room(90, 48)
        attention.backward(
            gradient, qkv: qkv, offsets: offsets, out: out, logSumExp: logSumExp, into: found)
        for row in 0..<90 {
            let inside = (30..<60).contains(row)
            for column in 0..<16 {
                if row >= 35 && inside { #expect(out[row, column].isNaN) }
                if !inside { #expect(out[row, column].isFinite && found[row, column].isFinite) }
            }
        }
        #expect((35..<60).allSatisfy { found[$0, 0].isNaN })
    }
}
