/// Somebody who came, perhaps more than once.
struct Regular: Sendable {
    /// Days since 1970 on which they did something.
    private(set) var days: Set<Int32> = []
    private var hasCome = false
    private var hasBought = false

    /// The segment of a session of theirs that begins.
    mutating func begin() -> Segment {
        defer { hasCome = true }
        return hasBought ? .customer : hasCome ? .returning : .new
    }

    mutating func buy() { hasBought = true }
    mutating func come(on day: Int32) { days.insert(day) }
}
