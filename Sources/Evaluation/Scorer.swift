/// A model that gives every item of the catalogue a score for one history.
///
/// Each thread asks its own copy, so a value may keep scratch memory in itself; what copies share
/// (a class, a closure's captures) must be safe to use from several threads.
package protocol Scorer: Sendable {
    /// Writes a score for every item.
    ///
    /// - Parameters:
    ///   - history: Item numbers, oldest first; may be empty.
    ///   - scores: One place an item, all 0 at the call. Higher is better; never not-a-number.
    mutating func score(_ history: [UInt32], into scores: inout [Float])
}

/// A scorer made of a function.
package struct FunctionScorer: Scorer {
    private let function: @Sendable ([UInt32], inout [Float]) -> Void

    package init(_ function: @escaping @Sendable ([UInt32], inout [Float]) -> Void) {
        self.function = function
    }

    package func score(_ history: [UInt32], into scores: inout [Float]) {
        function(history, &scores)
    }
}
