package import Engine

/// What is set for one shop.
package struct ShopSettings: Sendable {
    package var engine: EngineConfiguration
    package var limits: ShopLimits

    /// - Parameters:
    ///   - engine: How it answers.
    ///   - limits: What it may use.
    package init(engine: EngineConfiguration, limits: ShopLimits) {
        (self.engine, self.limits) = (engine, limits)
    }
}
