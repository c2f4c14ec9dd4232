/// Who asks for a slate, and what there is to choose from.
package struct PolicyQuestion: Sendable {
    package var request: String
    /// A person's number, by which what they bring later is added up.
    package var person: Int
    /// Days.
    package var time: Double
    package var state: [Float]
    /// Numbers of the candidates.
    package var items: [Int]
    /// Their features, one after the other.
    package var candidates: [Float]
    /// By candidate, the logits that the policy corrects; empty where it stands alone.
    package var base: [Double]

    package init(
        request: String, person: Int, time: Double, state: [Float], items: [Int],
        candidates: [Float], base: [Double] = []
    ) {
        self.request = request
        self.person = person
        self.time = time
        self.state = state
        self.items = items
        self.candidates = candidates
        self.base = base
    }
}

/// What came of a slate at once.
package struct PolicyOutcome: Sendable {
    /// By position.
    package var clicked: [Bool]
    /// Clicks and weighted purchases.
    package var rewards: [Double]
    /// Minutes read; 0 where not clicked.
    package var minutes: [Double]
    /// The person's state afterwards.
    package var state: [Float]

    package init(clicked: [Bool], rewards: [Double], minutes: [Double], state: [Float]) {
        self.clicked = clicked
        self.rewards = rewards
        self.minutes = minutes
        self.state = state
    }
}
