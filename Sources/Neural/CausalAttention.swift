internal import CKernels

/// Causal attention with several heads within packed sequences (Vaswani et al. 2017), scores scaled
/// by one over the root of a head's size.
///
/// The backward pass computes probabilities once more from the forward pass's log-sum-exp (Dao et
/// al. 2022), so that none are kept. The object holds scratch: each thread has its own.
package final class CausalAttention {
    /// The number of heads, and the columns of each.
    package let heads, size: Int
    /// The longest sequence there is scratch for.
    package let longest: Int
    /// How many keys a query sees at most, itself included; nil: all up to itself.
    package let window: Int?
    /// The columns of outputs; queries, keys and values have three times as many.
    package var columns: Int { heads * size }
    private let scratch: Tensor
    private let target: KernelTarget

    package init(
        heads: Int, size: Int, longest: Int, window: Int? = nil, on target: KernelTarget = .best
    ) {
        precondition(heads > 0 && size > 0 && longest >= 0 && window ?? 1 > 0)
        self.heads = heads
        self.size = size
        self.longest = longest
        self.window = window
        scratch = Tensor(rows: 1, columns: ck_attention_scratch(longest, size))
        self.target = target
    }

    /// Attends within each sequence.
    ///
    /// A number that is not one spreads within its sequence, also to a few rows before it.
    ///
    /// - Parameters:
    ///   - qkv: a row for each token: the queries of all heads, their keys, their values.
    ///   - offsets: where each sequence begins and, at the end, the number of rows.
    ///   - out: written, `columns` wide.
    ///   - logSumExp: written, `heads` wide; the backward pass reads it.
    package func forward(
        _ qkv: Tensor, offsets: [Int32], into out: Tensor, logSumExp: Tensor
    ) {
        check(qkv, offsets)
        precondition(out.columns == columns && logSumExp.columns == heads, "shapes differ")
        out.rows = qkv.rows
        logSumExp.rows = qkv.rows
        unsafe offsets.withUnsafeBufferPointer { offsets in
            var call = unsafe call(qkv, offsets, out, logSumExp)
            unsafe target.kernels.attention_forward(&call)
        }
    }

    /// The gradient of `qkv` from that of `out`, after a forward pass over the same.
    ///
    /// - Parameters:
    ///   - gradient: of the forward pass's output.
    ///   - qkv: what the forward pass read, and with it `offsets`.
    ///   - offsets: as in the forward pass.
    ///   - out: what the forward pass wrote, and with it `logSumExp`.
    ///   - logSumExp: as in the forward pass.
    ///   - qkvGradient: written.
    package func backward(
        _ gradient: Tensor, qkv: Tensor, offsets: [Int32], out: Tensor, logSumExp: Tensor,
        into qkvGradient: Tensor
    ) {
        check(qkv, offsets)
        precondition(out.columns == columns && logSumExp.columns == heads, "shapes differ")
        precondition(gradient.columns == columns && qkvGradient.columns == 3 * columns)
        precondition(
            out.rows == qkv.rows && logSumExp.rows == qkv.rows && gradient.rows == qkv.rows)
        qkvGradient.rows = qkv.rows
        unsafe offsets.withUnsafeBufferPointer { offsets in
            var call = unsafe call(qkv, offsets, out, logSumExp)
            unsafe call.out_gradient = UnsafePointer(gradient.floats.baseAddress)
            unsafe call.qkv_gradient = qkvGradient.floats.baseAddress
            unsafe target.kernels.attention_backward(&call)
        }
    }

    /// One query against cached keys and values, which it sees all: what a new event costs.
    ///
    /// - Parameters:
    ///   - query: `columns` wide, of which one row is used.
    ///   - row: the row of `query` and of `out`.
    ///   - cache: a row for each token: keys of all heads, then values.
    ///   - rows: the rows of the cache that belong to this query's sequence; none give zeros.
    ///   - out: `columns` wide, of which one row is written.
    package func decode(
        _ query: Tensor, row: Int = 0, cache: Tensor, rows: Range<Int>, into out: Tensor
    ) {
        precondition(query.columns == columns && out.columns == columns, "shapes differ")
        precondition(cache.columns == 2 * columns, "shapes differ")
        precondition(row >= 0 && row < query.rows && row < out.rows, "no such row")
        precondition(rows.lowerBound >= 0 && rows.upperBound <= cache.rows, "no such rows")
        guard
            let query = unsafe query.floats.baseAddress, let out = unsafe out.floats.baseAddress,
            let cache = unsafe cache.floats.baseAddress
        else { return }
        let keys = unsafe cache + rows.lowerBound * 2 * columns
        var call = unsafe ck_attention_decode(
            heads: heads, size: size, query: query + row * columns, out: out + row * columns,
            keys: keys, values: keys + columns, row: 2 * columns, rows: rows.count)
        unsafe target.kernels.attention_decode(&call)
    }

    private func check(_ qkv: Tensor, _ offsets: [Int32]) {
        precondition(qkv.columns == 3 * columns, "shapes differ")
        precondition(offsets.first == 0 && Int(offsets[offsets.count - 1]) == qkv.rows)
        for index in offsets.indices.dropFirst() {
            let length = Int(offsets[index]) - Int(offsets[index - 1])
            precondition(length >= 0 && length <= longest, "a sequence is too long")
        }
    }

    private func call(
        _ qkv: Tensor, _ offsets: UnsafeBufferPointer<Int32>, _ out: Tensor, _ logSumExp: Tensor
    ) -> ck_attention {
        unsafe ck_attention(
            offsets: offsets.baseAddress, sequences: offsets.count - 1, heads: heads, size: size,
            window: window ?? 0, qkv: qkv.floats.baseAddress, out: out.floats.baseAddress,
            log_sum_exp: logSumExp.floats.baseAddress, out_gradient: nil, qkv_gradient: nil,
            scratch: scratch.floats.baseAddress)
    }
}
