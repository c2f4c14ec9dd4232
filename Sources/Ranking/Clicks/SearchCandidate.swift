/// What is known of an item as the answer to a query.
package struct SearchCandidate: Hashable, Sendable {
    /// The score of its words, as a share of the best one's; 0 where it shares none.
    package var lexical: Float
    /// How near its meaning is, as a cosine; 0 where no encoder is asked.
    package var meaning: Float
    /// By what was done with it in answers to this query.
    package var own: ClickSignal
    /// By what was done with it in answers to queries like this one.
    package var shared: ClickSignal
    /// By what was done with it in all answers.
    package var item: ClickSignal
    /// How much it is done with beside the shop's leader, 0...1.
    package var popularity: Float

    package init(
        lexical: Float, meaning: Float, own: ClickSignal, shared: ClickSignal, item: ClickSignal,
        popularity: Float
    ) {
        self.lexical = lexical
        self.meaning = meaning
        self.own = own
        self.shared = shared
        self.item = item
        self.popularity = popularity
    }
}
