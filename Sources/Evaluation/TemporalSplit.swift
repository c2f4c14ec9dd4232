package import Primitives

/// The protocol closest to a running shop: learn from what came before a moment, foretell what
/// each known user does after it.
package struct TemporalSplit: Sendable {
    package struct Event: Hashable, Sendable {
        package var user: Int
        package var item: UInt32
        package var time: Timestamp

        package init(user: Int, item: UInt32, time: Timestamp) {
            self.user = user
            self.item = item
            self.time = time
        }
    }

    /// Events before the moment: one sequence a user, oldest first.
    package let training: [[UInt32]]
    /// One query a user with events on both sides: the items after the moment, each once.
    package let test: [Query]
    /// Users who came only after the moment and have no query.
    package let newUsers: Int

    /// - Parameters:
    ///   - events: In any order; those of one user at one time stay in the order given.
    ///   - moment: Events at this time and later are for the test.
    ///   - masksHistory: Whether what a user has had is left out of the ranking. An item that is
    ///     a target stays in.
    package init(_ events: [Event], at moment: Timestamp, masksHistory: Bool) {
        var before: [Int: [UInt32]] = [:]
        var after: [Int: [UInt32]] = [:]
        var users: [Int] = []
        let sorted = events.enumerated().sorted {
            ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
        }
        for (_, event) in sorted {
            if before[event.user] == nil, after[event.user] == nil { users.append(event.user) }
            if event.time < moment {
                before[event.user, default: []].append(event.item)
            } else if after[event.user]?.contains(event.item) != true {
                after[event.user, default: []].append(event.item)
            }
        }
        training = users.compactMap { before[$0] }
        test = users.compactMap { user in
            guard let history = before[user], let targets = after[user] else { return nil }
            return Query(
                name: String(user), owner: user, history: history, targets: targets,
                masksHistory: masksHistory)
        }
        newUsers = users.count { before[$0] == nil }
    }
}
