internal import CKernels

/// Attention with several heads in which every token sees its whole sequence, over packed sequences
/// (Vaswani et al. 2017): the forward pass alone. The object holds scratch: each thread has its own.
package final class EncoderAttention {
    /// The number of heads, and the columns of each.
    package let heads, size: Int
    /// The longest sequence there is scratch for.
    package let longest: Int
    private let scratch: Tensor
    private let target: KernelTarget

    package init(heads: Int, size: Int, longest: Int, on target: KernelTarget = .best) {
        precondition(heads > 0 && size > 0 && longest >= 0)
        self.heads = heads
        self.size = size
        self.longest = longest
        scratch = Tensor(rows: 1, columns: ck_encoder_scratch(longest, size))
        self.target = target
    }

    /// Attends within each sequence.
    ///
    /// - Parameters:
    ///   - qkv: A row for each token: the queries of all heads, their keys, their values.
    ///   - offsets: Where each sequence begins and, at the end, the number of rows.
    ///   - out: Written; a third as wide.
    package func forward(_ qkv: Tensor, offsets: [Int32], into out: Tensor) {
        precondition(qkv.columns == 3 * heads * size && out.columns == heads * size)
        precondition(offsets.first == 0 && Int(offsets.last ?? 0) == qkv.rows, "rows differ")
        precondition(
            zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 && Int($1 - $0) <= longest },
            "a sequence is longer than there is scratch for")
        out.rows = qkv.rows
        unsafe offsets.withUnsafeBufferPointer { offsets in
            var call = unsafe ck_encoder_attention(
                offsets: offsets.baseAddress, sequences: offsets.count - 1, heads: heads,
                size: size, qkv: qkv.start, out: out.floats.baseAddress,
                scratch: scratch.floats.baseAddress)
            unsafe target.kernels.encoder_attention(&call)
        }
    }
}
