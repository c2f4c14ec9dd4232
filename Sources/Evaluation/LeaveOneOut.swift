/// The protocol of sequential recommendation: each user's last event is to be foretold from all
/// before it.
///
/// Models learn from `s[:-2]` alone. Whatever is chosen (settings, epochs, weights of a blend) is
/// chosen on `validation`, and `test` is for reporting; its event before last is shown in the
/// question, and never learnt. The asked history is left out of the ranking, the target never.
package struct LeaveOneOut: Sendable {
    /// Shorter sequences take no part: one event to learn, one to choose by, one to report on.
    package static let eventsMin = 3

    /// What models may learn from: one sequence a user, oldest first.
    package private(set) var training: [[UInt32]]
    /// The target `s[-2]` asked with `s[:-2]`.
    package private(set) var validation: [Query]
    /// The target `s[-1]` asked with `s[:-1]`.
    package private(set) var test: [Query]

    /// - Parameters:
    ///   - names: What the data call each user.
    ///   - sequences: All events of each user, oldest first.
    package init(names: [String], sequences: [[UInt32]]) {
        precondition(names.count == sequences.count)
        var training: [[UInt32]] = []
        var validation: [Query] = []
        var test: [Query] = []
        for (user, sequence) in sequences.enumerated() where sequence.count >= Self.eventsMin {
            let asked = { (shown: Int) in
                Query(
                    name: names[user], owner: user, history: Array(sequence[..<shown]),
                    targets: [sequence[shown]], masksHistory: true)
            }
            training.append(Array(sequence.dropLast(2)))
            validation.append(asked(sequence.count - 2))
            test.append(asked(sequence.count - 1))
        }
        self.training = training
        self.validation = validation
        self.test = test
    }

    /// Hides the items from this number on from learning and from histories, so that they are as new
    /// as an item can be; they stay among the targets.
    package mutating func hide(from firstNew: Int) {
        func known(_ items: [UInt32]) -> [UInt32] { items.filter { $0 < firstNew } }
        training = training.map(known)
        for index in validation.indices {
            validation[index].history = known(validation[index].history)
            test[index].history = known(test[index].history)
        }
    }
}
