/// What a shop declares about its own data.
package struct Schema: Hashable, Sendable {
    /// Event types beyond the built-in ones.
    package var customEventTypes: Set<String>
    /// The currency of prices that name none.
    package var currency: Currency?

    package init(customEventTypes: Set<String> = [], currency: Currency? = nil) {
        self.customEventTypes = customEventTypes
        self.currency = currency
    }
}
