/// The protocol of session-based recommendation: every prefix of a later session asks for its next
/// item, among all items, with nothing masked, as shoppers go back to what they saw.
package struct SessionSplit: Sendable {
    /// One line of a test file.
    package struct Line: Hashable, Sendable {
        package var prefix: [UInt32]
        package var next: UInt32

        package init(prefix: [UInt32], next: UInt32) {
            self.prefix = prefix
            self.next = next
        }
    }

    /// All training sessions, for the model that is reported.
    package let training: [[UInt32]]
    /// The training sessions without the last tenth, for what is chosen on `validation`.
    package let early: ArraySlice<[UInt32]>
    /// Every prefix of the last tenth of the training sessions.
    package let validation: [Query]
    package let test: [Query]

    /// - Parameters:
    ///   - training: Sessions in the order of their times.
    ///   - test: The lines of the test file, in its order.
    package init(training: [[UInt32]], test: [Line]) {
        self.training = training
        let held = min(training.count, max(1, training.count / 10))
        early = training.dropLast(held)
        validation = training.indices.suffix(held).flatMap { session in
            Self.queries(of: training[session], number: session)
        }
        self.test = Self.queries(test)
    }

    static func queries(of session: [UInt32], number: Int) -> [Query] {
        session.indices.dropFirst().map { end in
            Query(
                name: "session \(number + 1), event \(end + 1)", owner: number,
                history: Array(session[..<end]), targets: [session[end]], masksHistory: false)
        }
    }

    /// Lines of one session stand together, the longest prefix first or last; they have one owner.
    private static func queries(_ lines: [Line]) -> [Query] {
        var owner = 0
        return lines.enumerated().map { index, line in
            if index > 0 {
                let before = lines[index - 1]
                let isSame =
                    before.prefix == line.prefix + [line.next]
                    || line.prefix == before.prefix + [before.next]
                if !isSame { owner += 1 }
            }
            return Query(
                name: "line \(index + 1)", owner: owner, history: line.prefix,
                targets: [line.next], masksHistory: false)
        }
    }
}
