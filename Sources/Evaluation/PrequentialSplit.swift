/// The protocol of learning on a stream: every event is foretold before it is learnt (Dawid,
/// "Statistical theory: the prequential approach", 1984; Gama et al., "On evaluating stream learning
/// algorithms", 2013).
package struct PrequentialSplit: Sendable {
    package struct Portion: Sendable {
        package let sessions: ArraySlice<[UInt32]>
        /// Every prefix of its sessions; nothing is masked.
        package let queries: [Query]
    }

    /// What models learn before the first question.
    package let before: ArraySlice<[UInt32]>
    /// What comes by, in the order of time.
    package let portions: [Portion]

    /// - Parameters:
    ///   - sessions: In the order of time.
    ///   - share: Of the sessions, in 0...1, that are learnt before.
    ///   - portion: Sessions between two steps of learning.
    package init(_ sessions: [[UInt32]], share: Double, portion: Int) {
        precondition(share >= 0 && share <= 1 && portion > 0)
        let start = Int(share * Double(sessions.count))
        before = sessions[..<start]
        portions = stride(from: start, to: sessions.count, by: portion).map { first in
            let range = first..<min(first + portion, sessions.count)
            return Portion(
                sessions: sessions[range],
                queries: range.flatMap { SessionSplit.queries(of: sessions[$0], number: $0) })
        }
    }
}
