import Companions

extension Behaviour {
    /// What must not grow without end.
    struct Bounds: Hashable, Sendable {
        var people = 1_000_000
        /// What is remembered of all of them.
        var personBytes = Int.max
        var sessions = 200_000
        /// What is remembered of sessions in which nobody is known.
        var sessionBytes = Int.max
        /// Sessions to find neighbours among.
        var pastSessions = SessionNeighbours.Settings.serving.sessionsMax
        var queries = 100_000
        /// Each takes 16 bytes an item.
        var regions = 64
        /// Items that events may name.
        var items = 10_000_000
        var fitEvents: Int64 = 10_000

        init() {}

        /// Those of a state that is to live within so many bytes: each kind gets its share, and no
        /// more than without a budget. Divided by what one of them takes at most, or where that is far
        /// from usual, at its mean in the shops measured.
        init(bytes: Int) {
            personBytes = bytes / 3
            sessionBytes = bytes / 20
            sessions = min(sessions, bytes / 12 / 600)
            pastSessions = min(pastSessions, max(1000, bytes / 8 / 240))
            queries = min(queries, bytes / 50 / 150)
            items = bytes / 5 / 1100
        }

        /// In the order in which snapshots have them: what a state was made with, and a replay with
        /// other bounds would not give.
        var numbers: [Int] {
            [people, personBytes, sessions, sessionBytes, pastSessions, queries, regions, items]
        }

        init(numbers: [Int]) {
            guard numbers.count == self.numbers.count else { return }
            (people, personBytes, sessions, sessionBytes) =
                (numbers[0], numbers[1], numbers[2], numbers[3])
            (pastSessions, queries, regions, items) =
                (numbers[4], numbers[5], numbers[6], numbers[7])
        }
    }
}
