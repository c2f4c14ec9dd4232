internal import CKernels

/// The keys and values of one sequence in every block of a transformer, in half precision: what a
/// new event attends to.
///
/// Memory: 4 · width · blocks bytes a token. Grows by half of what it holds.
@safe package final class KeyValueCache {
    package let width: Int
    package let blocks: Int
    /// Tokens held.
    package private(set) var count = 0
    /// Tokens there is room for.
    package private(set) var capacity: Int
    private var halves: UnsafeMutablePointer<UInt16>
    private var stride: Int { 2 * width * blocks }

    package init(width: Int, blocks: Int, capacity: Int = 8) {
        precondition(width > 0 && blocks > 0 && capacity > 0)
        self.width = width
        self.blocks = blocks
        self.capacity = capacity
        unsafe halves = .allocate(capacity: capacity * 2 * width * blocks)
    }

    deinit { unsafe halves.deallocate() }

    /// Bytes of the block of memory.
    package var bytes: Int { capacity * stride * MemoryLayout<UInt16>.stride }

    package func removeAll() { count = 0 }

    /// Forgets all but the first tokens, which never depend on those after them.
    package func keep(first count: Int) {
        precondition(count >= 0 && count <= self.count)
        self.count = count
    }

    /// Makes room for one more token, whose keys and values `store` then writes.
    package func appendToken() {
        if count == capacity { grow(to: capacity + max(4, capacity / 2)) }
        count += 1
    }

    /// Writes the keys and values of a token in a block.
    ///
    /// - Parameters:
    ///   - qkv: Rows of queries, keys and values, `3 · width` wide.
    ///   - row: The row of `qkv` to take.
    ///   - token: One that was appended.
    ///   - block: The block whose they are.
    package func store(_ qkv: Tensor, row: Int, token: Int, block: Int) {
        precondition(qkv.columns == 3 * width && row < qkv.rows && row >= 0)
        precondition(token >= 0 && token < count && block >= 0 && block < blocks)
        guard let source = unsafe qkv.floats.baseAddress else { return }
        unsafe ck_to_half(
            source + row * qkv.columns + width, halves + token * stride + block * 2 * width,
            2 * width)
    }

    /// Attention of one query to the first tokens in a block.
    ///
    /// - Parameters:
    ///   - query: Rows of queries, keys and values, of which the queries are used.
    ///   - row: The row of `query` and of `output`.
    ///   - tokens: How many are attended to; at most `count`.
    ///   - heads: Share the width.
    ///   - block: Whose keys and values are attended to.
    ///   - scores: Scratch of at least `tokens` floats.
    ///   - output: Rows, `width` wide.
    package func attend(
        _ query: Tensor, row: Int, tokens: Int, heads: Int, block: Int, scores: Tensor,
        into output: Tensor
    ) {
        precondition(query.columns == 3 * width && row < query.rows && width % heads == 0)
        precondition(output.columns == width && row >= 0 && row < output.rows)
        precondition(tokens <= count && scores.count >= tokens && block >= 0 && block < blocks)
        guard let queries = unsafe query.floats.baseAddress,
            let outputs = unsafe output.floats.baseAddress
        else { return }
        unsafe ck_attend_half(
            queries + row * query.columns, halves + block * 2 * width, stride, tokens, heads,
            width / heads, scores.floats.baseAddress, outputs + row * width)
    }

    private func grow(to larger: Int) {
        let fresh = UnsafeMutablePointer<UInt16>.allocate(capacity: larger * stride)
        unsafe fresh.update(from: halves, count: count * stride)
        unsafe halves.deallocate()
        unsafe halves = fresh
        capacity = larger
    }
}
